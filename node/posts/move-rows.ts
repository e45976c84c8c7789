import { type Origin, recordChange } from "../changes/record.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { moveFilesAlong } from "../files/move-along.ts";
import type { PostRow } from "./find.ts";

/**
 * A reply and a move of its discussion never cross: replies wait for a move and a move for replies that are being written, so
 * that none stays behind. Held to COMMIT; before the discussion is read.
 */
export async function replyOrMove(tx: WriteContext, which: "reply" | "move"): Promise<void> {
  if (which === "reply")
    await tx.sql`select pg_advisory_xact_lock_shared(hashtextextended('thread moves', 0))`;
  else await tx.sql`select pg_advisory_xact_lock(hashtextextended('thread moves', 0))`;
}

export interface ThreadMove {
  /** The Move. */
  readonly activityIri: string;
  readonly rootIri: string;
  readonly rootId: string | null;
  readonly fromIri: string;
  readonly toIri: string;
  readonly moved: Date;
}

/** Remembers a move. False where it has no effect any more: it is known already, or a newer one is. */
export async function keepMove(tx: WriteContext, move: ThreadMove): Promise<boolean> {
  const [kept] = await tx.sql<{ newest: boolean }[]>`
    insert into thread_moves (activity_iri, root_iri, root_id, from_iri, to_iri, moved)
    values (${move.activityIri}, ${move.rootIri}, ${move.rootId}, ${move.fromIri}, ${move.toIri}, ${move.moved})
    on conflict do nothing returning not exists (
      select 1 from thread_moves m where m.root_iri = ${move.rootIri} and m.moved > ${move.moved}) as newest`;
  return kept?.newest ?? false;
}

export interface Rehoming {
  readonly root: PostRow;
  readonly from: CommunityHome;
  readonly to: CommunityHome;
}

/** That a discussion belongs to the other community now: the id of the change. */
export function recordMoved(tx: WriteContext, { root, from, to }: Rehoming, by: MovedBy): Promise<string> {
  return recordChange(tx, {
    kind: "thread.moved",
    actorId: by.actorId,
    communityId: to.id,
    subjectId: root.id,
    subjectIri: root.iri,
    revision: root.revision,
    facts: { fromId: from.id },
    origin: by.origin,
  });
}

interface MovedBy {
  readonly actorId: string;
  readonly origin: Origin;
}

/**
 * Every post of a discussion, what waits to join it, and what is open about it belong to the other community from now on. It is
 * pinned there by nobody yet. A copy has no numbers in the other log until that is read.
 */
export async function rehome(tx: WriteContext, { root, from, to }: Rehoming): Promise<void> {
  const there = tx.iris.thread(to.iri, root.iri);
  await tx.sql`update posts set community_id = ${to.id}, pinned = null, seq = ${to.local ? tx.sql`seq` : null},
      context_iri = case when context_iri is null then null else ${there} end
    where root_id = ${root.id} or id = ${root.id} or (root_id is null and community_id = ${from.id}
      and context_iri = ${tx.iris.thread(from.iri, root.iri)})`;
  const posts = await tx.sql<
    { id: string; iri: string }[]
  >`select id, iri from posts where root_id = ${root.id}`;
  const ids = posts.map(({ id }) => id);
  await moveFilesAlong(tx, ids, to.id);
  await tx.sql`update reports set community_id = ${to.id} where post_id = any(${ids}) and state = 'open'`;
  await tx.sql`update appeals set community_id = ${to.id} where post_id = any(${ids}) and state = 'open'`;
  await tx.sql`update notices set community_id = ${to.id} where post_id = any(${ids})`;
  await tx.sql`update activities set community_id = ${to.id} where community_id = ${from.id}
    and type in ('Create', 'Update', 'Delete') and object_iri = any(${posts.map(({ iri }) => iri)})`;
  await tx.sql`update communities set first_post = coalesce(first_post, ${tx.now}) where id = ${to.id}`;
}
