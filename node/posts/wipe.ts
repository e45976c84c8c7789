import { recordChange } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { dropFilesOfAll } from "../files/drop.ts";

/** A post of somebody elsewhere that is erased here. */
export interface Wiped {
  readonly id: string;
  readonly iri: string;
  readonly authorId: string;
  readonly communityId: string;
  /** Somebody of this node wrote in answer to it, or below it: an empty place stays. */
  readonly held: boolean;
}

/** Erases posts with their versions, files, notices and marks, and by the record their search entries. */
export async function wipePosts(tx: WriteContext, rows: readonly Wiped[]): Promise<void> {
  const all = rows.map(({ id }) => id);
  const places = rows.filter(({ held }) => held).map(({ id }) => id);
  await Promise.all(
    rows.map(({ id, iri, authorId, communityId }) =>
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
}
