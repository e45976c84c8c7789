import type { AnyContext } from "../context.ts";
import { type WireFile, wireFilesColumn } from "../files/wire-read.ts";
import type { ReleaseFacts } from "./release-types.ts";
import { rootIdOf } from "./root-id.ts";

export interface PostWords {
  readonly id: string;
  readonly iri: string;
  readonly communityId: string;
  readonly kind: "topic" | "question" | "reply";
  readonly authorIri: string;
  readonly rootIri: string;
  readonly title: string;
  readonly source: string;
  readonly html: string;
  readonly summary: string;
  readonly lang: string;
  readonly themes: readonly string[];
  readonly hashtags: readonly string[];
  readonly mentions: readonly { readonly iri: string; readonly handle: string }[];
  readonly parent: { readonly iri: string; readonly authorIri: string; readonly authorHandle: string } | null;
  readonly files: readonly WireFile[];
  readonly release: ReleaseFacts | null;
  readonly published: Date;
  readonly updated: Date | null;
}

/**
 * A local post as it stood at a revision (null: now), for its object and activities. Null when its text is gone.
 */
export async function findPostWords(
  ctx: AnyContext,
  postIri: string,
  revision: number | null,
): Promise<PostWords | null> {
  const [row] = await ctx.sql<Omit<PostWords, "release">[]>`
    select p.id, p.iri, p.community_id as "communityId", p.kind, a.iri as "authorIri", r.iri as "rootIri", v.title, v.source, v.html,
      p.summary, p.lang, p.themes, p.hashtags, p.published, case when v.number > 1 then v.made end as updated,
      (select coalesce(jsonb_agg(jsonb_build_object('iri', ma.iri, 'handle', ma.handle) order by ma.iri), '[]')
        from mentions m join actors ma on ma.id = m.actor_id where m.post_id = p.id) as mentions, ${wireFilesColumn(ctx.sql, ctx.sql`p.id`)} as files,
      (select jsonb_build_object('iri', q.iri, 'authorIri', qa.iri, 'authorHandle', qa.handle)
        from posts q join actors qa on qa.id = q.author_id where q.id = p.parent_id) as parent
    from posts p join actors a on a.id = p.author_id join posts r on r.id = ${rootIdOf(ctx.sql)}
    join post_revisions v on v.post_id = p.id and v.number = coalesce(${revision}::int, p.revision)
    where p.iri = ${postIri} and p.state not in ('deleted') and a.peer_id is null`;
  return row ? { ...row, release: await releaseOf(ctx, row.id) } : null;
}

async function releaseOf(ctx: AnyContext, postId: string): Promise<ReleaseFacts | null> {
  const [row] = await ctx.sql<
    ReleaseFacts[]
  >`select reason, made from post_releases where post_id = ${postId}`;
  return row ?? null;
}

/**
 * Remembers the hash of a post's form at a revision, for the digests by which two nodes compare what they hold. Of a
 * form that is no longer current nothing is kept: an old activity may be asked for at any time.
 */
export async function keepContentHash(
  ctx: AnyContext,
  form: { postIri: string; revision: number | null; hash: string },
): Promise<void> {
  await ctx.sql`update posts set content_hash = decode(${form.hash}, 'hex')
    where iri = ${form.postIri} and revision = coalesce(${form.revision}::int, revision)`;
}
