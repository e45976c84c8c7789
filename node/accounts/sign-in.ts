import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { readEmail } from "../councils/email.ts";
import { Refusal, refuse } from "../refusal.ts";
import {
  clearTries,
  networkOf,
  noteFailure,
  returnTry,
  SIGN_IN_ACCOUNT,
  SIGN_IN_ADDRESS,
  SIGN_IN_NODE,
  takeTry,
} from "./limits.ts";
import { passwordFits } from "./password.ts";
import { startSession } from "./sessions.ts";
import type { NewSession, Visitor } from "./types.ts";

/**
 * Signs a person in. Refuses `wrong-credentials` alike for a wrong password, an unknown address and a closed account,
 * after the same work; `too-many` (fact `until`) beyond the limits of security §1.3.8.
 */
export async function signIn(ctx: NodeContext, given: Given, visitor: Visitor): Promise<NewSession> {
  try {
    const session = await provePassword(ctx, given, visitor);
    ctx.metrics.signIn("accepted");
    return session;
  } catch (error) {
    if (error instanceof Refusal) ctx.metrics.signIn(error.code === "too-many" ? "limited" : "refused");
    throw error;
  }
}

interface Given {
  readonly email: string;
  readonly password: string;
}

async function provePassword(ctx: NodeContext, given: Given, visitor: Visitor): Promise<NewSession> {
  const email = readEmail(given.email)?.address ?? given.email.trim().toLowerCase().slice(0, 254);
  const network = networkOf(visitor.address);
  await takeTry(ctx, SIGN_IN_ADDRESS, network);
  await takeTry(ctx, SIGN_IN_NODE, "node");
  await takeTry(ctx, SIGN_IN_ACCOUNT, email);
  const account = await findAccount(ctx, email);
  const fits = await passwordFits(ctx, account?.hash ?? null, given.password);
  if (!fits || account === null || account.closed) {
    await noteFailure(ctx, SIGN_IN_ACCOUNT, email);
    await recordAudit(ctx, {
      kind: "sign-in.refused",
      accountId: account?.id ?? null,
      address: visitor.address,
    });
    refuse("wrong-credentials");
  }
  await clearTries(ctx, SIGN_IN_ACCOUNT, email);
  await returnTry(ctx, SIGN_IN_ADDRESS, network);
  return inTransaction(ctx, async (tx) => {
    await recordAudit(tx, { kind: "sign-in", accountId: account.id, address: visitor.address });
    return startSession(
      tx,
      { accountId: account.id, actorId: account.actorId, factors: ["password"] },
      visitor,
    );
  });
}

/**
 * Asks a signed-in person for their password again, before something that matters. Counts as a try of the account.
 * Refuses `wrong-credentials` (field `current`), `too-many`.
 */
export async function proveAgain(ctx: NodeContext, accountId: string, password: string): Promise<void> {
  const [account] = await ctx.sql<{ email: string; hash: string | null }[]>`
    select email, password_hash as hash from accounts where id = ${accountId} and disabled is null`;
  if (!account) throw new Refusal("not-signed-in");
  await takeTry(ctx, SIGN_IN_ACCOUNT, account.email);
  if (await passwordFits(ctx, account.hash, password)) return clearTries(ctx, SIGN_IN_ACCOUNT, account.email);
  await noteFailure(ctx, SIGN_IN_ACCOUNT, account.email);
  refuse("wrong-credentials", { field: "current" });
}

interface AccountRow {
  readonly id: string;
  readonly actorId: string;
  readonly hash: string | null;
  readonly closed: boolean;
}

async function findAccount(ctx: NodeContext, email: string): Promise<AccountRow | null> {
  const [row] = await ctx.sql<AccountRow[]>`
    select c.id, c.actor_id as "actorId", c.password_hash as hash,
      c.disabled is not null or a.deleted is not null as closed
    from accounts c join actors a on a.id = c.actor_id where c.email = ${email}`;
  return row ?? null;
}
