import { createPrivateKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { type AnyContext, inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import type { KeyVault } from "../keys/vault.ts";
import { refuse } from "../refusal.ts";

const generate = promisify(generateKeyPair);

/** `rsa` signs requests (RSA-2048), `ed25519` signs proofs. Profile §1.4. */
export type KeyPurpose = "rsa" | "ed25519";
const PURPOSES: readonly KeyPurpose[] = ["rsa", "ed25519"];

/** Key pairs that belong to nobody yet. */
export type FreshKeys = Readonly<Record<KeyPurpose, { publicKey: KeyObject; privateKey: KeyObject }>>;

/** Makes both key pairs of an actor. RSA takes about 100 ms of another thread: call it before the transaction. */
export async function makeKeys(): Promise<FreshKeys> {
  const [rsa, ed25519] = await Promise.all([generate("rsa", { modulusLength: 2048 }), generate("ed25519")]);
  return { rsa, ed25519 };
}

export interface KeyOwner {
  readonly id: string;
  readonly iri: string;
}

/** Stores fresh keys as the current ones of an actor, the private halves sealed. */
export async function storeKeys(tx: WriteContext, owner: KeyOwner, keys: FreshKeys): Promise<void> {
  for (const purpose of PURPOSES) {
    const keyIri = await nextKeyIri(tx, owner, purpose);
    const plain = keys[purpose].privateKey.export({ type: "pkcs8", format: "der" });
    const box = tx.vault.seal(plain, aboutKey(owner.iri, purpose));
    const publicKey = keys[purpose].publicKey.export({ type: "spki", format: "pem" }).toString();
    await tx.sql`
      insert into actor_keys (actor_id, purpose, key_iri, public_key, private_key, kek_version, created)
      values (${owner.id}, ${purpose}, ${keyIri}, ${publicKey}, ${box}, ${tx.vault.version}, ${tx.now})`;
  }
}

/** A key is never replaced under its name: others may have kept the old one (resolution 15). */
async function nextKeyIri(tx: WriteContext, owner: KeyOwner, purpose: KeyPurpose): Promise<string> {
  const fragment = purpose === "rsa" ? "main-key" : "ed25519-key";
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*) from actor_keys where actor_id = ${owner.id} and purpose = ${purpose}`;
  const before = row?.count ?? 0;
  return before === 0 ? `${owner.iri}#${fragment}` : `${owner.iri}#${fragment}-${before + 1}`;
}

/** What a private key is sealed for. */
export function aboutKey(actorIri: string, purpose: KeyPurpose): string {
  return `${actorIri}:${purpose}`;
}

/** Gives a local actor new keys; the old ones stay listed as revoked. The caller tells the other nodes. */
export async function rotateKeys(ctx: NodeContext, actorIri: string): Promise<void> {
  const keys = await makeKeys();
  await inTransaction(ctx, async (tx) => {
    const [owner] = await tx.sql<KeyOwner[]>`
      select id, iri from actors where iri = ${actorIri} and peer_id is null and deleted is null for update`;
    if (!owner) refuse("not-found");
    await tx.sql`update actor_keys set revoked = ${tx.now} where actor_id = ${owner.id} and revoked is null`;
    await storeKeys(tx, owner, keys);
  });
  for (const purpose of PURPOSES) cacheOf(ctx.vault).delete(aboutKey(actorIri, purpose));
}

export interface PublicKeyRow {
  readonly keyIri: string;
  readonly purpose: KeyPurpose;
  /** SubjectPublicKeyInfo, PEM. */
  readonly pem: string;
  readonly created: Date;
  readonly revoked: Date | null;
}

/** All keys a local actor has or had, oldest first; which retired ones are still shown is for the caller. */
export async function listPublicKeys(
  r: { readonly sql: Reader },
  actorId: string,
): Promise<readonly PublicKeyRow[]> {
  return r.sql<PublicKeyRow[]>`
    select key_iri as "keyIri", purpose, public_key as pem, created, revoked
    from actor_keys where actor_id = ${actorId} order by created, key_iri`;
}

export interface SigningKey {
  readonly keyIri: string;
  readonly privateKey: KeyObject;
}

/**
 * The current private key of a local actor. Opened keys are kept in memory for a minute, 500 at most.
 * Refuses `not-found` for an actor without keys here. Throws when the vault cannot open the box.
 */
export async function signingKeyOf(
  ctx: AnyContext,
  actorIri: string,
  purpose: KeyPurpose,
): Promise<SigningKey> {
  const cache = cacheOf(ctx.vault);
  const now = ctx.clock.now().getTime();
  const name = aboutKey(actorIri, purpose);
  const known = cache.get(name);
  if (known && now >= known.opened && now < known.opened + KEPT_MS) return known.key;
  const [row] = await ctx.sql<{ keyIri: string; box: Buffer }[]>`
    select k.key_iri as "keyIri", k.private_key as box from actor_keys k join actors a on a.id = k.actor_id
    where a.iri = ${actorIri} and k.purpose = ${purpose} and k.revoked is null`;
  if (!row) refuse("not-found");
  const plain = ctx.vault.open(row.box, name);
  const key = {
    keyIri: row.keyIri,
    privateKey: createPrivateKey({ key: plain, format: "der", type: "pkcs8" }),
  };
  keep(cache, name, { key, opened: now });
  return key;
}

const KEPT_MS = 60_000;
const MOST_KEPT = 500;

type Cache = Map<string, { key: SigningKey; opened: number }>;

/** One cache per vault, and so per node: several nodes run in one process. */
const caches = new WeakMap<KeyVault, Cache>();

function cacheOf(vault: KeyVault): Cache {
  const cache = caches.get(vault) ?? new Map();
  caches.set(vault, cache);
  return cache;
}

function keep(cache: Cache, name: string, entry: { key: SigningKey; opened: number }): void {
  cache.delete(name);
  cache.set(name, entry);
  const oldest = cache.keys().next().value;
  if (cache.size > MOST_KEPT && oldest !== undefined) cache.delete(oldest);
}
