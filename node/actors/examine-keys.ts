import type { NodeContext } from "../context.ts";
import { aboutKey, type KeyPurpose } from "./keys.ts";

export interface KeysExamined {
  /** Local actors looked at. */
  readonly actors: number;
  /** IRIs of actors that lack a current key of either kind. */
  readonly missing: readonly string[];
  /** IRIs of current keys that the vault cannot open. */
  readonly unreadable: readonly string[];
}

const AT_ONCE = 1_000;

/** Looks at every key that this node may have to sign with, and opens each. */
export async function examineKeys(ctx: NodeContext): Promise<KeysExamined> {
  const lacking = await ctx.sql<{ iri: string }[]>`
    select a.iri from actors a where a.peer_id is null and a.deleted is null and
      (select count(distinct k.purpose) from actor_keys k where k.actor_id = a.id and k.revoked is null) < 2
    order by a.created limit ${AT_ONCE}`;
  const [all] = await ctx.sql<{ n: number }[]>`
    select count(*) as n from actors where peer_id is null and deleted is null`;
  const unreadable: string[] = [];
  for (let after = ""; ; ) {
    const rows = await ctx.sql<{ keyIri: string; purpose: KeyPurpose; box: Buffer; iri: string }[]>`
      select k.key_iri as "keyIri", k.purpose, k.private_key as box, a.iri from actor_keys k join actors a on a.id = k.actor_id
      where k.revoked is null and a.deleted is null and k.key_iri > ${after} order by k.key_iri limit ${AT_ONCE}`;
    for (const row of rows) if (!opens(ctx, row)) unreadable.push(row.keyIri);
    after = rows.at(-1)?.keyIri ?? "";
    if (rows.length < AT_ONCE) break;
  }
  return { actors: all?.n ?? 0, missing: lacking.map((row) => row.iri), unreadable };
}

function opens(ctx: NodeContext, row: { box: Buffer; iri: string; purpose: KeyPurpose }): boolean {
  try {
    ctx.vault.open(row.box, aboutKey(row.iri, row.purpose));
    return true;
  } catch {
    return false;
  }
}
