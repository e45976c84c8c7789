import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { readEmail } from "../councils/email.ts";
import { councilsForDomain } from "../councils/read.ts";
import type { Reader } from "../db/open.ts";
import { recordedOrigin } from "../origin.ts";
import { refuse } from "../refusal.ts";
import { addressChoice } from "../settings/address.ts";
import { createAccount, type Employer, prepareAccount } from "./create.ts";
import { linkFor } from "./links.ts";
import { startSession } from "./sessions.ts";
import { consumeToken, expiryOf, mintToken, peekToken } from "./tokens.ts";
import type { AccountDraft, NewSession, Visitor } from "./types.ts";

/** True until the first account exists. */
export async function isFirstRun(ctx: { readonly sql: Reader }): Promise<boolean> {
  const rows = await ctx.sql`select 1 from accounts limit 1`;
  return rows.length === 0;
}

/**
 * The one-time link that makes its opener the node's administrator, printed at start as long as nobody has an account;
 * null afterwards. Each call replaces the link before.
 */
export async function administratorLink(ctx: NodeContext): Promise<string | null> {
  if (!(await isFirstRun(ctx))) return null;
  return inTransaction(ctx, async (tx) => {
    await tx.sql`delete from tokens where purpose = 'administrator' and used is null`;
    const secret = await mintToken(tx, {
      purpose: "administrator",
      expires: expiryOf("administrator", tx.now),
    });
    return linkFor(tx, "administrator", secret);
  });
}

/** Looks at the first link. Refuses `not-found`, `used`, `expired`. */
export async function checkAdministratorLink(ctx: NodeContext, secret: string): Promise<void> {
  await peekToken(ctx, secret, "administrator");
}

/**
 * Makes the first account, which administers the node, and signs it in. The address of the node must be settled first.
 * An e-mail domain of one council names the employer; of several, the choice counts: who runs the node answers for it.
 * Refuses `wrong-origin` (address not chosen, or another one chosen and not restarted yet), what a registration refuses.
 */
export async function completeFirstAdministrator(
  ctx: NodeContext,
  secret: string,
  draft: AccountDraft & { readonly email: string },
  visitor: Visitor,
): Promise<NewSession> {
  await peekToken(ctx, secret, "administrator");
  if ((await addressChoice(ctx)) === null || (await recordedOrigin(ctx)) !== ctx.iris.origin)
    refuse("wrong-origin");
  const email = readEmail(draft.email) ?? refuse("invalid", { field: "email" });
  const employer = await ownEmployer(ctx, email.domain, draft.organisationId);
  const prepared = await prepareAccount(ctx, draft, [email.address]);
  return inTransaction(ctx, async (tx) => {
    await consumeToken(tx, secret, "administrator");
    await onlyOnce(tx);
    const made = await createAccount(tx, { email: email.address, employer, administrator: true }, prepared);
    await recordAudit(tx, {
      kind: "administrator.made",
      accountId: made.accountId,
      subject: made.accountId,
      address: visitor.address,
    });
    return startSession(tx, { ...made, factors: ["password"] }, visitor);
  });
}

async function ownEmployer(ctx: NodeContext, domain: string, chosen: string | null): Promise<Employer> {
  const councils = await councilsForDomain(ctx, domain);
  const council = councils.length === 1 ? councils[0] : councils.find(({ id }) => id === chosen);
  if (council) return { kind: "verified", organisationId: council.id };
  return councils.length === 0 ? { kind: "invited" } : refuse("required", { field: "council" });
}

/** Two browsers with two printed links: the second waits here and then finds an account. */
async function onlyOnce(tx: WriteContext): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtext('moothall.first-administrator'))`;
  if (!(await isFirstRun(tx))) refuse("used");
}
