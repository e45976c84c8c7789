import type { JsonObject } from "../jcs.ts";
import { contentTo, type GroupAddress } from "../objects/audience.ts";
import { type Act, activityFor } from "./activity.ts";

/** The author deletes a post: no `summary` (C-21). Public stands in `to`, the only place where Lemmy looks (C.9). */
export function deleteFor(act: Act, group: GroupAddress, objectIri: string): JsonObject {
  return activityFor("Delete", act, addressed(group), { object: objectIri });
}

/** A facilitator removes a post: with `summary`, the reason in words, which tells a removal from a deletion (C.9, F-05). */
export function removePostFor(
  act: Act,
  group: GroupAddress,
  post: { readonly iri: string; readonly reason: string },
): JsonObject {
  return activityFor("Delete", act, addressed(group), { object: post.iri, summary: post.reason });
}

/** An account is gone, and with `removeData` all it wrote (profile C.9). */
export function deletePersonFor(act: Act, to: readonly string[], removeData: boolean): JsonObject {
  return activityFor(
    "Delete",
    act,
    { to, cc: [] },
    { object: act.actorIri, ...(removeData ? { removeData } : {}) },
  );
}

function addressed(group: GroupAddress) {
  return { to: contentTo(group), cc: [], audience: group.iri };
}
