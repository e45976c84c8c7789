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

export interface LogRow {
  readonly seq: number;
  readonly epoch: string;
  readonly announceIri: string;
  readonly activityIri: string;
  readonly objectIri: string | null;
  readonly prevIri: string | null;
  readonly state: "live" | "spent";
  readonly private: boolean;
  readonly type: string;
  readonly published: Date;
}

/** Entries of a local community's log: above `after` oldest first, or below `before` newest first. */
export async function listLog(
  ctx: AnyContext,
  communityId: string,
  from: { after: number } | { before: number },
  limit: number,
): Promise<readonly LogRow[]> {
  const { sql } = ctx;
  const range = "after" in from ? sql`e.seq > ${from.after}` : sql`e.seq < ${from.before}`;
  const order = "after" in from ? sql`e.seq` : sql`e.seq desc`;
  return sql<LogRow[]>`
    select e.seq, e.epoch, e.announce_iri as "announceIri", e.activity_iri as "activityIri", e.object_iri as "objectIri", e.state, e.private, e.type, e.published,
      (select b.announce_iri from log_entries b where b.community_id = e.community_id and b.epoch = e.epoch and b.seq = e.seq - 1) as "prevIri"
    from log_entries e join communities c on c.id = e.community_id and c.epoch = e.epoch
    where e.community_id = ${communityId} and ${range} order by ${order} limit ${limit}`;
}

/** The entry that an Announce stands for, or null for an unlogged one. */
export async function findLogEntry(ctx: AnyContext, announceIri: string): Promise<LogRow | null> {
  const [row] = await ctx.sql<LogRow[]>`
    select e.seq, e.epoch, e.announce_iri as "announceIri", e.activity_iri as "activityIri", e.object_iri as "objectIri", e.state, e.private, e.type, e.published,
      (select b.announce_iri from log_entries b where b.community_id = e.community_id and b.epoch = e.epoch and b.seq = e.seq - 1) as "prevIri"
    from log_entries e where e.announce_iri = ${announceIri}`;
  return row ?? null;
}
