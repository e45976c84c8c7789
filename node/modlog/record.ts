import { recordAudit } from "../audit/record.ts";
import type { Origin } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import type { ModerationKind } from "./types.ts";

export interface ModerationAct {
  readonly kind: ModerationKind;
  readonly actorId: string;
  readonly communityId: string;
  /** What it was done to; without an id where that is not here. */
  readonly post: { readonly id: string | null; readonly iri: string };
  readonly reason: string;
  /** The activity that says it to other nodes; null where it came in a log. */
  readonly activityIri: string | null;
}

/**
 * Writes an act of moderation into the community's moderation log and into the audit record of this node, in the
 * transaction of its effect (F-05). What is there already by another road changes nothing.
 */
export async function recordModeration(tx: WriteContext, act: ModerationAct, origin: Origin): Promise<void> {
  const { kind, actorId, communityId, post, reason } = act;
  const activityIri = act.activityIri ?? (origin.road === "here" ? null : origin.activity.iri);
  const [written] = await tx.sql`
    insert into moderation_acts (id, community_id, kind, actor_id, post_id, post_iri, reason, activity_iri, happened)
    values (${newUuid(tx.now)}, ${communityId}, ${kind}, ${actorId}, ${post.id}, ${post.iri}, ${reason}, ${activityIri}, ${tx.now})
    on conflict (activity_iri, community_id) do nothing returning 1`;
  if (!written) return;
  const [who] = await tx.sql<{ accountId: string | null; iri: string }[]>`
    select acc.id as "accountId", a.iri from actors a left join accounts acc on acc.actor_id = a.id where a.id = ${actorId}`;
  await recordAudit(tx, {
    kind: `moderation.${kind}`,
    accountId: who?.accountId ?? null,
    actorIri: who?.iri ?? null,
    subject: post.iri,
    facts: { communityId, activity: activityIri },
  });
}

/** Takes an act out of this node's moderation log again, which the community elsewhere refused. The audit record keeps it. */
export async function forgetModeration(tx: WriteContext, activityIri: string): Promise<void> {
  await tx.sql`delete from moderation_acts where activity_iri = ${activityIri}`;
}
