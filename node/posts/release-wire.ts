import type { AnyContext } from "../context.ts";

/** A release as the nodes of the source's members are told of it. */
export interface ReleaseTold {
  readonly releaseIri: string;
  /** The posts it was made of. */
  readonly sources: readonly string[];
  readonly groupIri: string;
  readonly byIri: string;
  readonly reason: string;
  readonly made: Date;
}

/** The release that an item is, for the letter about it; null where the item or its decision is gone. */
export async function findRelease(ctx: AnyContext, releaseIri: string): Promise<ReleaseTold | null> {
  const [row] = await ctx.sql<ReleaseTold[]>`
    select p.iri as "releaseIri", a.iri as "byIri", x.reason, x.made, min(g.iri) as "groupIri",
      array_agg(sp.iri order by sp.id) as sources
    from posts p join post_releases x on x.post_id = p.id join actors a on a.id = p.author_id
    join release_sources s on s.release_iri = p.iri join posts sp on sp.id = s.source_id
    join communities c on c.id = sp.community_id join actors g on g.id = c.actor_id
    where p.iri = ${releaseIri} group by p.iri, a.iri, x.reason, x.made`;
  return row ?? null;
}
