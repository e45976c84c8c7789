import type { WireError } from "../errors.ts";
import type { JsonObject } from "../jcs.ts";
import { type CouncilFacts, councilsFor } from "../objects/councils.ts";
import { paragraphOf } from "../objects/escape.ts";
import { type Act, activityFor } from "./activity.ts";

// The numbered rules are in docs/federation/connecting.md.

/** One node asks another to connect (P-01, P-02). `act.actorIri` is this node's actor; `words` a line for a person. */
export function askToConnectFor(
  act: Act,
  nodeIri: string,
  asked: { readonly words: string; readonly councils: readonly CouncilFacts[] },
): JsonObject {
  return activityFor(
    "Follow",
    act,
    { to: [nodeIri], cc: [] },
    { object: nodeIri, ...wordsFor(asked.words), "cop:councils": councilsFor(asked.councils) },
  );
}

/** A request to connect as its answer names it: whole where it was received, else by its parts (P-07). */
export type ConnectRequest =
  | { readonly received: JsonObject }
  | { readonly iri: string | null; readonly askerIri: string };

/** Says yes to a request to connect (P-06). */
export function acceptConnectionFor(
  act: Act,
  request: ConnectRequest,
  answer: { readonly askerIri: string; readonly words: string; readonly councils: readonly CouncilFacts[] },
): JsonObject {
  return activityFor(
    "Accept",
    act,
    { to: [answer.askerIri], cc: [] },
    {
      object: requestFor(act, request),
      ...wordsFor(answer.words),
      "cop:councils": councilsFor(answer.councils),
    },
  );
}

/** Says no to a request, or ends a connection (P-06, P-09). `words` is the reason, in words for a person. */
export function refuseConnectionFor(
  act: Act,
  request: ConnectRequest,
  answer: { readonly askerIri: string; readonly words: string; readonly error: WireError },
): JsonObject {
  return activityFor(
    "Reject",
    act,
    { to: [answer.askerIri], cc: [] },
    { object: requestFor(act, request), "cop:error": answer.error, ...wordsFor(answer.words) },
  );
}

function requestFor(act: Act, request: ConnectRequest): JsonObject {
  if ("received" in request) return request.received;
  return {
    type: "Follow",
    ...(request.iri === null ? {} : { id: request.iri }),
    actor: request.askerIri,
    object: act.actorIri,
  };
}

function wordsFor(words: string): JsonObject {
  return words === "" ? {} : { content: paragraphOf(words) };
}
