import { PROFILE_CONTEXT } from "../contexts.ts";
import type { Json, JsonObject } from "../jcs.ts";
import { instantFor } from "../objects/instant.ts";

/** What every activity needs from its sender: its own id, who acts, and when. */
export interface Act {
  readonly iri: string;
  readonly actorIri: string;
  readonly published: Date;
}

export interface Addressing {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** The community it belongs to; left out where it belongs to none. */
  readonly audience?: string;
}

/** An activity before its proof: one actor, `to` and `cc` always lists (W-01, W-02). `more` comes after `object`. */
export function activityFor(
  type: string,
  act: Act,
  addressing: Addressing,
  more: { readonly object: Json } & JsonObject,
): JsonObject {
  return {
    "@context": PROFILE_CONTEXT,
    type,
    id: act.iri,
    actor: act.actorIri,
    to: addressing.to,
    cc: addressing.cc,
    ...(addressing.audience === undefined ? {} : { audience: addressing.audience }),
    published: instantFor(act.published),
    ...more,
  };
}
