import type { AnyContext } from "../context.ts";
import { knownCommunities, readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";

/** What a person looking holds, as the search index knows readers. */
export interface SearchReader {
  /** Numbers of the closed communities they may read. */
  readonly communities: readonly number[];
  readonly councilId: string | null;
  readonly signedIn: boolean;
  /** In which they read pages; Welsh words are looked for in their radical form too. */
  readonly language: "en" | "cy";
}

/** The reader that a viewer is. */
export async function searchReaderOf(ctx: AnyContext, viewer: Viewer): Promise<SearchReader> {
  if (viewer.kind !== "person") return { communities: [], councilId: null, signedIn: false, language: "en" };
  const [row] = await ctx.sql<
    { communities: number[]; council: string | null; language: "en" | "cy" | null }[]
  >`
    select array(select c.number from communities c where c.level in ('closed', 'confidential')
        and c.id in ${readableCommunities(ctx.sql, viewer)}) as communities,
      (select organisation_id from actors where id = ${viewer.actorId}) as council,
      (select language from accounts where actor_id = ${viewer.actorId}) as language`;
  return {
    communities: row?.communities ?? [],
    councilId: row?.council ?? null,
    signedIn: true,
    language: row?.language ?? "en",
  };
}

/** The ids among hits that this viewer may open now: the second lock behind the index (A61, search contract 48). */
export async function readableHits(
  ctx: AnyContext,
  viewer: Viewer,
  hits: {
    readonly posts: readonly string[];
    readonly communities: readonly string[];
    readonly people: readonly string[];
  },
): Promise<ReadonlySet<string>> {
  const { sql } = ctx;
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const rows = await sql<{ id: string }[]>`
    select p.id from posts p where p.id = any(${[...hits.posts]}) and p.community_id in ${readableCommunities(sql, viewer)}
      and (p.state = 'accepted' or (p.state = 'pending' and p.author_id = ${me}))
    union all
    select c.id from communities c where c.id = any(${[...hits.communities]}) and c.id in ${knownCommunities(sql, viewer)}
    union all
    select a.id from actors a where a.id = any(${[...hits.people]}) and a.kind = 'person' and a.deleted is null and (
      a.id = ${me} or a.profile_visibility = 'everyone' or (${me}::uuid is not null and a.profile_visibility = 'network')
      or (a.profile_visibility = 'council' and a.organisation_id = (select organisation_id from actors where id = ${me})))`;
  return new Set(rows.map((row) => row.id));
}
