import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { type Email, readEmail } from "../councils/email.ts";
import { councilsForDomain, findCouncil } from "../councils/read.ts";
import { queueMail } from "../mail/queue.ts";
import { Refusal, refuse } from "../refusal.ts";
import { createAccount, type Employer, employerOf, prepareAccount } from "./create.ts";
import { INVITATIONS, MAIL_RECIPIENT, takeTry } from "./limits.ts";
import { linkFor } from "./links.ts";
import { startSession } from "./sessions.ts";
import { consumeToken, expiryOf, mintToken, peekToken, type Token } from "./tokens.ts";
import type { AccountDraft, Admission, Language, NewSession, Visitor } from "./types.ts";

export interface InvitationOrder {
  readonly emails: readonly string[];
  /** An administrator may vouch for a council; null otherwise. */
  readonly organisationId: string | null;
  readonly language: Language;
}

export interface InvitationResult {
  readonly email: string;
  /** Null: sent. */
  readonly refused: Refusal | null;
}

export const MOST_AT_ONCE = 50;

/**
 * A member or an administrator invites people by address; each gets a mail of their own. The answer for someone who has
 * an account is the same as for others. Refuses `not-allowed` (naming a council as a member), `required`, `too-many`;
 * what is wrong with one address stands in its result.
 */
export async function invitePeople(
  ctx: NodeContext,
  accountId: string,
  order: InvitationOrder,
): Promise<readonly InvitationResult[]> {
  const inviter = await findInviter(ctx, accountId);
  if (order.emails.length === 0) refuse("required", { field: "emails" });
  if (order.emails.length > MOST_AT_ONCE)
    refuse("too-many", { field: "emails", reason: "at-once", most: MOST_AT_ONCE });
  if (order.organisationId !== null) {
    if (!inviter.administrator) refuse("not-allowed");
    await findCouncil(ctx, order.organisationId);
  }
  const results: InvitationResult[] = [];
  for (const email of new Set(order.emails))
    results.push({ email, refused: await tryInvite(ctx, inviter, email, order) });
  return results;
}

interface Inviter {
  readonly id: string;
  readonly name: string;
  readonly administrator: boolean;
}

async function findInviter(ctx: NodeContext, accountId: string): Promise<Inviter> {
  const [row] = await ctx.sql<Inviter[]>`
    select c.id, a.name, c.administrator from accounts c join actors a on a.id = c.actor_id
    where c.id = ${accountId} and c.disabled is null`;
  return row ?? refuse("not-allowed");
}

async function tryInvite(
  ctx: NodeContext,
  inviter: Inviter,
  typed: string,
  order: InvitationOrder,
): Promise<Refusal | null> {
  try {
    const email = readEmail(typed) ?? refuse("invalid", { field: "emails", value: typed });
    await refuseOthersCouncil(ctx, email);
    await takeTry(ctx, INVITATIONS, inviter.id);
    await takeTry(ctx, MAIL_RECIPIENT, email.address);
    await inTransaction(ctx, (tx) => sendInvitation(tx, inviter, email, order));
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** One person, one account: whose council has a connected site of its own makes it there (fact `home`). */
async function refuseOthersCouncil(ctx: NodeContext, { address, domain }: Email): Promise<void> {
  const [own] = await councilsForDomain(ctx, domain);
  if (own) return;
  const peers = await ctx.sql<{ name: string }[]>`
    select coalesce(nullif(name, ''), origin) as name from peers
    where state = 'accepted' and delivery_class = 'profile' and ${domain} = any(mail_domains) limit 2`;
  const [only] = peers;
  if (only && peers.length === 1)
    refuse("wrong-council", { field: "emails", home: only.name, value: address });
}

async function sendInvitation(
  tx: WriteContext,
  inviter: Inviter,
  email: Email,
  order: InvitationOrder,
): Promise<void> {
  const expires = expiryOf("invite", tx.now);
  const facts = { organisationId: order.organisationId, language: order.language };
  const [known] = await tx.sql<{ id: string }[]>`select id from accounts where email = ${email.address}`;
  const secret = await mintToken(tx, {
    purpose: "invite",
    email: email.address,
    accountId: inviter.id,
    facts,
    expires,
  });
  const mail = known
    ? { kind: "register-known" as const, accountId: known.id, links: { open: `${tx.iris.origin}/sign-in` } }
    : {
        kind: "invite" as const,
        facts: { who: inviter.name },
        links: { open: linkFor(tx, "invite", secret) },
        expires,
      };
  await queueMail(tx, { to: email.address, language: order.language, ...mail });
  await recordAudit(tx, { kind: "invitation.sent", accountId: inviter.id });
}

/** What the page of an invitation shows. Refuses `not-found`, `used`, `expired`. */
export async function findInvitation(ctx: NodeContext, secret: string): Promise<Admission> {
  const { email, councils, inviter, expires } = await admissionOf(
    ctx,
    await peekToken(ctx, secret, "invite"),
  );
  return { email, councils, invitedBy: inviter.name, next: null, expires };
}

/**
 * Makes the account of an invitation and signs the person in. An address of a council's domain proves the employer as
 * in a registration; a council named by the inviting administrator is taken at their word; else the employer stays
 * unverified and the inviter is named. Refuses as `completeRegistration`.
 */
export async function acceptInvitation(
  ctx: NodeContext,
  secret: string,
  draft: AccountDraft,
  visitor: Visitor,
): Promise<NewSession> {
  const { email, councils, inviter, vouched } = await admissionOf(
    ctx,
    await peekToken(ctx, secret, "invite"),
  );
  const employer: Employer = vouched
    ? { kind: "verified", organisationId: vouched }
    : employerOf(councils, draft.organisationId);
  const prepared = await prepareAccount(ctx, draft, [email, ...councils.map((council) => council.name)]);
  return inTransaction(ctx, async (tx) => {
    await consumeToken(tx, secret, "invite");
    const made = await createAccount(tx, { email, employer, invitedBy: inviter.id }, prepared);
    return startSession(tx, { ...made, factors: ["password"] }, visitor);
  });
}

/** Also someone who has left since: their invitations stay good. */
async function whoInvited(ctx: NodeContext, accountId: string): Promise<{ id: string; name: string }> {
  const [row] = await ctx.sql<{ id: string; name: string }[]>`
    select c.id, a.name from accounts c join actors a on a.id = c.actor_id where c.id = ${accountId}`;
  return row ?? refuse("not-found");
}

async function admissionOf(ctx: NodeContext, token: Token) {
  const email = token.email ?? refuse("not-found");
  const inviter = await whoInvited(ctx, token.accountId ?? refuse("not-found"));
  const vouched = typeof token.facts.organisationId === "string" ? token.facts.organisationId : null;
  const councils =
    vouched === null
      ? await councilsForDomain(ctx, email.slice(email.indexOf("@") + 1))
      : [await findCouncil(ctx, vouched)];
  return { email, inviter, vouched, councils, expires: token.expires };
}
