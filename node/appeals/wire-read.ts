import type { AnyContext } from "../context.ts";
import { type AppealedText, type AppealSource, findRemovedText } from "../posts/removed-text.ts";
import type { Reading } from "../reading.ts";
import type { Viewer } from "../visibility/viewer.ts";

/** What the wire says of an appeal: for the renderer only. Null when there is none. */
export async function findAppealWords(
  ctx: AnyContext,
  id: string,
): Promise<{ readonly words: string; readonly outcome: string } | null> {
  const [row] = await ctx.sql<{ words: string; outcome: string }[]>`
    select words, outcome from appeals where id = ${id}`;
  return row ?? null;
}

/**
 * The text that an open appeal in a community here is about, for one named facilitator of the node that asks, who may decide
 * it now; null for anyone else. The caller reads as that node.
 */
export async function findAppealedText(
  ctx: AnyContext,
  asked: {
    readonly communityId: string;
    readonly flagIri: string;
    readonly personIri: string;
    readonly origin: string;
  },
): Promise<AppealedText | null> {
  const [row] = await ctx.sql<{ postId: string }[]>`
    select ap.post_id as "postId" from appeals ap
      join memberships fm on fm.community_id = ap.community_id and fm.state = 'active' and fm.role <> 'member'
      join actors fa on fa.id = fm.actor_id and fa.deleted is null and fa.suspended is null
      join peers p on p.id = fa.peer_id and p.state = 'accepted' and p.delivery_class = 'profile'
    where ap.iri = ${asked.flagIri} and ap.community_id = ${asked.communityId} and ap.state = 'open'
      and fa.iri = ${asked.personIri} and p.origin = ${asked.origin}
      and ap.author_id <> fa.id and ap.removed_by is distinct from fa.id`;
  return row ? findRemovedText(ctx, row.postId) : null;
}

/** Of an open appeal in a community elsewhere, for a facilitator here; null for everyone else, and of communities here. */
export async function findAppealSource(r: Reading, viewer: Viewer, id: string): Promise<AppealSource | null> {
  if (viewer.kind !== "person") return null;
  const [row] = await r.sql<AppealSource[]>`
    select g.iri as "groupIri", ap.iri as "flagIri", a.iri as "personIri" from appeals ap
      join communities c on c.id = ap.community_id join actors g on g.id = c.actor_id and g.peer_id is not null
      join actors a on a.id = ${viewer.actorId}
      join memberships fm on fm.community_id = c.id and fm.actor_id = a.id and fm.state = 'active' and fm.role <> 'member'
    where ap.id = ${id} and ap.passed_on is not null and ap.state = 'open' and ap.sent is null
      and ap.author_id <> a.id and ap.removed_by is distinct from a.id`;
  return row ?? null;
}
