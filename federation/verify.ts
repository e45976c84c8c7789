import { originOf } from "../node/iris.ts";
import { isBlocked } from "../node/peers/blocked.ts";
import type { DocumentResult } from "./documents.ts";
import { getDocument } from "./get-document.ts";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "./jcs.ts";
import { idOf, listOf } from "./one-or-many.ts";
import { readProof, verifyProof } from "./proof.ts";
import type { Wire } from "./wire.ts";

/** An inner activity that is what its author said; `document` is the copy to go by. */
export type Authentic =
  | { readonly ok: true; readonly document: JsonObject }
  | { readonly ok: false; readonly why: string; readonly later: boolean };

export interface AuthenticOptions {
  /** The Group that announces it. */
  readonly groupIri: string;
  /**
   * Set for an entry read in a log: when the Group proved it. A key revoked after that still vouches (S-09); on live
   * delivery a revoked key never does, because `created` can be back-dated.
   */
  readonly loggedAt: Date | null;
  /** Whether the origin of its actor is blocked, where that was looked up already. */
  readonly blocked?: boolean;
}

/**
 * Judges an activity that came inside an Announce (profile E.3): by its own proof, with no fall-back when it is wrong;
 * without proof only from the Group's own origin; else as its origin serves it now. `later`: its origin is away.
 */
export async function authenticate(
  wire: Wire,
  inner: JsonObject,
  options: AuthenticOptions,
): Promise<Authentic> {
  const actor = typeof inner.actor === "string" ? inner.actor : null;
  const id = typeof inner.id === "string" ? inner.id : null;
  if (actor === null || id === null || originOf(actor) === null) return no("no single actor or id");
  const origin = originOf(actor);
  if (originOf(id) !== origin) return no("the id is not on its actor's origin");
  // F-08, A79: a blocked council comes in by no other's door; the Group's own origin was judged when it was heard.
  const foreign = origin !== originOf(options.groupIri);
  if (foreign && (options.blocked ?? (await isBlocked(wire.ctx.sql, origin ?? ""))))
    return no("its origin is blocked");
  if (inner.proof !== undefined) return byProof(wire, inner, { actor, loggedAt: options.loggedAt });
  if (origin === originOf(options.groupIri)) return { ok: true, document: inner };
  return byOrigin(wire, inner, { id, actor });
}

/** The proof of a document by the actor it names, with the key that this very actor lists (S-03). */
export async function byProof(
  wire: Wire,
  document: JsonObject,
  by: { readonly actor: string; readonly loggedAt: Date | null },
): Promise<Authentic> {
  const claims = readProof(document);
  if (!claims.ok) return no(claims.detail);
  if (originOf(claims.verificationMethod) !== originOf(by.actor))
    return no("proved with a key of another origin");
  for (const attempt of ["cached", "fresh"] as const) {
    const key = await wire.keys.proofKey(claims.verificationMethod, by.actor, attempt);
    if (!key) continue;
    if (key.revoked !== null && (by.loggedAt === null || by.loggedAt >= key.revoked))
      return no("the key is revoked");
    if (verifyProof(document, key.key).ok) return { ok: true, document };
  }
  // Nobody else can say what our keys are: one that is not here was lost with what this node forgot.
  if (originOf(by.actor) === wire.ctx.config.origin) return no("not proved with a key of ours");
  const known = await wire.keys.proofKey(claims.verificationMethod, by.actor, "cached");
  return known ? no("the proof does not verify") : { ok: false, why: "no such key now", later: true };
}

/**
 * Without proof, as its origin serves it now (profile E.3): the activity itself, or, since most programs serve no
 * activities, the object that it says was written, or that it says is gone.
 */
async function byOrigin(wire: Wire, inner: JsonObject, { id, actor }: ByActor): Promise<Authentic> {
  const fetched = await lookAt(wire, id);
  if (fetched === null) return AWAY;
  if (fetched.ok && fetched.document.actor === actor && fetched.document.type === inner.type)
    return isConfirmed(inner.object, fetched.document.object) ? yes(inner) : yes(fetched.document);
  const objectIri = idOf(inner.object);
  if (objectIri === null || originOf(objectIri) !== originOf(actor)) return no("its origin does not have it");
  // Where an id has a fragment, what it is part of was fetched: the object, with NodeBB.
  const there = fetched.ok && fetched.document.id === objectIri ? fetched : await lookAt(wire, objectIri);
  if (there === null) return AWAY;
  if (inner.type === "Delete")
    return isGone(there) && inner.summary === undefined ? yes(inner) : no("it is not gone");
  const written = (inner.type === "Create" || inner.type === "Update") && there.ok && !isGone(there);
  if (!written || !listOf(there.document.attributedTo).map(idOf).includes(actor))
    return no("its origin does not have it");
  return isConfirmed(inner.object, there.document) ? yes(inner) : yes({ ...inner, object: there.document });
}

/** Whose number of likes and the like changes from one look to the next says nothing about the words. */
const UNSTEADY = new Set(["@context", "replies", "likes", "shares", "proof", "signature"]);

/** Whether an origin says of an object all that was announced of it: then what was announced is kept as it came. */
function isConfirmed(announced: Json | undefined, served: Json | undefined): boolean {
  if (!isJsonObject(announced) || !isJsonObject(served)) return false;
  return Object.entries(announced).every(([name, value]) => {
    const there = served[name];
    if (value === undefined || UNSTEADY.has(name)) return true;
    return there !== undefined && canonicalJson(value) === canonicalJson(there);
  });
}

interface ByActor {
  readonly id: string;
  readonly actor: string;
}

const AWAY: Authentic = { ok: false, why: "its origin is away", later: true };

/** Null where nobody can say now: the origin is away, or was asked too often. */
async function lookAt(wire: Wire, iri: string): Promise<DocumentResult | null> {
  if (!wire.budget.mayFetch(iri).ok) return null;
  return getDocument(wire, iri).catch(() => null);
}

function isGone(fetched: DocumentResult): boolean {
  return fetched.ok
    ? fetched.document.type === "Tombstone"
    : fetched.status === 404 || fetched.status === 410;
}

function yes(document: JsonObject): Authentic {
  return { ok: true, document };
}

function no(why: string): Authentic {
  return { ok: false, why, later: false };
}
