import { createPerson } from "../actors/create.ts";
import { type FreshKeys, makeKeys } from "../actors/keys.ts";
import { recordAudit } from "../audit/record.ts";
import { HERE, recordChange } from "../changes/record.ts";
import type { NodeContext, WriteContext } from "../context.ts";
import type { Council } from "../councils/types.ts";
import { isDuplicate } from "../db/open.ts";
import { recordedOrigin } from "../origin.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { LIMITS } from "../text/limits.ts";
import { lineOf } from "../text/visible.ts";
import { hashPassword } from "./password.ts";
import { mayBePassword } from "./password-strength.ts";
import type { AccountDraft } from "./types.ts";

export const LONGEST_ROLE = 100;

/** What an account's making needs of slow work, done before its transaction. */
export interface Prepared {
  readonly draft: AccountDraft;
  readonly passwordHash: string;
  readonly keys: FreshKeys;
}

/**
 * Checks what a new person gave and does the slow work (hash, keys). `context` are words of which no password may be
 * made. Refuses `required`, `too-long`, `weak-password` with the field.
 */
export async function prepareAccount(
  ctx: NodeContext,
  draft: AccountDraft,
  context: readonly string[],
): Promise<Prepared> {
  checkName(draft.name);
  if (draft.roleTitle.length > LONGEST_ROLE) refuse("too-long", { field: "roleTitle", most: LONGEST_ROLE });
  refuseUnless(mayBePassword(draft.password, [...context, draft.name, ctx.config.nodeName]));
  const [passwordHash, keys] = await Promise.all([hashPassword(ctx, draft.password), makeKeys()]);
  return { draft, passwordHash, keys };
}

/** Refuses `required` or `too-long` (field `name`). Someone's name is 1–50 characters without line breaks. */
export function checkName(name: string): void {
  const line = lineOf(name, Number.POSITIVE_INFINITY);
  if (line === "") refuse("required", { field: "name" });
  if (line.length > LIMITS.nameCharacters) refuse("too-long", { field: "name", most: LIMITS.nameCharacters });
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) refuse("invalid", { field: "name" });
}

/** How the employer of a new person is known. */
export type Employer =
  | { readonly kind: "verified"; readonly organisationId: string }
  /** The domain belongs to several councils: an administrator confirms the one chosen. */
  | { readonly kind: "awaiting"; readonly organisationId: string }
  | { readonly kind: "invited" };

/**
 * What the councils of a domain say of an employer: one is proof, several want a choice (refuses `required`, field
 * `council`), none proves nothing.
 */
export function employerOf(councils: readonly Council[], chosen: string | null): Employer {
  const [only] = councils;
  if (only === undefined) return { kind: "invited" };
  if (councils.length === 1) return { kind: "verified", organisationId: only.id };
  const choice =
    councils.find((council) => council.id === chosen) ?? refuse("required", { field: "council" });
  return { kind: "awaiting", organisationId: choice.id };
}

export interface NewAccount {
  readonly email: string;
  readonly employer: Employer;
  readonly invitedBy?: string | null;
  readonly administrator?: boolean;
}

/**
 * Writes the account and its person, and uses up every other link for the address. Refuses `already-exists` when the
 * address has an account by now, `wrong-origin` when the node must first be started with the address chosen for it.
 */
export async function createAccount(
  tx: WriteContext,
  account: NewAccount,
  prepared: Prepared,
): Promise<{ readonly accountId: string; readonly actorId: string }> {
  const { draft, passwordHash, keys } = prepared;
  await refuseOldAddress(tx);
  const organisationId = account.employer.kind === "verified" ? account.employer.organisationId : null;
  const claimed = account.employer.kind === "awaiting" ? account.employer.organisationId : null;
  const name = lineOf(draft.name, Number.POSITIVE_INFINITY);
  const roleTitle = lineOf(draft.roleTitle, Number.POSITIVE_INFINITY);
  const actor = await createPerson(tx, { name, roleTitle, organisationId, keys });
  const accountId = await insertAccount(tx, [
    {
      actor_id: actor.id,
      email: account.email,
      password_hash: passwordHash,
      language: draft.language,
      administrator: account.administrator ?? false,
      employer: account.employer.kind,
      claimed_organisation_id: claimed,
      invited_by: account.invitedBy ?? null,
      created: tx.now,
    },
  ]);
  await tx.sql`
    update tokens set used = ${tx.now}
    where email = ${account.email} and purpose in ('register', 'invite') and used is null`;
  await recordChange(tx, {
    kind: "person.joined",
    actorId: actor.id,
    subjectId: actor.id,
    subjectIri: actor.iri,
    origin: HERE,
  });
  const facts = { employer: account.employer.kind, administrator: account.administrator ?? false };
  await recordAudit(tx, { kind: "account.created", accountId, facts });
  return { accountId, actorId: actor.id };
}

/** After the first run chose another address, nobody gets an account that carries the old one. */
async function refuseOldAddress(tx: WriteContext): Promise<void> {
  const recorded = await recordedOrigin(tx);
  if (recorded !== null && recorded !== tx.iris.origin) refuse("wrong-origin");
}

async function insertAccount(
  tx: WriteContext,
  rows: readonly Record<string, string | boolean | Date | null>[],
): Promise<string> {
  try {
    const [row] = await tx.sql<{ id: string }[]>`insert into accounts ${tx.sql(rows)} returning id`;
    if (!row) throw new Error("An account was not written.");
    return row.id;
  } catch (error) {
    if (isDuplicate(error, "accounts_email_key")) refuse("already-exists", { field: "email" });
    throw error;
  }
}
