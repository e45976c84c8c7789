import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";

/** A post as the verbs need it. */
export interface PostRow {
  readonly id: string;
  readonly iri: string;
  readonly communityId: string;
  readonly authorId: string;
  readonly authorIri: string;
  readonly authorLocal: boolean;
  readonly rootId: string | null;
  readonly parentId: string | null;
  readonly kind: "topic" | "question" | "reply";
  readonly title: string;
  readonly source: string;
  readonly html: string;
  readonly lang: string;
  readonly langSource: "guessed" | "stated" | "corrected";
  readonly themes: readonly string[];
  readonly revision: number;
  readonly state: "pending" | "accepted" | "declined" | "removed" | "deleted" | "held";
  readonly seq: number | null;
  readonly published: Date;
  readonly updated: Date | null;
  readonly locked: Date | null;
  readonly pinned: Date | null;
  readonly acceptedAnswerId: string | null;
}

/** True while the words of a post are gone, as after a removal elsewhere: a question may have no text, but a title. */
export function isErased(post: Pick<PostRow, "kind" | "title" | "html">): boolean {
  return post.html === "" && (post.kind === "reply" || post.title === "");
}

/** A post by row id, locked for the transaction when asked; refuses `not-found`. */
export async function postById(sql: Reader, id: string, lock?: "update"): Promise<PostRow> {
  const [row] = await sql<
    PostRow[]
  >`${select(sql)} where p.id = ${id} ${lock ? sql`for update of p` : sql``}`;
  return row ?? refuse("not-found");
}

/** A post by IRI, or null. */
export async function postByIri(sql: Reader, iri: string, lock?: "update"): Promise<PostRow | null> {
  const [row] = await sql<
    PostRow[]
  >`${select(sql)} where p.iri = ${iri} ${lock ? sql`for update of p` : sql``}`;
  return row ?? null;
}

function select(sql: Reader) {
  return sql`select p.id, p.iri, p.community_id as "communityId", p.author_id as "authorId", a.iri as "authorIri",
      a.peer_id is null as "authorLocal", p.root_id as "rootId", p.parent_id as "parentId", p.kind, p.title, p.source, p.html,
      p.lang, p.lang_source as "langSource", p.themes, p.revision, p.state, p.seq, p.published, p.updated, p.locked, p.pinned,
      p.accepted_answer_id as "acceptedAnswerId"
    from posts p join actors a on a.id = p.author_id`;
}
