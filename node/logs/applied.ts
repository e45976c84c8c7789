import type { NodeContext, WriteContext } from "../context.ts";
import { forgetDecisions } from "./decisions.ts";

/** What this node has of the log of a community elsewhere. */
export interface LogPlace {
  readonly communityId: string;
  readonly iri: string;
  readonly origin: string;
  readonly epoch: string;
  /** Highest number known to exist. */
  readonly seq: number;
  /** Entries at or below it were left out on purpose (newest 90 days only). */
  readonly floor: number;
  /** The highest run of numbers that lack below the number asked for: from `gapFrom`, before `gapTo`; null when none. */
  readonly gapFrom: number | null;
  readonly gapTo: number | null;
  readonly state: "none" | "wanted" | "bringing" | "complete";
  /** Since when somebody here follows or is a member, the node itself included; null when nobody does. */
  readonly following: Date | null;
}

export interface LogHead {
  readonly communityId: string;
  readonly epoch: string;
  readonly seq: number;
}

/** The place of one community's log; null for a local one. Gaps are looked for below `below` (default: everywhere). */
export async function logPlace(
  ctx: NodeContext | WriteContext,
  communityId: string,
  below?: number,
): Promise<LogPlace | null> {
  const [row] = await ctx.sql<
    LogPlace[]
  >`${select(ctx, below)} where c.id = ${communityId} and g.peer_id is not null`;
  return row ?? null;
}

/** Says how far bringing the history of a community has come. */
export async function markHistory(
  ctx: NodeContext,
  communityId: string,
  state: "bringing" | "complete",
): Promise<void> {
  await ctx.sql`update communities set history_state = ${state},
    history_checked = case when ${state} = 'complete' then ${ctx.clock.now()} else history_checked end where id = ${communityId}`;
}

/**
 * A community elsewhere said how far it is, and so who of this node's people are members. People here read a closed one for
 * seven days from then on (profile B-15), by the clock of the database, which the rule and the second lock ask.
 */
export async function noteHome(ctx: NodeContext | WriteContext, groupIri: string): Promise<void> {
  await ctx.sql`update communities c set home_heard = now() from actors g
    where g.id = c.actor_id and g.iri = ${groupIri} and c.closed and g.peer_id is not null`;
}

/** Communities elsewhere that this node follows or has members in: what `cop:sync` is asked for. */
export async function listLogPlaces(
  ctx: NodeContext,
  options: { origin?: string; unfinished?: boolean } = {},
): Promise<readonly LogPlace[]> {
  return ctx.sql<LogPlace[]>`${select(ctx)}
    where g.peer_id is not null and p.state in ('accepted')
      and (${options.origin ?? null}::text is null or p.origin = ${options.origin ?? null})
      and (not ${options.unfinished ?? false} or c.history_state in ('wanted', 'bringing') or gap.run is not null)
      and (exists (select 1 from follows f join actors a on a.id = f.actor_id
          where f.community_id = c.id and f.state = 'active' and a.peer_id is null)
        or exists (select 1 from memberships m join actors a on a.id = m.actor_id
          where m.community_id = c.id and m.state = 'active' and a.peer_id is null))
    order by c.last_activity desc nulls last`;
}

/**
 * Of these entries of one log, the numbers that were not applied before (E-10), those that were set aside among them.
 * Holds the log until the transaction ends.
 */
export async function listUnapplied(
  tx: WriteContext,
  log: Omit<LogHead, "seq">,
  seqs: readonly number[],
): Promise<ReadonlySet<number>> {
  const rows = await tx.sql<{ seq: number }[]>`
    select n.seq from communities c, (select seq::bigint from (values ${tx.sql(seqs.map((seq) => [seq]) as never)}) v (seq)) n
    where c.id = ${log.communityId} and (not (c.epoch = ${log.epoch} and c.applied @> n.seq)
      or exists (select 1 from entries_set_aside s where s.community_id = c.id and s.epoch = ${log.epoch} and s.seq = n.seq))
    for no key update of c`;
  return new Set(rows.map((row) => row.seq));
}

