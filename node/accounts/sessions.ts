import { randomBytes } from "node:crypto";
import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import { revokeTokens } from "./api-tokens.ts";
import { secretHash } from "./tokens.ts";
import type { NewSession, Session, Visitor } from "./types.ts";

/** Security §1.3.3: an hour without a request, twelve hours in all. */
export const IDLE_MS = 3_600_000;
export const ABSOLUTE_MS = 12 * 3_600_000;
const SEEN_EVERY_MS = 60_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export interface SessionStart {
  readonly accountId: string;
  readonly actorId: string;
  readonly factors: readonly string[];
}

/** Begins a session, always under a new token; a visit of the person begins with it. */
export async function startSession(
  tx: WriteContext,
  start: SessionStart,
  visitor: Visitor,
): Promise<NewSession> {
  const token = randomBytes(32).toString("base64url");
  const expires = new Date(tx.now.getTime() + ABSOLUTE_MS);
  await tx.sql`
    insert into sessions (token_hash, account_id, factors, authenticated, seen, expires, device)
    values (${secretHash(token)}, ${start.accountId}, ${[...start.factors]}, ${tx.now}, ${tx.now}, ${expires},
      ${visitor.device.slice(0, 200)})`;
  await tx.sql`
    update accounts set last_visit = this_visit, this_visit = ${tx.now} where id = ${start.accountId}`;
  return { token, accountId: start.accountId, actorId: start.actorId, expires };
}

/** The session of a cookie's token, or null when it ended, was idle for an hour, is twelve hours old, or never was. */
export async function findSession(ctx: NodeContext, token: string | null): Promise<Session | null> {
  if (token === null || !TOKEN.test(token)) return null;
  const now = ctx.clock.now();
  const [row] = await ctx.sql<(Session & { seen: Date })[]>`
    select s.id, s.account_id as "accountId", c.actor_id as "actorId", a.name, a.handle, c.email, o.name as council,
      c.language, c.theme, c.administrator, c.welcomed, c.last_visit as "lastVisit", s.authenticated, s.factors, s.seen
    from sessions s join accounts c on c.id = s.account_id join actors a on a.id = c.actor_id
      left join organisations o on o.id = a.organisation_id
    where s.token_hash = ${secretHash(token)} and s.ended is null and s.expires > ${now}
      and s.seen > ${new Date(now.getTime() - IDLE_MS)} and c.disabled is null and a.deleted is null`;
  if (!row) return null;
  const { seen, ...session } = row;
  if (now.getTime() - seen.getTime() >= SEEN_EVERY_MS) {
    await ctx.sql`update sessions set seen = ${now} where id = ${session.id} and seen < ${now}`;
  }
  return session;
}

export interface SessionRow {
  readonly id: string;
  readonly device: string;
  readonly since: Date;
  readonly seen: Date;
}

/** Where a person is signed in now, latest first. */
export async function listSessions(
  r: { readonly sql: Reader },
  accountId: string,
  now: Date,
): Promise<readonly SessionRow[]> {
  return r.sql<SessionRow[]>`
    select id, device, authenticated as since, seen from sessions
    where account_id = ${accountId} and ended is null and expires > ${now} and seen > ${new Date(now.getTime() - IDLE_MS)}
    order by seen desc`;
}

/** Signs out: the token of this cookie is dead from now on. */
export function signOut(
  ctx: NodeContext,
  session: Pick<Session, "id" | "accountId">,
  visitor: Visitor,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await tx.sql`update sessions set ended = ${tx.now} where id = ${session.id} and ended is null`;
    await recordAudit(tx, { kind: "sign-out", accountId: session.accountId, address: visitor.address });
  });
}

/** A person ends one of their own sessions. Refuses `not-found` for another person's. */
export function endSession(
  ctx: NodeContext,
  accountId: string,
  sessionId: string,
  visitor: Visitor,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const ended = await tx.sql`
      update sessions set ended = ${tx.now} where id = ${sessionId} and account_id = ${accountId} and ended is null
      returning id`;
    if (ended.length === 0) refuse("not-found");
    await recordAudit(tx, { kind: "session.ended", accountId, subject: sessionId, address: visitor.address });
  });
}

/** A person ends all their sessions but the one they act in. */
export function endOtherSessionsOf(
  ctx: NodeContext,
  session: Pick<Session, "id" | "accountId">,
  visitor: Visitor,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const ended = await endOtherSessions(tx, session.accountId, session.id);
    const facts = { ended };
    await recordAudit(tx, {
      kind: "session.ended",
      accountId: session.accountId,
      facts,
      address: visitor.address,
    });
  });
}

/** Ends all sessions of a person but `except`, and every key of theirs; returns how many sessions. */
export async function endOtherSessions(
  tx: WriteContext,
  accountId: string,
  except: string | null,
): Promise<number> {
  await revokeTokens(tx, accountId);
  const ended = await tx.sql`
    update sessions set ended = ${tx.now}
    where account_id = ${accountId} and ended is null and id is distinct from ${except}::uuid returning id`;
  return ended.length;
}
