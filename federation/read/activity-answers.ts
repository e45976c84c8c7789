import type { JsonObject } from "../jcs.ts";
import type { Head, ReadActivity, Reference } from "./activity-types.ts";
import { councilsOf } from "./councils.ts";
import { ignored, type Refused, refused } from "./outcome.ts";
import { aLine, iriOf, manyOf, recordOf, typeOf } from "./values.ts";
import { wordsOf } from "./words.ts";

/** Acts that only whoever did them takes back (A37); acts of moderation a colleague may undo (profile F.2). */
const OWN_ACTS = new Set(["Follow", "Join", "Like", "EmojiReact", "Announce", "Create"]);

export function readAccept(head: Head): ReadActivity {
  const of = referenceOf(head);
  if ("why" in of) return of;
  const { document } = head;
  return {
    ...head,
    type: "Accept",
    of,
    words: wordsOf(document.content),
    error: null,
    deciderIri: null,
    confirmed: document["cop:confirmed"] === true,
    result: recordOf(document.result) as JsonObject | null,
    councils: councilsOf(document["cop:councils"]),
  };
}

/** NodeBB rejects Announces that it could not store: that answers nothing we asked (interop.md §1.7). */
export function readReject(head: Head): ReadActivity {
  const { document } = head;
  if (typeOf(document.object) === "Announce") return ignored("Reject", "of an Announce, which asks nothing");
  const of = referenceOf(head);
  if ("why" in of) return of;
  return {
    ...head,
    type: "Reject",
    of,
    words: wordsOf(document.content, document.summary),
    error: aLine(50).parse(document["cop:error"]) || null,
    deciderIri: iriOf(document["cop:decidedBy"]),
    confirmed: false,
    result: null,
    councils: [],
  };
}

export function readUndo(head: Head): ReadActivity {
  const of = referenceOf(head);
  if ("why" in of) return of;
  if (of.asType === "Dislike") return ignored("Undo", "of a Dislike, which was never counted");
  if (of.actor !== null && of.actor !== head.actor && OWN_ACTS.has(of.asType ?? "")) {
    return refused("wrong-author", "takes back the act of another actor");
  }
  return { ...head, type: "Undo", of, reason: wordsOf(head.document.summary) };
}

/** The activity answered or taken back: its id, or the parts of an embedded one, which may lack an id of its own. */
function referenceOf(head: Head): Reference | Refused {
  const [object, ...more] = manyOf(head.document.object);
  const embedded = recordOf(object);
  const id = iriOf(object);
  const reference: Reference = {
    id,
    asType: typeOf(embedded),
    actor: iriOf(embedded?.actor),
    object: iriOf(embedded?.object),
    target: iriOf(embedded?.target),
  };
  const known =
    id !== null || (reference.asType !== null && reference.actor !== null && reference.object !== null);
  return known && more.length === 0 ? reference : refused("invalid", "object: not exactly one activity");
}
