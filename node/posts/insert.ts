import type { WriteContext } from "../context.ts";
import type { PostContent } from "./content.ts";
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

/** Writes the rows of a new post: itself, its first version, whom it names. */
export async function insertPost(tx: WriteContext, row: Insert): Promise<void> {
  const { content } = row;
  const received = content.received;
  const published = received && received.published < tx.now ? received.published : tx.now;
  // What was changed before it came here is a later version of what was published.
  const made =
    received?.updated && received.updated > published ? earlier(received.updated, tx.now) : published;
  await tx.sql`
    with post as (insert into posts (id, iri, community_id, author_id, root_id, parent_id, parent_iri, kind, title, source, html, summary, lang,
      lang_source, themes, hashtags, state, seq, raw, content_hash, submission, url, context_iri, published, updated, received, last_reply)
    values (${row.id}, ${row.iri}, ${content.communityId}, ${row.authorId},
      ${content.kind === "reply" ? row.place.rootId : row.id}, ${row.place.parentId}, ${row.place.parentIri}, ${content.kind},
      ${content.title}, ${content.source}, ${content.html}, ${content.summary}, ${content.lang}, ${content.langSource},
      ${[...content.themes]}, ${[...content.hashtags]}, ${row.state}, ${row.seq}, ${received ? Buffer.from(received.raw) : null}, ${received ? Buffer.from(received.hash) : null},
      ${content.submission}, ${received?.url ?? null}, ${received?.contextIri ?? null}, ${published}, ${received?.updated ?? null},
      ${tx.now}, ${content.kind === "reply" ? null : published}) returning id, title, source, html)
    insert into post_revisions (post_id, number, title, source, html, made)
    select id, 1, title, source, html, ${made} from post`;
  if (content.mentions.length > 0) await writeMentions(tx, row.id, content.mentions);
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
