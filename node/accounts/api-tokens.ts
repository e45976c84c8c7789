import { randomBytes } from "node:crypto";
import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import { secretHash } from "./tokens.ts";
import type { Session, Visitor } from "./types.ts";

/**
 * What a key is good for: reading what its person may read; writing what they may write in communities; switching off the
 * accounts of leavers, for administrators alone.
 */
export type TokenScope = "read" | "write" | "leavers";

/** In front of every key, so that programs which look for secrets in public code find it. */
export const TOKEN_PREFIX = "mth_";
export const TOKEN_DAYS = [30, 90, 365] as const;
const MOST_TOKENS = 20;
const USED_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

export interface TokenOrder {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly days: (typeof TOKEN_DAYS)[number];
}

/**
 * A person makes a key for a program: 256 random bits, of which only the SHA-256 is stored. Returns its text, which
 * nobody can see again. Refuses `required`, `too-long` (field `name`), `too-many` beyond 20 at a time, `not-allowed` for a
 * key about leavers that is not an administrator's.
 */
export function makeToken(
  ctx: NodeContext,
  session: Pick<Session, "accountId">,
  order: TokenOrder,
  visitor: Visitor,
): Promise<string> {
  const name = order.name.trim();
  if (name === "") refuse("required", { field: "name" });
  if (name.length > 100) refuse("too-long", { field: "name", most: 100 });
  return inTransaction(ctx, async (tx) => {
    // One after the other, so that two at once do not pass the limit.
    const [account] = await tx.sql<{ administrator: boolean }[]>`
      select administrator from accounts where id = ${session.accountId} for update`;
    if (order.scopes.includes("leavers") && !account?.administrator) refuse("not-allowed");
    const live = await listTokens(tx, session.accountId, tx.now);
    if (live.length >= MOST_TOKENS) refuse("too-many", { field: "name", most: MOST_TOKENS });
    const secret = `${TOKEN_PREFIX}${randomBytes(32).toString("base64url")}`;
    const expires = new Date(tx.now.getTime() + order.days * DAY_MS);
    const [made] = await tx.sql<{ id: string }[]>`
      insert into api_tokens (account_id, hash, name, scopes, created, expires)
      values (${session.accountId}, ${secretHash(secret)}, ${name}, ${[...order.scopes]}, ${tx.now}, ${expires}) returning id`;
    await recordAudit(tx, {
      kind: "token.made",
      accountId: session.accountId,
      subject: made?.id ?? null,
      facts: { scopes: order.scopes.join(" "), days: order.days },
      address: visitor.address,
    });
    return secret;
  });
}

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly created: Date;
  readonly expires: Date;
  readonly lastUsed: Date | null;
}

/** The keys of a person that work, newest first. */
export async function listTokens(
  r: { readonly sql: Reader },
  accountId: string,
  now: Date,
): Promise<readonly TokenRow[]> {
  return r.sql<TokenRow[]>`
    select id, name, scopes, created, expires, last_used as "lastUsed" from api_tokens
    where account_id = ${accountId} and revoked is null and expires > ${now} order by created desc`;
}

/** A person takes a key back; it is dead from now on. Refuses `not-found` for another person's. */
export function revokeToken(
  ctx: NodeContext,
  accountId: string,
  tokenId: string,
  visitor: Visitor,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.sql`
      update api_tokens set revoked = ${tx.now} where id = ${tokenId} and account_id = ${accountId} and revoked is null
      returning id`;
    if (rows.length === 0) refuse("not-found");
    await recordAudit(tx, { kind: "token.revoked", accountId, subject: tokenId, address: visitor.address });
  });
}

/** All keys of a person end: with a new password, a new address, and wherever all sessions end. */
export async function revokeTokens(tx: WriteContext, accountId: string): Promise<void> {
  await tx.sql`
    update api_tokens set revoked = ${tx.now} where account_id = ${accountId} and revoked is null`;
}

export interface TokenUse {
  readonly tokenId: string;
  readonly scopes: readonly TokenScope[];
  /** Whose it is, as a session; never an administrator's. */
  readonly session: Session;
}

/** Whose key a text is, or null: unknown, revoked, expired, or of an account that is closed. */
export async function findTokenUse(ctx: NodeContext, secret: string): Promise<TokenUse | null> {
  const now = ctx.clock.now();
  const [row] = await ctx.sql<(Session & { scopes: TokenScope[]; used: Date | null })[]>`
    select t.id, t.scopes, t.last_used as used, c.id as "accountId", c.actor_id as "actorId", a.name, a.handle, c.email,
      o.name as council, c.language, c.theme, false as administrator, c.welcomed, c.last_visit as "lastVisit",
      t.created as authenticated, '{token}'::text[] as factors
    from api_tokens t join accounts c on c.id = t.account_id join actors a on a.id = c.actor_id
      left join organisations o on o.id = a.organisation_id
    where t.hash = ${secretHash(secret)} and t.revoked is null and t.expires > ${now}
      and c.disabled is null and a.deleted is null`;
  if (!row) return null;
  const { scopes, used, ...session } = row;
  if (used === null || now.getTime() - used.getTime() >= USED_EVERY_MS)
    await ctx.sql`update api_tokens set last_used = ${now} where id = ${session.id}`;
  return { tokenId: session.id, scopes, session };
}
