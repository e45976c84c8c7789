import type { JsonObject } from "../jcs.ts";
import { ORDER_OLDEST_FIRST } from "./order.ts";

export interface ThreadFacts {
  readonly iri: string;
  readonly groupIri: string;
  readonly rootIri: string;
  /** The root and its replies, oldest first. */
  readonly postIris: readonly string[];
  readonly acceptedAnswerIri: string | null;
  readonly locked: boolean;
  readonly pinned: boolean;
}

/** A thread as the Group's collection of posts (FEP-7888, FEP-f228; C-05). Its ETag is `threadEtag(postIris)`. */
export function threadFor(facts: ThreadFacts): JsonObject {
  return {
    type: "OrderedCollection",
    id: facts.iri,
    attributedTo: facts.groupIri,
    audience: facts.groupIri,
    orderType: ORDER_OLDEST_FIRST,
    "cop:root": facts.rootIri,
    ...(facts.acceptedAnswerIri === null ? {} : { acceptedAnswer: facts.acceptedAnswerIri }),
    "cop:locked": facts.locked,
    "cop:pinned": facts.pinned,
    totalItems: facts.postIris.length,
    orderedItems: facts.postIris,
  };
}
