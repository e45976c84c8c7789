import { type Origin, recordChange } from "../changes/record.ts";
import { communityByIri } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { recordModeration } from "../modlog/record.ts";
import { actorByIri } from "../people/actor.ts";
import { isHeldHere } from "../visibility/holders.ts";

export interface ReceivedRelease {
  readonly groupIri: string;
  /** The facilitator, of the community's own node. */
  readonly byIri: string;
  readonly reason: string;
  readonly released: { readonly itemIri: string; readonly sources: readonly string[] };
}

/**
 * A closed community elsewhere says that a facilitator released what was written in it: its members here find it in the
 * moderation log and at the posts, and the authors of this node are told. `ignored` where nobody here belongs to it.
 */
export async function takeRelease(
  tx: WriteContext,
  { groupIri, byIri, reason, released }: ReceivedRelease,
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const community = await communityByIri(tx.sql, groupIri);
  const by = await actorByIri(tx.sql, byIri);
  if (!community || community.local || community.level !== "closed") return "ignored";
  if (by?.kind !== "person" || !(await isHeldHere(tx, community.id))) return "ignored";
  const sources = await tx.sql<{ id: string; iri: string }[]>`
    with held as (select id, iri from posts where iri = any(${[...released.sources]}) and community_id = ${community.id}),
    kept as (insert into release_sources (source_id, release_iri, made)
      select id, ${released.itemIri}, ${tx.now} from held on conflict do nothing returning source_id)
    select id, iri from held where id in (select source_id from kept) order by id`;
  const about = { actorId: by.id, communityId: community.id };
  const post = sources[0] ?? { id: null, iri: community.iri };
  await recordModeration(tx, { kind: "item-released", ...about, post, reason, activityIri: null }, origin);
  for (const { id, iri } of sources)
    await recordChange(tx, { kind: "post.released", ...about, subjectId: id, subjectIri: iri, origin });
  return "taken";
}
