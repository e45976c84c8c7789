import { checkContext } from "../check-context.ts";
import { isJsonObject, type Json, type JsonObject } from "../jcs.ts";
import { idOf, single } from "../one-or-many.ts";
import { type GuardRefusal, originOf, refusal } from "./guard.ts";
import { ruledObject } from "./object-rules.ts";

/** An activity whose sender's authority over its own id and object is settled; who may do what is decided later. */
export type Envelope = {
  id: string;
  type: string;
  actor: string;
  /** Ids of what it is about: one, except in a Flag; none for an activity without object. */
  objectIds: readonly string[];
  /**
   * The embedded object, only where the sender may speak for it: its own content in Create and Update, an activity
   * inside Accept, Reject, Undo, or the still unproved inner activity of an Announce (profile E.3). Else null.
   */
  object: JsonObject | null;
  document: JsonObject;
};

/**
 * Judges a parsed body (A31–A33, A40, A46–A49): an object with sound contexts and embed depth up to 3; id, actor and
 * key id of one origin; then the object's rules of its type. 401 where the key cannot speak for the actor, else 400.
 * `profile` says whether the sender speaks the profile.
 */
export function checkEnvelope(
  document: Json,
  { keyId, profile }: { keyId: string; profile: boolean },
): ({ ok: true } & Envelope) | GuardRefusal {
  if (!isJsonObject(document)) return refusal(400, "structure", "not an object");
  const context = checkContext(document, { profile });
  if (!context.ok) return refusal(400, context.code, context.detail);
  if (embedDepth(document) > MAX_EMBED_DEPTH) return refusal(400, "structure", "embedded too deeply");
  const { id } = document;
  const type = single(document.type);
  const actor = idOf(document.actor);
  if (typeof id !== "string" || typeof type !== "string" || actor === null) {
    return refusal(400, "structure", "id, type and actor must be one each");
  }
  const origin = originOf(actor);
  if (origin === null || originOf(id) !== origin)
    return refusal(400, "origin", "the id is not on the actor's origin");
  if (originOf(keyId) !== origin) return refusal(401, "origin", "the key is not on the actor's origin");
  const ruled = ruledObject(document, { type, actor, origin });
  if (typeof ruled === "string") return refusal(400, "object", ruled);
  return { ok: true, id, type, actor, ...ruled, document };
}

/** Checks that the key which signed belongs to the very actor of the activity (A15, A18), not to a neighbour. */
export function checkSigner(actor: string, keyActor: string | undefined): { ok: true } | GuardRefusal {
  return keyActor === actor ? { ok: true } : refusal(401, "signer", "signed by another actor");
}

/**
 * How deeply objects with an id stand inside each other below the root (resolution 11). What others said of an object
 * is not read: WordPress embeds it two deep, and a community wraps that once more.
 */
function embedDepth(value: Json | undefined, isRoot = true): number {
  if (typeof value !== "object" || value === null) return 0;
  let deepest = 0;
  for (const [key, inner] of Object.entries(value)) {
    if (!UNREAD.has(key)) deepest = Math.max(deepest, embedDepth(inner, false));
  }
  return deepest + (!isRoot && isJsonObject(value) && value.id !== undefined ? 1 : 0);
}

const MAX_EMBED_DEPTH = 3;
const UNREAD = new Set(["@context", "replies", "likes", "shares"]);
