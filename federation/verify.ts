import { originOf } from "../node/iris.ts";
import { getDocument } from "./get-document.ts";
import type { JsonObject } from "./jcs.ts";
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
  if (originOf(id) !== originOf(actor)) return no("the id is not on its actor's origin");
  if (inner.proof !== undefined) return byProof(wire, inner, { actor, loggedAt: options.loggedAt });
  if (originOf(actor) === originOf(options.groupIri)) return { ok: true, document: inner };
  return byOrigin(wire, { id, actor, type: inner.type });
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
  const known = await wire.keys.proofKey(claims.verificationMethod, by.actor, "cached");
  return known ? no("the proof does not verify") : { ok: false, why: "no such key now", later: true };
}

async function byOrigin(
  wire: Wire,
  inner: { id: string; actor: string; type: JsonObject["type"] },
): Promise<Authentic> {
  if (!wire.budget.mayFetch(inner.id).ok) return { ok: false, why: "too many fetches", later: true };
  const fetched = await getDocument(wire, inner.id).catch(() => null);
  if (fetched === null) return { ok: false, why: "its origin is away", later: true };
  if (!fetched.ok) return no("its origin does not have it");
  const same = fetched.document.actor === inner.actor && fetched.document.type === inner.type;
  return same ? { ok: true, document: fetched.document } : no("its origin has something else");
}

function no(why: string): Authentic {
  return { ok: false, why, later: false };
}
