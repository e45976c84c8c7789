import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { readEmail } from "../councils/email.ts";
import { councilsForDomain } from "../councils/read.ts";
import { isDuplicate } from "../db/open.ts";
import { queueMail } from "../mail/queue.ts";
import { personChanged } from "../people/tell-changed.ts";
import { refuse } from "../refusal.ts";
import { MAIL_RECIPIENT, takeTry } from "./limits.ts";
import { linkFor } from "./links.ts";
import { contactFact } from "./mail-facts.ts";
import { endOtherSessions } from "./sessions.ts";
import { proveAgain } from "./sign-in.ts";
import { consumeToken, expiryOf, mintToken, peekToken } from "./tokens.ts";
import type { Language, Session, Visitor } from "./types.ts";

/**
 * A person asks to move their account to another address, proving their password; a link goes to the new one. Refuses
 * `wrong-credentials` (field `current`), `invalid` (field `email`), `too-many`.
 */
export async function askForEmailChange(
  ctx: NodeContext,
  session: Session,
  given: { readonly current: string; readonly email: string },
): Promise<void> {
  const email = readEmail(given.email) ?? refuse("invalid", { field: "email" });
  await proveAgain(ctx, session.accountId, given.current);
  await takeTry(ctx, MAIL_RECIPIENT, email.address);
  await inTransaction(ctx, async (tx) => {
    const expires = expiryOf("email", tx.now);
    const secret = await mintToken(tx, {
      purpose: "email",
      email: email.address,
      accountId: session.accountId,
      expires,
    });
    const [taken] = await tx.sql`select 1 from accounts where email = ${email.address}`;
    const mail = taken
      ? { kind: "register-known" as const, links: { open: `${tx.iris.origin}/sign-in` } }
      : {
          kind: "email-change" as const,
          facts: { name: session.name },
          links: { open: linkFor(tx, "email", secret) },
          expires,
        };
    await queueMail(tx, { to: email.address, language: session.language, ...mail });
  });
}

/** The new address behind a link, for its page. Refuses `not-found`, `used`, `expired`. */
export async function findEmailChange(ctx: NodeContext, secret: string): Promise<{ readonly email: string }> {
  return { email: (await peekToken(ctx, secret, "email")).email ?? refuse("not-found") };
}

/**
 * Moves the account to the new address: the council follows from its domain anew, every session ends, and the
 * old address is told. Refuses `not-found`, `used`, `expired`, `already-exists`.
 */
export function completeEmailChange(ctx: NodeContext, secret: string, visitor: Visitor): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const token = await consumeToken(tx, secret, "email");
    const email = token.email ?? refuse("not-found");
    const [account] = await tx.sql<
      { id: string; actorId: string; old: string; language: Language; organisationId: string | null }[]
    >`
      select c.id, c.actor_id as "actorId", c.email as old, c.language, a.organisation_id as "organisationId"
      from accounts c join actors a on a.id = c.actor_id
      where c.id = ${token.accountId} and c.disabled is null for update of c`;
    if (!account) refuse("not-found");
    await moveAddress(tx, account.id, email);
    await followDomain(tx, account, email);
    await endOtherSessions(tx, account.id, null);
    const facts = { email, contact: contactFact(tx) };
    const { id: accountId, old: to, language } = account;
    await queueMail(tx, { to, accountId, kind: "email-changed", language, facts });
    await recordAudit(tx, { kind: "email.changed", accountId: account.id, address: visitor.address });
  });
}

async function moveAddress(tx: WriteContext, accountId: string, email: string): Promise<void> {
  try {
    await tx.sql.savepoint((sql) => sql`update accounts set email = ${email} where id = ${accountId}`);
  } catch (error) {
    if (isDuplicate(error)) refuse("already-exists", { field: "email" });
    throw error;
  }
}

/** One council with that domain is the employer now; of several, the present one stays if it is among them. */
async function followDomain(
  tx: WriteContext,
  account: { readonly id: string; readonly actorId: string; readonly organisationId: string | null },
  email: string,
): Promise<void> {
  const councils = await councilsForDomain(tx, email.slice(email.indexOf("@") + 1));
  const council =
    councils.length === 1 ? councils[0] : councils.find(({ id }) => id === account.organisationId);
  const employer = council ? "verified" : "invited";
  await tx.sql`update accounts set employer = ${employer}, claimed_organisation_id = null where id = ${account.id}`;
  await tx.sql`update actors set organisation_id = ${council?.id ?? null}, updated = ${tx.now} where id = ${account.actorId}`;
  await personChanged(tx, account.actorId);
}
