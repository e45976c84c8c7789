import type { NodeContext } from "../context.ts";
import type { QueuedMail } from "./types.ts";

const LEASE_MINUTES = 3;
const LONGEST_WAIT_MINUTES = 24 * 60;
const GIVE_UP_DAYS = 5;

/** Takes the mail that has been due longest for this process; it comes back by itself if the process dies. */
export async function claimMail(ctx: NodeContext): Promise<QueuedMail | null> {
  const now = ctx.clock.now();
  const [mail] = await ctx.sql<QueuedMail[]>`
    update mails set leased_until = ${minutesAfter(now, LEASE_MINUTES)}, attempts = attempts + 1
    where id = (
      select id from mails where sent is null and failed is null and due <= ${now}
        and (leased_until is null or leased_until <= ${now})
      order by due, id limit 1 for update skip locked)
    returning id, message_id as "messageId", recipient, account_id as "accountId", notice_id as "noticeId", kind, language,
      facts, links, created, expires, attempts`;
  return mail ?? null;
}

/** Puts a mail back untried. */
export async function giveBack(ctx: NodeContext, mail: QueuedMail): Promise<void> {
  await ctx.sql`update mails set leased_until = null, attempts = attempts - 1 where id = ${mail.id} and sent is null`;
}

/** The mail server has it. What it said is no longer needed and goes. */
export async function markSent(ctx: NodeContext, mail: QueuedMail): Promise<void> {
  await ctx.sql`update mails set sent = ${ctx.clock.now()}, leased_until = null, error = null, facts = '{}', links = '{}'
    where id = ${mail.id}`;
}

/** It will not be sent. */
export async function markFailed(ctx: NodeContext, mail: QueuedMail, error: string): Promise<void> {
  await ctx.sql`update mails set failed = ${ctx.clock.now()}, leased_until = null, error = ${error.slice(0, 500)},
    facts = '{}', links = '{}' where id = ${mail.id}`;
}

/** Tried again after 1, 2, 4 … minutes, at most a day apart; after five days it is given up. */
export async function markLater(ctx: NodeContext, mail: QueuedMail, error: string): Promise<void> {
  const now = ctx.clock.now();
  if (now.getTime() - mail.created.getTime() > GIVE_UP_DAYS * 86_400_000) return markFailed(ctx, mail, error);
  const wait = Math.min(LONGEST_WAIT_MINUTES, 2 ** Math.min(mail.attempts - 1, 20));
  await ctx.sql`update mails set due = ${minutesAfter(now, wait)}, leased_until = null, error = ${error.slice(0, 500)}
    where id = ${mail.id}`;
}

function minutesAfter(now: Date, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000);
}
