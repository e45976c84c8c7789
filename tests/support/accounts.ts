import { askToRegister, completeRegistration } from "../../node/accounts/register.ts";
import type { AccountDraft, NewSession, Visitor } from "../../node/accounts/types.ts";
import type { NodeContext } from "../../node/context.ts";
import { Refusal, type RefusalCode } from "../../node/refusal.ts";

export const VISITOR: Visitor = { address: "192.0.2.10", device: "Firefox on Windows" };
export const PASSWORD = "teal harbour lanterns 4";

/** A visitor from an address of their own. */
export function visitorFrom(number: number): Visitor {
  return { address: `198.51.${Math.floor(number / 250)}.${(number % 250) + 1}`, device: "Chrome on Windows" };
}

/** What a new person enters. */
export function draftOf(name: string, draft: Partial<AccountDraft> = {}): AccountDraft {
  return {
    name,
    roleTitle: "Adoption support worker",
    password: PASSWORD,
    organisationId: null,
    language: "en",
    ...draft,
  };
}

export interface SentMail {
  readonly recipient: string;
  readonly kind: string;
  readonly language: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly links: Readonly<Record<string, string>>;
}

/** Mails queued so far, oldest first. */
export async function mailsOf(ctx: NodeContext): Promise<readonly SentMail[]> {
  return ctx.sql<SentMail[]>`select recipient, kind, language, facts, links from mails order by created, id`;
}

/** The secret in the link of the last mail to an address. */
export async function lastLinkTo(ctx: NodeContext, recipient: string): Promise<string> {
  const mails = (await mailsOf(ctx)).filter((mail) => mail.recipient === recipient);
  const link = mails.at(-1)?.links.open;
  if (link === undefined) throw new Error(`No mail with a link went to ${recipient}.`);
  return link.slice(link.lastIndexOf("/") + 1);
}

/** A person of this node who joined by the mail, signed in. */
export async function joinAs(ctx: NodeContext, name: string, email: string): Promise<NewSession> {
  await askToRegister(ctx, { email, language: "en" }, VISITOR);
  return completeRegistration(ctx, await lastLinkTo(ctx, email), draftOf(name), VISITOR);
}

/** The code of the refusal that `work` ends with; throws when it does not refuse. */
export async function refusalOf(work: Promise<unknown>): Promise<RefusalCode> {
  return (await refusalIn(work)).code;
}

/** The refusal that `work` ends with. */
export async function refusalIn(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}
