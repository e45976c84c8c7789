import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { councilsForEmail } from "../councils/for-email.ts";
import { councilsForDomain } from "../councils/read.ts";
import { queueMail } from "../mail/queue.ts";
import { Refusal, refuse } from "../refusal.ts";
import { createAccount, employerOf, prepareAccount } from "./create.ts";
import { MAIL_ADDRESS, MAIL_RECIPIENT, networkOf, takeTry } from "./limits.ts";
import { linkFor } from "./links.ts";
import { startSession } from "./sessions.ts";
import { consumeToken, expiryOf, mintToken, peekToken } from "./tokens.ts";
import type { AccountDraft, Admission, Language, NewSession, Visitor } from "./types.ts";

/**
 * Sends a link to a council address. `next`: path of the page to come back to with the new account, ≤ 500 characters. Someone who has an account already gets a mail that says so; the answer here is
 * the same. Refuses `invalid`, `no-council` (fact `domain`), `too-many`.
 */
export async function askToRegister(
  ctx: NodeContext,
  asked: { readonly email: string; readonly language: Language; readonly next?: string | null },
  visitor: Visitor,
): Promise<void> {
  await takeTry(ctx, MAIL_ADDRESS, networkOf(visitor.address));
  const { email } = await councilsForEmail(ctx, asked.email).catch((error: unknown) =>
    noteRefusal(ctx, error, visitor),
  );
  await takeTry(ctx, MAIL_RECIPIENT, email.address);
  await inTransaction(ctx, async (tx) => {
    const expires = expiryOf("register", tx.now);
    const [known] = await tx.sql<{ id: string }[]>`select id from accounts where email = ${email.address}`;
    // The link is made in both cases, so that both take the same work; for a known address nobody ever sees it.
    const facts = { next: asked.next ?? null };
    const secret = await mintToken(tx, { purpose: "register", email: email.address, facts, expires });
    const mail = known
      ? { kind: "register-known" as const, accountId: known.id, links: { open: `${tx.iris.origin}/sign-in` } }
      : { kind: "register" as const, links: { open: linkFor(tx, "register", secret) }, expires };
    await queueMail(tx, { to: email.address, language: asked.language, ...mail });
    await recordAudit(tx, {
      kind: "registration.asked",
      accountId: known?.id ?? null,
      address: visitor.address,
    });
  });
}

async function noteRefusal(ctx: NodeContext, error: unknown, visitor: Visitor): Promise<never> {
  if (error instanceof Refusal && error.code === "no-council") {
    const facts = { domain: String(error.facts.domain) };
    await recordAudit(ctx, {
      kind: "registration.refused",
      accountId: null,
      facts,
      address: visitor.address,
    });
  }
  throw error;
}

/** What the page of a registration link shows. Refuses `not-found`, `used`, `expired`. */
export async function findRegistration(ctx: NodeContext, secret: string): Promise<Admission> {
  const token = await peekToken(ctx, secret, "register");
  const email = token.email ?? refuse("not-found");
  const councils = await councilsForDomain(ctx, email.slice(email.indexOf("@") + 1));
  if (councils.length === 0) refuse("no-council");
  const next = typeof token.facts.next === "string" ? token.facts.next : null;
  return { email, councils, invitedBy: null, next, expires: token.expires };
}

/**
 * Makes the account of a registration link and signs the person in. Refuses what `findRegistration` refuses,
 * `required`, `too-long`, `weak-password` with the field, `already-exists`.
 */
export async function completeRegistration(
  ctx: NodeContext,
  secret: string,
  draft: AccountDraft,
  visitor: Visitor,
): Promise<NewSession> {
  const { email, councils } = await findRegistration(ctx, secret);
  const employer = employerOf(councils, draft.organisationId);
  const prepared = await prepareAccount(ctx, draft, [email, ...councils.map((council) => council.name)]);
  return inTransaction(ctx, async (tx) => {
    await consumeToken(tx, secret, "register");
    const made = await createAccount(tx, { email, employer }, prepared);
    return startSession(tx, { ...made, factors: ["password"] }, visitor);
  });
}
