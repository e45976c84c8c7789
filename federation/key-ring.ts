import { createPublicKey, type KeyObject } from "node:crypto";
import { findKnownKey } from "../node/actors/known-keys.ts";
import { originOf } from "../node/iris.ts";
import { Outage } from "../node/refusal.ts";
import { bringActor } from "./bring-actor.ts";
import { getDocument } from "./get-document.ts";
import type { KeyFinder } from "./http-signatures.ts";
import { ownerNamedBy } from "./keys.ts";
import type { Wire } from "./wire.ts";

export interface RingKey {
  readonly key: KeyObject;
  readonly actorIri: string;
  readonly purpose: "rsa" | "ed25519";
  /** From this instant it is refused on live delivery. */
  readonly revoked: Date | null;
}

/**
 * The public keys of other nodes' actors: in memory, else stored and read from their actor within a day (A26), else
 * fetched from the actor itself, within a budget.
 */
export interface KeyRing {
  /** For HTTP signatures. */
  readonly keyFor: KeyFinder;
  /** For proofs; `actorIri` is who must list the key. */
  proofKey(keyId: string, actorIri: string, attempt: "cached" | "fresh"): Promise<RingKey | null>;
  /** Forgets what is held of an actor whose document changed. */
  forget(actorIri: string): void;
}

const MOST_HELD = 2_000;
const HELD_MS = 5 * 60_000;
/** How long a stored key is believed before its actor's document is read again. */
const BELIEVED_MS = 24 * 3_600_000;
/** A host that did not answer is asked for no other key of a log for so long: a log may name it a hundred times (R01). */
const QUIET_MS = 5_000;

/** One ring per node. `wire` is asked for late, since the ring is part of it. */
export function createKeyRing(wire: () => Wire): KeyRing {
  const held = new Map<string, { key: RingKey; at: number }>();
  const silent = createSilence(() => wire().ctx.clock.now().getTime());

  async function find(keyId: string, attempt: "cached" | "fresh", away: WhenAway): Promise<RingKey | null> {
    const now = wire().ctx.clock.now().getTime();
    const known = held.get(keyId);
    if (attempt === "cached" && known && now - known.at < HELD_MS) return known.key;
    const stored = attempt === "cached" ? await storedKey(wire(), keyId) : null;
    const believed = stored !== null && now - stored.at < BELIEVED_MS;
    const key = believed ? stored.key : await readKey(wire(), keyId, { attempt, stored, away, silent });
    if (!key) return null;
    held.delete(keyId);
    held.set(keyId, { key, at: now });
    const oldest = held.keys().next().value;
    if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
    return key;
  }

  return {
    async keyFor(keyId, attempt) {
      const key = await find(keyId, attempt, "refuse");
      return key && key.revoked === null ? { key: key.key, actorIri: key.actorIri } : null;
    },
    async proofKey(keyId, actorIri, attempt) {
      const key = await find(keyId, attempt, "believe");
      return key && key.actorIri === actorIri && key.purpose === "ed25519" ? key : null;
    },
    forget(actorIri) {
      for (const [keyId, entry] of held) if (entry.key.actorIri === actorIri) held.delete(keyId);
    },
  };
}

interface StoredKey {
  readonly key: RingKey;
  readonly at: number;
}

async function storedKey(wire: Wire, keyId: string): Promise<StoredKey | null> {
  const known = await findKnownKey(wire.ctx, keyId);
  if (!known) return null;
  const { key, actorIri } = known;
  const revoked = key.revoked === null ? null : new Date(key.revoked);
  const ring = { key: createPublicKey(key.pem), actorIri, purpose: key.purpose, revoked };
  return { key: ring, at: known.read?.getTime() ?? Number.POSITIVE_INFINITY };
}

/**
 * What to make of a key that was stored more than a day ago when its actor cannot be read now. A delivery comes from a
 * node that is there, so it is refused; a proof in a log outlives its author's node (E-13), so it is believed.
 */
type WhenAway = "refuse" | "believe";

/** Hosts that did not answer a moment ago. */
interface Silence {
  has(keyId: string): boolean;
  note(keyId: string): void;
}

function createSilence(now: () => number): Silence {
  const until = new Map<string, number>();
  return {
    has: (keyId) => (until.get(originOf(keyId) ?? "") ?? 0) > now(),
    note(keyId) {
      for (const [origin, time] of until) if (time <= now()) until.delete(origin);
      until.set(originOf(keyId) ?? "", now() + QUIET_MS);
    },
  };
}

/** Reads the actor that the key id is part of, or names as owner; only a key that the actor's own document lists counts. */
async function readKey(
  wire: Wire,
  keyId: string,
  by: { attempt: "cached" | "fresh"; stored: StoredKey | null; away: WhenAway; silent: Silence },
): Promise<RingKey | null> {
  if (originOf(keyId) === wire.ctx.config.origin) return null;
  // Who delivers is there: only keys of logs wait.
  if (by.away === "believe" && by.silent.has(keyId)) return by.stored?.key ?? null;
  const allowed = by.attempt === "fresh" ? wire.budget.mayFetchAgain(keyId) : wire.budget.mayFetch(keyId);
  // Where too many were asked for, an old key is checked another time.
  if (!allowed.ok) return by.stored?.key ?? null;
  try {
    const hash = keyId.indexOf("#");
    const actorIri = hash >= 0 ? keyId.slice(0, hash) : await ownerOf(wire, keyId);
    if (actorIri === null) return null;
    await bringActor(wire, actorIri);
  } catch (error) {
    if (error instanceof Outage) by.silent.note(keyId);
    // Refused, unfit or gone: there is no key to trust now (fail closed).
    return error instanceof Outage && by.away === "believe" ? (by.stored?.key ?? null) : null;
  }
  return (await storedKey(wire, keyId))?.key ?? null;
}

/** A key id without fragment is a document of its own: the actor itself, or what names it (GoToSocial: a stub of it). */
async function ownerOf(wire: Wire, keyId: string): Promise<string | null> {
  const fetched = await getDocument(wire, keyId, { hint: true });
  if (!fetched.ok) return null;
  return ownerNamedBy(fetched.document, keyId) ?? (fetched.document.id === keyId ? keyId : null);
}
