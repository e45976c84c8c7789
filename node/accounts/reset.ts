import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { readEmail } from "../councils/email.ts";
import { queueMail } from "../mail/queue.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { tellPasswordChanged } from "./change-password.ts";
import { clearTries, MAIL_ADDRESS, MAIL_RECIPIENT, networkOf, SIGN_IN_ACCOUNT, takeTry } from "./limits.ts";
import { linkFor } from "./links.ts";
import { hashPassword } from "./password.ts";
import { mayBePassword } from "./password-strength.ts";
import { endOtherSessions } from "./sessions.ts";
import { consumeToken, expiryOf, mintToken, peekToken } from "./tokens.ts";
import type { Language, Visitor } from "./types.ts";

/**
 * Sends a link for a new password, good for 15 minutes. An address without an account gets a mail that says so: the
 * answer and the work here are the same. Refuses `invalid` (field `email`), `too-many`.
 */
export async function askForReset(
  ctx: NodeContext,
  asked: { readonly email: string; readonly language: Language },
  visitor: Visitor,
): Promise<void> {
  const email = readEmail(asked.email) ?? refuse("invalid", { field: "email" });
  await takeTry(ctx, MAIL_ADDRESS, networkOf(visitor.address));
  await takeTry(ctx, MAIL_RECIPIENT, email.address);
  await inTransaction(ctx, async (tx) => {
    const expires = expiryOf("reset", tx.now);
    const [known] = await tx.sql<{ id: string; language: Language }[]>`
      select id, language from accounts where email = ${email.address} and disabled is null`;
    const secret = await mintToken(tx, {
      purpose: "reset",
      email: email.address,
      accountId: known?.id ?? null,
      expires,
    });
    const mail = known
      ? {
          kind: "reset" as const,
          accountId: known.id,
          links: { open: linkFor(tx, "reset", secret) },
          expires,
        }
      : { kind: "reset-unknown" as const, links: { open: `${tx.iris.origin}/join` } };
    await queueMail(tx, { to: email.address, language: known?.language ?? asked.language, ...mail });
    await recordAudit(tx, {
      kind: "password.reset-asked",
      accountId: known?.id ?? null,
      address: visitor.address,
    });
  });
}

/** Looks at a reset link without using it. Refuses `not-found`, `used`, `expired`. */
export async function checkResetLink(ctx: NodeContext, secret: string): Promise<void> {
  await accountOf(ctx, secret);
}

/**
 * Sets a new password by a reset link; ends every session of the person and tells them by mail. They sign in anew, so
 * that a second factor is never passed by. Refuses `not-found`, `used`, `expired`, `weak-password` (field `password`).
 */
export async function completeReset(
  ctx: NodeContext,
  secret: string,
  password: string,
  visitor: Visitor,
): Promise<void> {
  const account = await accountOf(ctx, secret);
  refuseUnless(
    mayBePassword(password, [account.email, account.name, account.council ?? "", ctx.config.nodeName]),
  );
  const hash = await hashPassword(ctx, password);
  await inTransaction(ctx, async (tx) => {
    await consumeToken(tx, secret, "reset");
    await tx.sql`update tokens set used = ${tx.now} where account_id = ${account.id} and purpose = 'reset' and used is null`;
    await tx.sql`update accounts set password_hash = ${hash} where id = ${account.id}`;
    await endOtherSessions(tx, account.id, null);
    await tellPasswordChanged(tx, { ...account, accountId: account.id });
    await recordAudit(tx, { kind: "password.reset", accountId: account.id, address: visitor.address });
  });
  await clearTries(ctx, SIGN_IN_ACCOUNT, account.email);
}

interface ResetAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly council: string | null;
}

async function accountOf(ctx: NodeContext, secret: string): Promise<ResetAccount> {
  const token = await peekToken(ctx, secret, "reset");
  const [row] = await ctx.sql<ResetAccount[]>`
    select c.id, c.email, a.name, c.language, o.name as council
    from accounts c join actors a on a.id = c.actor_id left join organisations o on o.id = a.organisation_id
    where c.id = ${token.accountId} and c.disabled is null`;
  return row ?? refuse("not-found");
}
