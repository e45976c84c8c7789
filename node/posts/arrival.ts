import type { WriteContext } from "../context.ts";
import { uuidIn } from "../iris.ts";

/** What is known here of a post that comes from elsewhere, before it is written. */
export interface Arrival {
  /** It is here already. */
  readonly known: boolean;
  /** It was deleted for good before it came. */
  readonly gone: boolean;
  /** The community removed it, before it came or since. */
  readonly removed: boolean;
  /** Replies that came before it wait for it. */
  readonly awaited: boolean;
  /** The row id in its IRI, where it has one that nothing else here has. */
  readonly id: string | null;
}

export interface Arriving {
  readonly iri: string;
  readonly authorIri: string;
  readonly community: { readonly id: string; readonly iri: string };
  /** A first post has a thread that replies may have named. */
  readonly first: boolean;
}

/** Looks up all of it in one statement. */
export async function arrivalOf(tx: WriteContext, arriving: Arriving): Promise<Arrival> {
  const { iri, authorIri, community } = arriving;
  const id = uuidIn(iri);
  const threadIri = arriving.first ? tx.iris.thread(community.iri, iri) : null;
  const [row] = await tx.sql<(Omit<Arrival, "id"> & { taken: boolean })[]>`
    select p.id is not null as known, exists (select 1 from posts where id = ${id}) as taken,
      exists (select 1 from tombstones where iri = ${iri}
        and (author_iri = ${authorIri} or (author_iri is null and community_id = ${community.id}))) as gone,
      coalesce(p.state = 'removed', exists (select 1 from tombstones
        where iri = ${iri} and community_id = ${community.id} and author_iri is null)) as removed,
      exists (select 1 from posts where parent_iri = ${iri} and parent_id is null and community_id = ${community.id})
        or exists (select 1 from posts where community_id = ${community.id} and root_id is null and kind = 'reply'
          and context_iri = ${threadIri}) as awaited
    from (select 1) one left join posts p on p.iri = ${iri}`;
  if (!row) throw new Error("PostgreSQL gave no row.");
  const { taken, ...arrival } = row;
  return { ...arrival, id: taken ? null : id };
}

/**
 * Of two letters about the same new post, its Create and its Delete, or about a post and its reply, one is taken after
 * the other, so that neither overlooks what the other did. Held to COMMIT; before the posts are looked for. All of them
 * are named at once, and are taken in the same order by everyone.
 */
export async function oneAfterAnother(tx: WriteContext, ...iris: readonly (string | null)[]): Promise<void> {
  const names = [...new Set(iris.filter((iri) => iri !== null))].map((iri) => `post:${iri}`);
  await tx.sql`select pg_advisory_xact_lock(key)
    from (select distinct hashtextextended(name, 0) as key from unnest(${names}::text[]) name order by 1) keys`;
}
