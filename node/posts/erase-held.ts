import type { WriteContext } from "../context.ts";
import { forgetLog } from "../logs/forget.ts";
import { type Wiped, wipePosts } from "./wipe.ts";

/**
 * Erases what people of other nodes wrote in a community elsewhere: posts, versions, files, notices, what was kept of its log,
 * and by the record the search entries. Posts of this node's own people stay; of what they answer an empty place stays. All of
 * its log counts as not read: should somebody become a member again, it is brought anew.
 */
export async function eraseHeld(tx: WriteContext, communityId: string): Promise<void> {
  const rows = await tx.sql<Wiped[]>`
    with recursive own as (
      select p.id, p.parent_id, p.root_id from posts p join actors a on a.id = p.author_id
        where p.community_id = ${communityId} and a.peer_id is null
      union select q.id, q.parent_id, q.root_id from own o join posts q on q.id in (o.parent_id, o.root_id))
    select p.id, p.iri, p.author_id as "authorId", p.community_id as "communityId",
      exists (select 1 from own where own.id = p.id) as held
    from posts p join actors a on a.id = p.author_id where p.community_id = ${communityId} and a.peer_id is not null`;
  await wipePosts(tx, rows);
  await tx.sql`delete from tombstones where community_id = ${communityId}`;
  await forgetLog(tx, communityId);
}
