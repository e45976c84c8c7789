import { recordChange } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { dropFilesOfAll } from "../files/drop.ts";
import { forgetLog } from "../logs/forget.ts";

/**
 * Erases what people of other nodes wrote in a community elsewhere: posts, versions, files, notices, what was kept of its log,
 * and by the record the search entries. Posts of this node's own people stay; of what they answer an empty place stays. All of
 * its log counts as not read: should somebody become a member again, it is brought anew.
 */
export async function eraseHeld(tx: WriteContext, communityId: string): Promise<void> {
  const rows = await tx.sql<{ id: string; iri: string; authorId: string; held: boolean }[]>`
    with recursive own as (
      select p.id, p.parent_id, p.root_id from posts p join actors a on a.id = p.author_id
        where p.community_id = ${communityId} and a.peer_id is null
      union select q.id, q.parent_id, q.root_id from own o join posts q on q.id in (o.parent_id, o.root_id))
    select p.id, p.iri, p.author_id as "authorId", exists (select 1 from own where own.id = p.id) as held
    from posts p join actors a on a.id = p.author_id where p.community_id = ${communityId} and a.peer_id is not null`;
  const all = rows.map(({ id }) => id);
  const places = rows.filter(({ held }) => held).map(({ id }) => id);
  await Promise.all(
    rows.map(({ id, iri, authorId }) =>
      recordChange(tx, {
        kind: "post.erased",
        actorId: authorId,
        communityId,
        subjectId: id,
        subjectIri: iri,
        origin: { road: "here" },
      }),
    ),
  );
  await dropFilesOfAll(tx, all);
  await tx.sql`delete from notices where post_id = any(${all})`;
  await tx.sql`delete from post_revisions where post_id = any(${all})`;
  await tx.sql`delete from mentions where post_id = any(${all})`;
  await tx.sql`delete from useful_marks where post_id = any(${all})`;
  await tx.sql`update posts set accepted_answer_id = null where accepted_answer_id = any(${all})`;
  await tx.sql`update posts set title = '', source = '', html = '', summary = '', raw = null, content_hash = null, hashtags = '{}',
    themes = '{}', url = null, reason = '', lock_reason = '' where id = any(${places})`;
  await tx.sql`delete from posts where id = any(${all}) and id <> all(${places})`;
  await tx.sql`delete from tombstones where community_id = ${communityId}`;
  await forgetLog(tx, communityId);
}
