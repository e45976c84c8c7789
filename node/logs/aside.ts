import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { type LogHead, markApplied } from "./applied.ts";

const HOUR_MS = 3_600_000;
const LONGEST_WAIT_MS = 24 * HOUR_MS;
/** So many are remembered for one community: whoever runs it may log as much as they like of what nobody can take. */
const MOST_ASIDE = 1_000;

/**
 * An entry that this node failed on time and again is asked for no more until an hour has passed, then two, up to a day;
 * delivered again, it is taken (A60, R18).
 */
export async function setEntryAside(tx: WriteContext, { seq, ...log }: LogHead): Promise<void> {
  const [earlier] = await tx.sql<{ times: number; all: number }[]>`
    select coalesce(max(times) filter (where epoch = ${log.epoch} and seq = ${seq}), 0) as times, count(*)::int as all
    from entries_set_aside where community_id = ${log.communityId}`;
  const times = earlier?.times ?? 0;
  await markApplied(tx, log, [seq]);
  if (times === 0 && (earlier?.all ?? 0) >= MOST_ASIDE) return;
  const wait = Math.min(LONGEST_WAIT_MS, HOUR_MS * 2 ** Math.min(times, 5));
  await tx.sql`insert into entries_set_aside (community_id, epoch, seq, times, again)
    values (${log.communityId}, ${log.epoch}, ${seq}, ${times + 1}, ${new Date(tx.now.getTime() + wait)})
    on conflict (community_id, epoch, seq) do update set times = excluded.times, again = excluded.again`;
}

/**
 * Entries that were set aside count as lacking again, and are read: those whose time has come; all when a node starts,
 * which a new release may have made able to take them; or all of one node, where its administrator says so. Returns how
 * many.
 */
export function takeAsideAgain(
  ctx: NodeContext,
  which: "due" | "all" | { readonly origin: string },
): Promise<number> {
  return inTransaction(ctx, (tx) => lackAgain(tx, which));
}

/** As `takeAsideAgain`, in a transaction. */
export async function lackAgain(
  tx: WriteContext,
  which: Parameters<typeof takeAsideAgain>[1],
): Promise<number> {
  const { sql } = tx;
  const origin = typeof which === "object" ? which.origin : null;
  const [row] = await sql<{ n: number }[]>`
    with due as (
      update entries_set_aside s set again = ${new Date(tx.now.getTime() + HOUR_MS)}
      from communities c join actors g on g.id = c.actor_id join peers p on p.id = g.peer_id
      where c.id = s.community_id and c.epoch = s.epoch and (${which !== "due"} or s.again <= ${tx.now})
        and (${origin}::text is null or p.origin = ${origin})
      returning s.community_id, s.seq),
    lacking as (
      update communities c set applied = c.applied - d.seqs
      from (select community_id, range_agg(int8range(seq, seq, '[]')) as seqs from due group by community_id) d
      where c.id = d.community_id),
    spent as (delete from entries_set_aside s using communities c where c.id = s.community_id and c.epoch <> s.epoch)
    select count(*)::int as n from due`;
  const n = row?.n ?? 0;
  if (n > 0) tx.afterCommit(() => tx.wake("changes"));
  return n;
}
