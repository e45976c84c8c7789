import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { queueMail } from "../mail/queue.ts";
import type { MailLanguage } from "../mail/types.ts";
import { chooseItems, type DigestItem } from "./digest-items.ts";
import { foldWaiting } from "./fold.ts";
import { firstWorkingDay, isWorkingDay, ukDayAndHour, ukInstant } from "./working-day.ts";

const BATCH = 100;
/** Discussions in one mail. */
const MOST_ITEMS = 12;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * Sends the daily and weekly list to everyone whose hour has come: on working mornings, the weekly one with the
 * first of the week, both as one mail. Each discussion is told of once, nothing is sent when there is nothing, and a
 * list that was late because the mail server was away takes in what waited. Returns how many lists were queued.
 */
export async function sendDigests(ctx: NodeContext, signal?: AbortSignal): Promise<number> {
  const times = digestTimes(ctx.clock.now());
  if (times === null) return 0;
  let sent = 0;
  for (;;) {
    const done = await inTransaction(ctx, (tx) => sendBatch(tx, times));
    sent += done.sent;
    if (done.people < BATCH || signal?.aborted) return sent;
  }
}

export interface DigestTimes {
  /** Hours of the day whose lists are due, with the instants since when. */
  readonly daily: readonly { readonly hour: number; readonly at: Date }[];
  readonly weekly: readonly { readonly hour: number; readonly at: Date }[];
}

/** Which lists are due at an instant, by the hour that people chose; null on a day that nobody works. */
export function digestTimes(now: Date): DigestTimes | null {
  const { day } = ukDayAndHour(now);
  if (!isWorkingDay(day)) return null;
  const first = firstWorkingDay(day) ?? day;
  const passed = (of: string) =>
    HOURS.map((hour) => ({ hour, at: ukInstant(of, hour) })).filter(({ at }) => at <= now);
  return { daily: passed(day), weekly: passed(first) };
}

interface Reader {
  readonly accountId: string;
  readonly actorId: string;
  readonly email: string;
  readonly language: MailLanguage;
  readonly daily: Date | null;
  readonly weekly: Date | null;
  readonly since: Date;
}

async function sendBatch(tx: WriteContext, times: DigestTimes): Promise<{ people: number; sent: number }> {
  const readers = await dueReaders(tx, times);
  let sent = 0;
  for (const reader of readers) {
    const waiting = await foldWaiting(tx, reader.accountId);
    const items = await chooseItems(tx, { ...reader, waiting });
    await rememberTold(tx, reader, items);
    if (items.length > 0) await queueDigest(tx, reader, items);
    if (items.length > 0) sent++;
    const rhythms = [reader.daily && "daily", reader.weekly && "weekly"].filter((rhythm) => rhythm !== null);
    await tx.sql`insert into digests (account_id, period, until, items)
      select ${reader.accountId}, rhythm, ${tx.now}, ${items.length} from unnest(${rhythms}::text[]) as rhythm
      on conflict (account_id, period) do update set until = excluded.until, items = excluded.items`;
  }
  return { people: readers.length, sent };
}

/** People whose hour has come since their last list, locked so that no other process sends to them. */
function dueReaders(tx: WriteContext, times: DigestTimes): Promise<readonly Reader[]> {
  const table = (rows: DigestTimes["daily"]) => tx.sql`unnest(${rows.map((row) => row.hour)}::int[],
    ${rows.map((row) => row.at.toISOString())}::text[]::timestamptz[])`;
  return tx.sql<Reader[]>`
    select acc.id as "accountId", acc.actor_id as "actorId", acc.email, acc.language,
      case when coalesce(last_d.until, '-infinity') < d.at and acc.created < d.at then d.at end as daily,
      case when coalesce(last_w.until, '-infinity') < w.at and acc.created < w.at then w.at end as weekly,
      coalesce(last_w.until, greatest(acc.created, ${aWeekBefore(tx.now)})) as since
    from accounts acc join actors a on a.id = acc.actor_id
    left join ${table(times.daily)} as d (hour, at) on d.hour = acc.digest_hour
    left join ${table(times.weekly)} as w (hour, at) on w.hour = acc.digest_hour
    left join digests last_d on last_d.account_id = acc.id and last_d.period = 'daily'
    left join digests last_w on last_w.account_id = acc.id and last_w.period = 'weekly'
    where acc.disabled is null and a.suspended is null and a.deleted is null
      and ((coalesce(last_d.until, '-infinity') < d.at and acc.created < d.at)
        or (coalesce(last_w.until, '-infinity') < w.at and acc.created < w.at))
    order by acc.id limit ${BATCH} for no key update of acc skip locked`;
}

/** Whatever a list covers counts as told: also what it only counts. */
async function rememberTold(tx: WriteContext, reader: Reader, items: readonly DigestItem[]): Promise<void> {
  if (items.length === 0) return;
  const posts = items.map((item) => item.postId);
  const communities = items.map((item) => item.communityId);
  await tx.sql`insert into notices (account_id, kind, event, community_id, post_id, root_id, listed, created, read)
    select ${reader.accountId}, 'new-post', 'post:' || post_id, community_id, post_id, post_id, false, ${tx.now}, ${tx.now}
    from unnest(${posts}::uuid[], ${communities}::uuid[]) as told (post_id, community_id)
    on conflict (account_id, event) do nothing`;
}

async function queueDigest(tx: WriteContext, reader: Reader, items: readonly DigestItem[]): Promise<void> {
  await queueMail(tx, {
    to: reader.email,
    accountId: reader.accountId,
    kind: "digest",
    language: reader.language,
    facts: {
      items: items.slice(0, MOST_ITEMS).map((item) => item.postId),
      rest: items.slice(MOST_ITEMS).map((item) => item.postId),
      period: reader.weekly === null ? "daily" : "weekly",
    },
  });
}

function aWeekBefore(now: Date): Date {
  return new Date(now.getTime() - 7 * 86_400_000);
}
