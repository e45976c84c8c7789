import type { AnyContext } from "../context.ts";

/** What was removed, for a facilitator elsewhere who decides an appeal about it. */
export interface AppealedText {
  readonly postIri: string;
  /** Of the discussion. */
  readonly title: string;
  readonly html: string;
  readonly lang: string;
}

/** Where what an appeal is about is asked for, because the copy here was emptied. */
export interface AppealSource {
  readonly groupIri: string;
  readonly flagIri: string;
  readonly personIri: string;
}

/** The text of a removed post; who may have it is for the caller to ask first. Null where it is not there, or not removed. */
export async function findRemovedText({ sql }: AnyContext, postId: string): Promise<AppealedText | null> {
  const [row] = await sql<AppealedText[]>`
    select p.iri as "postIri", coalesce(root.title, p.title, '') as title, p.html, p.lang
    from posts p left join posts root on root.id = p.root_id where p.id = ${postId} and p.state = 'removed'`;
  return row ?? null;
}
