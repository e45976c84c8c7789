import type { WriteContext } from "../context.ts";
import type { PostContent } from "./content.ts";
import type { PostRow } from "./find.ts";
import { writeMentions } from "./mentions.ts";

/** A post that is about to be written, and its place in its thread. */
export interface Insert {
  readonly id: string;
  readonly iri: string;
  readonly state: "accepted" | "pending" | "held";
  readonly seq: number | null;
  readonly authorId: string;
  readonly content: PostContent;
  readonly place: {
    readonly rootId: string | null;
    readonly parentId: string | null;
    readonly parentIri: string | null;
  };
}

/** A post as it was written; who its author is, the caller knows. */
export type InsertedPost = Omit<PostRow, "authorIri" | "authorLocal">;

/** Writes the rows of a new post: itself, its first version, whom it names. */
export async function insertPost(tx: WriteContext, row: Insert): Promise<InsertedPost> {
  const { content } = row;
  const received = content.received;
  const published = received && received.published < tx.now ? received.published : tx.now;
  // What was changed before it came here is a later version of what was published.
  const made =
    received?.updated && received.updated > published ? earlier(received.updated, tx.now) : published;
  const [post] = await tx.sql<InsertedPost[]>`
    with post as (insert into posts (id, iri, community_id, author_id, root_id, parent_id, parent_iri, kind, title, source, html, summary, lang,
      lang_source, themes, hashtags, state, seq, raw, content_hash, submission, url, context_iri, published, updated, received, last_reply, closed)
    values (${row.id}, ${row.iri}, ${content.communityId}, ${row.authorId},
      ${content.kind === "reply" ? row.place.rootId : row.id}, ${row.place.parentId}, ${row.place.parentIri}, ${content.kind},
      ${content.title}, ${content.source}, ${content.html}, ${content.summary}, ${content.lang}, ${content.langSource},
      ${[...content.themes]}, ${[...content.hashtags]}, ${row.state}, ${row.seq}, ${received ? Buffer.from(received.raw) : null}, ${received ? Buffer.from(received.hash) : null},
      ${content.submission}, ${received?.url ?? null}, ${received?.contextIri ?? null}, ${published}, ${received?.updated ?? null},
      ${tx.now}, ${content.kind === "reply" ? null : published},
      (select closed from communities where id = ${content.communityId})) returning *),
    first_version as (insert into post_revisions (post_id, number, title, source, html, made)
      select id, 1, title, source, html, ${made} from post)
    select id, iri, community_id as "communityId", author_id as "authorId", root_id as "rootId", parent_id as "parentId", kind,
      title, source, html, lang, lang_source as "langSource", themes, revision, state, seq, published, updated, locked, pinned,
      accepted_answer_id as "acceptedAnswerId" from post`;
  if (!post) throw new Error("A post was not written.");
  if (content.release)
    await tx.sql`insert into post_releases (post_id, reason, made) values (${row.id}, ${content.release.reason}, ${content.release.made})`;
  if (content.mentions.length > 0) await writeMentions(tx, row.id, content.mentions);
  return post;
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
