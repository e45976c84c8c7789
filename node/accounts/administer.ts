import { type AuditKind, recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { personChanged } from "../people/tell-changed.ts";
import { refuse } from "../refusal.ts";
import { endOtherSessions } from "./sessions.ts";
import { leaveEverything } from "./switch-off.ts";

/** Which account, and who acts on it: an administrator's account, or null for the command line. */
export interface Administration {
  readonly accountId: string;
  readonly by: string | null;
}

/**
 * Switches an account off: signed out everywhere at once, no sign-in, no key or link works, and they belong to no community
 * any more, wherever it lives. What the person wrote stays. Doing it again changes nothing. Refuses `not-found`, `not-allowed` for the last administrator.
 */
export function disableAccount(ctx: NodeContext, act: Administration): Promise<void> {
  return administer(ctx, act, "account.disabled", async (tx, account) => {
    await keepOneAdministrator(tx, act.accountId);
    await tx.sql`update accounts set disabled = coalesce(disabled, ${tx.now}) where id = ${act.accountId}`;
    await endOtherSessions(tx, act.accountId, null);
    await leaveEverything(tx, account.actorId);
  });
}

/** Opens an account again. They join communities anew. Refuses `not-found`. */
export function enableAccount(ctx: NodeContext, act: Administration): Promise<void> {
  return administer(ctx, act, "account.enabled", async (tx, account) => {
    await tx.sql`update accounts set disabled = null where id = ${act.accountId}`;
    await tx.sql`update actors set suspended = null where id = ${account.actorId}`;
    await personChanged(tx, account.actorId);
  });
}

/** Makes a person an administrator of this node. Their sessions end, so that a new right begins with a new sign-in. Refuses `not-found`. */
export function makeAdministrator(ctx: NodeContext, act: Administration): Promise<void> {
  return administer(ctx, act, "administrator.made", async (tx) => {
    await tx.sql`update accounts set administrator = true where id = ${act.accountId}`;
    await endOtherSessions(tx, act.accountId, null);
  });
}

/** Ends a person's administration. Refuses `not-found`, `not-allowed` for the last administrator. */
export function endAdministrator(ctx: NodeContext, act: Administration): Promise<void> {
  return administer(ctx, act, "administrator.ended", async (tx) => {
    await keepOneAdministrator(tx, act.accountId);
    await tx.sql`update accounts set administrator = false where id = ${act.accountId}`;
  });
}

/** Ends every session of a person. Refuses `not-found`. */
export function signOutEverywhere(ctx: NodeContext, act: Administration): Promise<void> {
  return administer(ctx, act, "account.signed-out", async (tx) => {
    await endOtherSessions(tx, act.accountId, null);
  });
}

/** Ends one session of a person. Refuses `not-found`, also for another person's. */
export function endSessionOf(ctx: NodeContext, act: Administration & { sessionId: string }): Promise<void> {
  return administer(ctx, act, "session.ended", async (tx) => {
    const ended = await tx.sql`update sessions set ended = ${tx.now}
      where id = ${act.sessionId} and account_id = ${act.accountId} and ended is null returning id`;
    if (ended.length === 0) refuse("not-found");
  });
}

async function administer(
  ctx: NodeContext,
  act: Administration,
  kind: AuditKind,
  work: (tx: WriteContext, account: { readonly actorId: string }) => Promise<void>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [account] = await tx.sql<{ actorId: string }[]>`
      select actor_id as "actorId" from accounts where id = ${act.accountId} for update`;
    if (!account) refuse("not-found");
    await work(tx, account);
    await recordAudit(tx, { kind, accountId: act.by, subject: act.accountId });
  });
}

/** Locks all administrators, so that two cannot each remove the other. */
async function keepOneAdministrator(tx: WriteContext, accountId: string): Promise<void> {
  const rows = await tx.sql<{ id: string }[]>`
    select id from accounts where administrator and disabled is null order by id for update`;
  const isOne = rows.some((row) => row.id === accountId);
  if (isOne && rows.length === 1) refuse("not-allowed", { reason: "last-administrator" });
}
