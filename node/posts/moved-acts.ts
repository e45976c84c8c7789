import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";

/**
 * The community in which a post is now, where its discussion was moved away from the one that is named: what was written before
 * its author's node heard of the move belongs there. Null where it was not moved. Row id.
 */
export async function movedOnTo(
  tx: WriteContext,
  named: CommunityHome,
  postIri: string,
): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    select p.community_id as id from posts p join posts r on r.id = p.root_id
    join thread_moves m on m.root_iri = r.iri and ${named.iri} in (m.from_iri, m.to_iri)
    where p.iri = ${postIri} and p.community_id <> ${named.id} limit 1`;
  return row?.id ?? null;
}

/** The first post of the discussion that a post here is in, by IRI; null where neither is here. */
export async function rootIriOf(tx: WriteContext, postIri: string): Promise<string | null> {
  const [row] = await tx.sql<{ iri: string }[]>`
    select r.iri from posts p join posts r on r.id = p.root_id where p.iri = ${postIri}`;
  return row?.iri ?? null;
}

/** Whether a discussion came into a community from the one that an act in it names. Without a discussion: whether any did. */
export async function cameFrom(
  tx: WriteContext,
  groupIri: string,
  { namedIri, rootIri }: { readonly namedIri: string; readonly rootIri: string | null },
): Promise<boolean> {
  const [row] = await tx.sql`
    select 1 from thread_moves m where m.to_iri = ${groupIri} and (m.root_iri = ${rootIri} or ${rootIri}::text is null)
      and exists (select 1 from thread_moves o where o.root_iri = m.root_iri and ${namedIri} in (o.from_iri, o.to_iri)) limit 1`;
  return row !== undefined;
}
