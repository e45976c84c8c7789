import type { NodeContext } from "../context.ts";
import { isDatabaseAway } from "../db/open.ts";
import { type Loop, startLoop } from "../jobs/loop.ts";
import { logOf } from "../log.ts";
import type { OutgoingMail } from "../ports.ts";
import { Outage, Refusal } from "../refusal.ts";
import { headersOf } from "./headers.ts";
import { MailRejected } from "./mailer.ts";
import { claimMail, giveBack, markFailed, markLater, markSent } from "./queue-rows.ts";
import { renderMail } from "./render.ts";
import { LATE_MAILS, type LateMail, type MailContent, type QueuedMail } from "./types.ts";
import { unsubscribeKey, unsubscribeToken } from "./unsubscribe.ts";

/**
 * Looks up what a mail says, at the moment it leaves: the right to read it is asked again. Null when there is nothing
 * left to say (deleted, left the community, already decided).
 */
export type MailLoader = (ctx: NodeContext, mail: QueuedMail) => Promise<MailContent | null>;

export interface Mails {
  /** Sends what is due, a few at once; returns how many mails were done with. */
  run(): Promise<number>;
  /** Sends everything that is due now; returns how many mails were done with. */
  drain(): Promise<number>;
  /** Sends until `stop`; `wake` makes it look at once. */
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

/** Mails handed over side by side. */
const AT_ONCE = 3;
const LONGEST_PAUSE_SECONDS = 300;

/**
 * The worker over the queue of mails. A mail leaves at least once: if the process dies between handing it over and
 * noting that, it is sent once more after three minutes with the same Message-ID. A mail server that is away pauses
 * everything (15 s to 5 min); a mail that it does not take now is tried again, at last once a day for five days; one
 * that it refuses (5xx) is final.
 */
export function openMails(ctx: NodeContext, loaders: Readonly<Record<LateMail, MailLoader>>): Mails {
  return new MailQueue({ ctx, loaders });
}

class MailQueue implements Mails {
  readonly #sending: Sending;
  #loop: Loop | null = null;
  #outages = 0;
  #pausedUntil = 0;

  constructor(sending: Sending) {
    this.#sending = sending;
  }

  async run(): Promise<number> {
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => this.#sendNext()));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    return ends.filter((end) => end.status === "fulfilled" && end.value).length;
  }

  async drain(): Promise<number> {
    let total = 0;
    for (let done = await this.run(); done > 0; done = await this.run()) total += done;
    return total;
  }

  start(): void {
    this.#loop ??= startLoop({
      everySeconds: 2,
      log: logOf("mail"),
      run: async () => (await this.run()) > 0,
    });
  }

  wake(): void {
    this.#loop?.wake();
  }

  async stop(): Promise<void> {
    await this.#loop?.stop();
    this.#loop = null;
  }

  /** True when a mail was done with. */
  async #sendNext(): Promise<boolean> {
    const { ctx } = this.#sending;
    if (ctx.clock.now().getTime() < this.#pausedUntil) return false;
    const mail = await claimMail(ctx);
    if (!mail) return false;
    try {
      await sendOne(this.#sending, mail);
      this.#outages = 0;
      return true;
    } catch (error) {
      if (!(error instanceof Outage)) throw error;
      await giveBack(ctx, mail);
      this.#pauseFor(error);
      return false;
    }
  }

  #pauseFor(error: Outage): void {
    const now = this.#sending.ctx.clock.now().getTime();
    if (now < this.#pausedUntil) return;
    this.#pausedUntil =
      now + Math.min(LONGEST_PAUSE_SECONDS, error.retryAfterSeconds * 2 ** this.#outages) * 1000;
    this.#outages++;
    logOf("mail").warn("The mail server is away; mails wait: {error}", { error });
  }
}

interface Sending {
  readonly ctx: NodeContext;
  readonly loaders: Readonly<Record<LateMail, MailLoader>>;
}

/** Throws Outage when the mail server is away; every other end is noted on the mail. */
async function sendOne(sending: Sending, mail: QueuedMail): Promise<void> {
  const { ctx } = sending;
  try {
    const outgoing = await compose(sending, mail);
    if (typeof outgoing === "string") {
      ctx.metrics.mail("withdrawn");
      return await markFailed(ctx, mail, outgoing);
    }
    await ctx.ports.mail.send(outgoing);
  } catch (error) {
    if (error instanceof Outage) ctx.metrics.mail("away");
    if (error instanceof Outage || isDatabaseAway(error)) throw error;
    const text = error instanceof Error ? error.message : String(error);
    const final = error instanceof MailRejected || error instanceof Refusal;
    logOf("mail").warn("A mail was not taken: {error}", { id: mail.id, final, error: text });
    ctx.metrics.mail(final ? "refused" : "later");
    return final ? await markFailed(ctx, mail, text) : await markLater(ctx, mail, text);
  }
  ctx.metrics.mail("sent");
  await markSent(ctx, mail);
}

async function compose({ ctx, loaders }: Sending, mail: QueuedMail): Promise<OutgoingMail | string> {
  if (mail.expires && mail.expires <= ctx.clock.now()) return "expired";
  const content = isLate(mail.kind) ? await loaders[mail.kind](ctx, mail) : accountMail(mail);
  if (content === null) return "withdrawn";
  const { origin, nodeName } = ctx.config;
  const stopLink = content.unsubscribe
    ? `${origin}/unsubscribe/${unsubscribeToken(await unsubscribeKey(ctx.sql), content.unsubscribe)}`
    : null;
  const how = { language: mail.language, place: { site: nodeName, origin }, stopLink };
  return {
    messageId: mail.messageId,
    to: mail.recipient,
    ...renderMail(content, how),
    headers: headersOf(content, { origin, language: mail.language, stopLink }),
  };
}

function accountMail(mail: QueuedMail): MailContent {
  const facts = Object.entries(mail.facts).filter(
    (entry): entry is [string, string | number] =>
      typeof entry[1] === "string" || typeof entry[1] === "number",
  );
  const { quote, ...rest } = Object.fromEntries(facts);
  return { text: mail.kind, facts: rest, open: mail.links.open ?? null, quote: quote ? String(quote) : null };
}

function isLate(kind: QueuedMail["kind"]): kind is LateMail {
  return LATE_MAILS.some((late) => late === kind);
}
