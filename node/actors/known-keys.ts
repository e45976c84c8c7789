import type { AnyContext } from "../context.ts";
import type { KnownKey } from "./remote.ts";

export interface ListedKey {
  readonly actorIri: string;
  readonly key: KnownKey;
  /** When the actor's document, which lists it, was last read; null for our own. */
  readonly read: Date | null;
}

/** The actor that lists a key, with the key; null when none that is stored does. Our own keys are in their own table. */
export async function findKnownKey(ctx: AnyContext, keyId: string): Promise<ListedKey | null> {
  if (keyId.startsWith(`${ctx.iris.origin}/`)) return findOwnKey(ctx, keyId);
  // Where a key has an address of its own (GoToSocial), that does not say whose it is.
  const listing = keyId.includes("#")
    ? ctx.sql`iri = ${actorPart(keyId)}`
    : ctx.sql`public_keys @> ${ctx.sql.json([{ id: keyId }])}`;
  const [row] = await ctx.sql<{ iri: string; keys: KnownKey[]; fetched: Date | null }[]>`
    select iri, public_keys as keys, fetched from actors
    where ${listing} and peer_id is not null and deleted is null limit 1`;
  const key = row?.keys.find((known) => known.id === keyId);
  return row && key ? { actorIri: row.iri, key, read: row.fetched ?? new Date(0) } : null;
}

async function findOwnKey(ctx: AnyContext, keyId: string): Promise<ListedKey | null> {
  const [row] = await ctx.sql<
    { iri: string; purpose: "rsa" | "ed25519"; pem: string; revoked: Date | null }[]
  >`
    select a.iri, k.purpose, k.public_key as pem, k.revoked from actor_keys k join actors a on a.id = k.actor_id
    where k.key_iri = ${keyId}`;
  if (!row) return null;
  return {
    actorIri: row.iri,
    key: { id: keyId, purpose: row.purpose, pem: row.pem, revoked: row.revoked?.toISOString() ?? null },
    read: null,
  };
}

/** A remote actor's document is gone (410): what it signs is no longer believed (A26). */
export async function markActorGone(ctx: AnyContext, iri: string): Promise<void> {
  await ctx.sql`update actors set deleted = ${ctx.clock.now()}, public_keys = '[]' where iri = ${iri} and peer_id is not null`;
}

function actorPart(keyId: string): string {
  const hash = keyId.indexOf("#");
  return hash < 0 ? keyId : keyId.slice(0, hash);
}
