import { createHash } from "node:crypto";
import ipaddr from "ipaddr.js";
import type { NodeContext } from "../context.ts";
import { refuse } from "../refusal.ts";

/** How many tries within how many minutes. */
export interface Limit {
  readonly name: string;
  readonly most: number;
  readonly minutes: number;
}

/** Security §1.3.8. Tries of an address count only when they fail, for a whole council sits behind one address. */
export const SIGN_IN_ACCOUNT: Limit = { name: "sign-in account", most: 5, minutes: 15 };
export const SIGN_IN_ADDRESS: Limit = { name: "sign-in address", most: 20, minutes: 15 };
export const SIGN_IN_NODE: Limit = { name: "sign-in node", most: 100, minutes: 1 };
export const MAIL_ADDRESS: Limit = { name: "mail address", most: 20, minutes: 15 };
export const MAIL_RECIPIENT: Limit = { name: "mail recipient", most: 5, minutes: 60 };
export const INVITATIONS: Limit = { name: "invitations", most: 50, minutes: 24 * 60 };

/**
 * Takes one try of `whose` (an account, an address); exactly `most` of any number at once get one. Refuses `too-many`
 * with `until`. Runs outside the transaction of the act, so that a refused act still counts.
 */
export async function takeTry(ctx: NodeContext, limit: Limit, whose: string): Promise<void> {
  const now = ctx.clock.now();
  const key = keyOf(limit, whose);
  const end = new Date(now.getTime() + limit.minutes * 60_000);
  const [taken] = await ctx.sql`
    insert into login_attempts as a (key, count, until) values (${key}, 1, ${end})
    on conflict (key) do update set
      count = case when a.until <= ${now} then 1 else a.count + 1 end,
      until = case when a.until <= ${now} then excluded.until else a.until end
    where (a.wait_until is null or a.wait_until <= ${now}) and (a.until <= ${now} or a.count < ${limit.most})
    returning count`;
  if (!taken) refuse("too-many", { until: (await freeFrom(ctx, key, limit)).toISOString() });
}

async function freeFrom(ctx: NodeContext, key: string, limit: Limit): Promise<Date> {
  const [row] = await ctx.sql<{ from: Date | null }[]>`
    select greatest(wait_until, case when count >= ${limit.most} then until end) as "from"
    from login_attempts where key = ${key}`;
  return row?.from ?? ctx.clock.now();
}

/** Gives a try back: it did not fail. */
export async function returnTry(ctx: NodeContext, limit: Limit, whose: string): Promise<void> {
  await ctx.sql`update login_attempts set count = greatest(count - 1, 0) where key = ${keyOf(limit, whose)}`;
}

/**
 * Notes a failure. Five in a row cost no wait beyond the limit; from the sixth on the next try waits 1, 2, 4, 8, then
 * always 15 minutes. Nobody is locked out for good.
 */
export async function noteFailure(ctx: NodeContext, limit: Limit, whose: string): Promise<void> {
  const now = ctx.clock.now();
  await ctx.sql`
    update login_attempts set failures = failures + 1, wait_until = case when failures + 1 <= ${limit.most} then null
      else ${now}::timestamptz + least(power(2, least(failures - ${limit.most}, 4)), 15) * interval '1 minute' end
    where key = ${keyOf(limit, whose)}`;
}

/** Forgets failures: the right password was given. */
export async function clearTries(ctx: NodeContext, limit: Limit, whose: string): Promise<void> {
  await ctx.sql`delete from login_attempts where key = ${keyOf(limit, whose)}`;
}

/** Removes counters that have been quiet for a day; a scheduled job calls it. */
export async function sweepTries(ctx: NodeContext): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - 86_400_000);
  await ctx.sql`delete from login_attempts where until < ${before} and (wait_until is null or wait_until < ${before})`;
}

/** What one visitor is counted as: an IPv4 address, or the /64 network of an IPv6 one. Unknown ones share a counter. */
export function networkOf(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const network = parsed.toByteArray().slice(0, 8);
  return Buffer.from(network).toString("hex");
}

/** People and addresses stand in the table as hashes: a copy of it names nobody at sight. */
function keyOf(limit: Limit, whose: string): string {
  return `${limit.name}:${createHash("sha256").update(whose).digest("base64url")}`;
}