/**
 * Marks entries as applied, in the transaction of their effect. A new epoch begins an empty record of what is
 * applied: the log is then read again from its beginning (profile E-05).
 */
export async function markApplied(
  tx: WriteContext,
  log: Omit<LogHead, "seq">,
  seqs: readonly number[],
): Promise<void> {
  if (seqs.length === 0) return;
  const most = Math.max(...seqs);
  await tx.sql`
    with taken as (delete from entries_set_aside
      where community_id = ${log.communityId} and epoch = ${log.epoch} and seq = any(${[...seqs]}::bigint[]))
    update communities set
      applied = case when epoch = ${log.epoch} then applied else '{}'::int8multirange end
        + (select range_agg(int8range(seq, seq, '[]')) from unnest(${[...seqs]}::bigint[]) n (seq)),
      seq = case when epoch = ${log.epoch} then greatest(seq, ${most}) else ${most} end,
      history_floor = case when epoch = ${log.epoch} then history_floor else 0 end,
      history_state = case when epoch = ${log.epoch} or epoch = '' then history_state else 'wanted' end,
      epoch = ${log.epoch}
    where id = ${log.communityId}`;
}

/**
 * Takes in the head of a log as its Group says it. Where the log has a new epoch, or ends before what was known when it
 * was asked (`asked`), all of it is read again. Entries that came meanwhile are no reason.
 */
export async function learnHead(tx: WriteContext, head: LogHead, asked: LogPlace): Promise<void> {
  const wentBack = head.epoch === asked.epoch && head.seq < asked.seq;
  if (wentBack) await forgetDecisions(tx, head.communityId);
  const again = tx.sql`(${wentBack} or epoch <> ${head.epoch})`;
  await tx.sql`
    update communities set
      applied = case when ${again} then '{}'::int8multirange else applied end,
      history_state = case when ${again} and epoch <> '' then 'wanted' else history_state end,
      history_floor = case when ${again} then 0 else history_floor end,
      seq = case when ${again} then ${head.seq} else greatest(seq, ${head.seq}) end,
      epoch = ${head.epoch}
    where id = ${head.communityId}`;
}

/** An entry was announced that cannot be applied yet: it is known to lack, and is asked for again. */
export async function noteLacking(ctx: NodeContext | WriteContext, head: LogHead): Promise<void> {
  await ctx.sql`update communities set seq = greatest(seq, ${head.seq}) where id = ${head.communityId} and epoch = ${head.epoch}`;
}

/** Everything of a log that is not left out on purpose counts as lacking again, and is read once more. */
export async function forgetApplied(ctx: NodeContext, communityId: string): Promise<void> {
  await ctx.sql`
    update communities set applied = '{}'::int8multirange, history_state = 'wanted' where id = ${communityId}`;
}

/** Entries at or below `floor` are left out on purpose. */
export async function raiseFloor(
  ctx: NodeContext,
  from: { communityId: string; epoch: string; floor: number },
): Promise<void> {
  await ctx.sql`update communities set history_floor = greatest(history_floor, ${from.floor})
    where id = ${from.communityId} and epoch = ${from.epoch}`;
}

function select(ctx: { sql: NodeContext["sql"] | WriteContext["sql"] }, below?: number) {
  return ctx.sql`
    select c.id as "communityId", g.iri, p.origin, c.epoch, c.seq, c.history_floor as floor, c.history_state as state,
      lower(gap.run) as "gapFrom", upper(gap.run) as "gapTo",
      least((select min(f.since) from follows f join actors a on a.id = f.actor_id
          where f.community_id = c.id and f.state = 'active' and a.peer_id is null),
        (select min(m.requested) from memberships m join actors a on a.id = m.actor_id
          where m.community_id = c.id and m.state = 'active' and a.peer_id is null)) as following
    from communities c join actors g on g.id = c.actor_id left join peers p on p.id = g.peer_id
    left join lateral (
      select run from unnest(int8multirange(int8range(c.history_floor + 1,
        greatest(least(c.seq + 1, ${below ?? null}::bigint), c.history_floor + 1))) - c.applied) run
      order by lower(run) desc limit 1) gap on true`;
}
