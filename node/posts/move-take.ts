import type { Origin } from "../changes/record.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { forgetKept } from "../logs/kept.ts";
import { recordModeration } from "../modlog/record.ts";
import { refuse } from "../refusal.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { type PostRow, postByIri } from "./find.ts";
import { keepMove, recordMoved, rehome, replyOrMove, type ThreadMove } from "./move-rows.ts";
import { type Wiped, wipePosts } from "./wipe.ts";

export interface TakenMove extends Omit<ThreadMove, "rootId" | "fromIri" | "toIri"> {
  readonly actorId: string;
  /** In whose log it stands: one of the two. */
  readonly log: CommunityHome;
  readonly from: CommunityHome;
  readonly to: CommunityHome;
  readonly reason: string;
}

/**
 * The node of two communities says in the log of either that a discussion was moved: where somebody here belongs to the target, it
 * stands there from now on; else its posts by people elsewhere are erased here, because nobody would say here when they change.
 * Only between communities of one node that everyone can read. Refuses `wrong-audience`, `visibility-mismatch`.
 */
export async function takeMove(
  tx: WriteContext,
  move: TakenMove,
  origin: Extract<Origin, { road: "relay" }>,
): Promise<void> {
  const { log, from, to, rootIri, activityIri, actorId, reason } = move;
  if (from.id === to.id || from.peerId !== to.peerId) refuse("wrong-audience");
  if (!isPublicLevel(from.level) || !isPublicLevel(to.level)) refuse("visibility-mismatch");
  await replyOrMove(tx, "move");
  const root = await postByIri(tx.sql, rootIri, "update");
  const post = { id: root?.id ?? null, iri: rootIri };
  await recordModeration(
    tx,
    { kind: "thread-moved", actorId, communityId: log.id, post, reason, activityIri },
    origin,
  );
  const kept = { activityIri, rootIri, rootId: post.id, fromIri: from.iri, toIri: to.iri, moved: move.moved };
  if (!(await keepMove(tx, kept)) || root === null || root.communityId === to.id) return;
  if (root.kind === "reply" || root.communityId !== from.id) refuse("wrong-audience");
  await recordMoved(tx, { root, from, to }, { actorId, origin });
  await forgetKeptOf(tx, root);
  await rehome(tx, { root, from, to });
  if (!to.local && !(await isReadHere(tx, to.id))) await dropCopies(tx, root);
}

/** What was kept for the node of the old log, of which nothing is in it any more. */
async function forgetKeptOf(tx: WriteContext, root: PostRow): Promise<void> {
  const rows = await tx.sql<{ iri: string }[]>`select iri from posts where root_id = ${root.id}`;
  for (const { iri } of rows) await forgetKept(tx, iri);
}

/** Somebody with an account here is a member or follows it: then its node sends here what happens in it. */
export async function isReadHere(tx: WriteContext, communityId: string): Promise<boolean> {
  const [row] = await tx.sql`
    select 1 from actors a where a.peer_id is null and a.deleted is null and a.id in (
      select actor_id from memberships where community_id = ${communityId} and state in ('active', 'suspended')
      union select actor_id from follows where community_id = ${communityId} and state in ('requested', 'active')) limit 1`;
  return row !== undefined;
}

/** Posts of this node's own people stay, with empty places for what they answer. */
async function dropCopies(tx: WriteContext, root: PostRow): Promise<void> {
  const rows = await tx.sql<Wiped[]>`
    with recursive own as (
      select p.id, p.parent_id, p.root_id from posts p join actors a on a.id = p.author_id
        where p.root_id = ${root.id} and a.peer_id is null
      union select q.id, q.parent_id, q.root_id from own o join posts q on q.id in (o.parent_id, o.root_id))
    select p.id, p.iri, p.author_id as "authorId", p.community_id as "communityId",
      exists (select 1 from own where own.id = p.id) as held
    from posts p join actors a on a.id = p.author_id where p.root_id = ${root.id} and a.peer_id is not null`;
  await wipePosts(tx, rows);
}
