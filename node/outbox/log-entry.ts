import type { AnyContext } from "../context.ts";

/** The live entry of a community's log that carries an object's text now, by the IRI of its Announce; null when none does. */
export async function findCurrentEntry(
  ctx: AnyContext,
  communityId: string,
  objectIri: string,
): Promise<string | null> {
  const [row] = await ctx.sql<{ announce_iri: string }[]>`
    select e.announce_iri from log_entries e join communities c on c.id = e.community_id and c.epoch = e.epoch
    where e.community_id = ${communityId} and e.object_iri = ${objectIri} and e.state = 'live' and e.type in ('Create', 'Update')
    order by e.seq desc limit 1`;
  return row?.announce_iri ?? null;
}
