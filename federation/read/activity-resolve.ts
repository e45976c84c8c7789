import type { Head, ReadActivity } from "./activity-types.ts";
import { refused } from "./outcome.ts";
import { iriOf } from "./values.ts";
import { wordsOf } from "./words.ts";

const STATES = ["removed", "dismissed", "restored", "upheld"] as const;

/** What became of a report (Lemmy 1.0's activity). Of the embedded Flag only the id is taken. */
export function readResolve(head: Head): ReadActivity {
  const flagIri = iriOf(head.document.object);
  if (flagIri === null) return refused("invalid", "object: no web address");
  return {
    ...head,
    type: "Resolve",
    flagIri,
    state: STATES.find((state) => state === head.document["cop:state"]) ?? null,
    words: wordsOf(head.document.content, head.document.summary),
  };
}
