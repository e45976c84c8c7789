import type { WireError } from "../errors.ts";
import type { Json, JsonObject } from "../jcs.ts";
import { paragraphOf } from "../objects/escape.ts";
import { type GrantFacts, grantFor } from "../objects/memberships.ts";
import { type Act, activityFor } from "./activity.ts";

/**
 * The Group accepts a Follow or Join: the whole request as received, because some peers know it only by its parts, and
 * the grant where it made a member (B-04, resolution 4). `to` is the requester alone; Lemmy looks at the first.
 */
export function acceptFor(
  act: Act,
  request: JsonObject,
  answer: { readonly to: string; readonly grant: GrantFacts | null; readonly words: string },
): JsonObject {
  return activityFor(
    "Accept",
    act,
    { to: [answer.to], cc: [] },
    {
      object: request,
      ...(answer.grant === null ? {} : { result: grantFor(answer.grant) }),
      ...wordsFor(answer.words),
    },
  );
}

/** A node confirms to a Group that it obeyed a removal (G15): an Accept of the Delete's id by the node's own actor. */
export function receiptFor(act: Act, groupIri: string, removalIri: string): JsonObject {
  return activityFor("Accept", act, { to: [groupIri], cc: [], audience: groupIri }, { object: removalIri });
}

/**
 * The Group refuses a request or an activity, or ends what it granted (profile B.4, E.2). `object`: whole, or its id.
 * `deciderIri`: to a facilitator whose decision came second, who had decided.
 */
export function rejectFor(
  act: Act,
  object: Json,
  answer: {
    readonly to: string;
    readonly error: WireError | null;
    readonly words: string;
    readonly deciderIri?: string | null;
  },
): JsonObject {
  return activityFor(
    "Reject",
    act,
    { to: [answer.to], cc: [] },
    {
      object,
      ...(answer.words === "" ? {} : { summary: answer.words }),
      ...(answer.error === null ? {} : { "cop:error": answer.error }),
      ...(answer.deciderIri ? { "cop:decidedBy": answer.deciderIri } : {}),
      ...wordsFor(answer.words),
    },
  );
}

/**
 * A facilitator's decision on a request, sent to the Group, which alone grants (resolution 5). `confirmed`: they know that
 * another council's node will hold copies of a closed community from then on (B-17).
 */
export function decisionFor(
  act: Act,
  groupIri: string,
  decision: {
    readonly joinIri: string;
    readonly accept: boolean;
    readonly words: string;
    readonly confirmed: boolean;
  },
): JsonObject {
  return activityFor(
    decision.accept ? "Accept" : "Reject",
    act,
    { to: [groupIri], cc: [], audience: groupIri },
    {
      object: decision.joinIri,
      ...(decision.confirmed ? { "cop:confirmed": true } : {}),
      ...wordsFor(decision.words),
    },
  );
}

function wordsFor(words: string): JsonObject {
  return words === "" ? {} : { content: paragraphOf(words) };
}
