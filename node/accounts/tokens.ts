import { createHash, randomBytes } from "node:crypto";
import type { NodeContext, ReadContext, WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";

/** What a link is good for; a link of one purpose never works for another. */
export type TokenPurpose =
  | "administrator"
  | "register"
  | "invite"
  | "reset"
  | "email"
  | "unsubscribe"
  | "decide";

/** How long links live, in milliseconds: verification 24 h, invitations 30 days, reset 15 min (issue 2 §3.1). */
export const TOKEN_LIFE: Readonly<
  Record<"administrator" | "register" | "invite" | "reset" | "email", number>
> = {
  administrator: 30 * 86_400_000,
  register: 86_400_000,
  invite: 30 * 86_400_000,
  reset: 15 * 60_000,
  email: 86_400_000,
};

export interface NewToken {
  readonly purpose: TokenPurpose;
  readonly email?: string | null;
  /** Whom it is for; of an invitation: who invites. */
  readonly accountId?: string | null;
  readonly facts?: Readonly<Record<string, string | boolean | null>>;
  readonly expires: Date;
}

/** Makes a link's secret: 256 random bits, of which only the SHA-256 is stored. Returns the text for the address. */
export async function mintToken(tx: WriteContext, token: NewToken): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  await tx.sql`
    insert into tokens (hash, purpose, email, account_id, facts, created, expires)
    values (${secretHash(secret)}, ${token.purpose}, ${token.email ?? null}, ${token.accountId ?? null},
      ${tx.sql.json(token.facts ?? {})}, ${tx.now}, ${token.expires})`;
  return secret;
}

/** When a link of this purpose made now stops working. */
export function expiryOf(purpose: keyof typeof TOKEN_LIFE, now: Date): Date {
  return new Date(now.getTime() + TOKEN_LIFE[purpose]);
}

export interface Token {
  readonly id: string;
  readonly email: string | null;
  readonly accountId: string | null;
  readonly facts: Readonly<Record<string, string | boolean | null>>;
  readonly created: Date;
  readonly expires: Date;
}

/**
 * Looks at a link without using it: mail scanners open every link. Refuses `not-found` (never was, or another
 * purpose), `used`, `expired`.
 */
export async function peekToken(
  ctx: NodeContext | ReadContext | WriteContext,
  secret: string,
  purpose: TokenPurpose,
): Promise<Token> {
  const [row] = await ctx.sql<(Token & { used: Date | null })[]>`
    select id, email, account_id as "accountId", facts, created, expires, used
    from tokens where hash = ${secretHash(secret)} and purpose = ${purpose}`;
  const now = "writing" in ctx ? ctx.now : ctx.clock.now();
  if (!row) refuse("not-found");
  if (row.used !== null) refuse("used");
  if (row.expires <= now) refuse("expired");
  const { used: _, ...token } = row;
  return token;
}

/** Uses a link up: of two at once, one gets it. Refuses like `peekToken`. */
export async function consumeToken(tx: WriteContext, secret: string, purpose: TokenPurpose): Promise<Token> {
  const [token] = await tx.sql<Token[]>`
    update tokens set used = ${tx.now}
    where hash = ${secretHash(secret)} and purpose = ${purpose} and used is null and expires > ${tx.now}
    returning id, email, account_id as "accountId", facts, created, expires`;
  return token ?? peekToken(tx, secret, purpose);
}

/** The form in which secrets of links and sessions are stored. */
export function secretHash(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/** Ends every unused link of a purpose for an address, made for one account's invitations where that is named. */
export async function endTokens(
  tx: WriteContext,
  links: { readonly purpose: TokenPurpose; readonly email: string; readonly accountId: string },
): Promise<void> {
  await tx.sql`update tokens set used = ${tx.now}
    where purpose = ${links.purpose} and email = ${links.email} and account_id = ${links.accountId} and used is null`;
}
