import type { JsonObject } from "../jcs.ts";
import type { Announced, Head, ReadActivity, ReadLogPlace } from "./activity-types.ts";
import { ACTIVITY_TYPES } from "./content-types.ts";
import { refused } from "./outcome.ts";
import { iriOf, manyOf, recordOf, typeOf } from "./values.ts";

const MOST_ITEMS = 100;

/**
 * An Announce carries one activity (FEP-1b12) or one id; PieFed sends lists of activities, also as a collection. Of an
 * embedded object only the id is taken (resolution 6). Refuses `too-long` beyond 100 items.
 */
export function readAnnounce(head: Head): ReadActivity {
  const object = head.document.object;
  const collection = recordOf(object);
  const listed = collection?.type === "OrderedCollection" || collection?.type === "Collection";
  const values = manyOf(listed ? (collection.orderedItems ?? collection.items) : object);
  if (values.length > MOST_ITEMS) return refused("too-long", "more than 100 announced at once");
  const items = values.map(announcedOf);
  const sound = items.filter((item) => item !== null);
  if (sound.length === 0 || sound.length < items.length) {
    return refused("invalid", "object: announces something without a web address");
  }
  const log = sound.length === 1 ? placeOf(head.document) : null;
  const deciderIri = iriOf(head.document["cop:decidedBy"]);
  return { ...head, type: "Announce", items: sound, log, deciderIri };
}

function announcedOf(value: unknown): Announced | null {
  const record = recordOf(value);
  const type = typeOf(record);
  if (record !== null && type !== null && ACTIVITY_TYPES.has(type) && record.actor !== undefined) {
    return iriOf(record) === null ? null : { form: "activity", activity: record as JsonObject };
  }
  const iri = iriOf(value);
  return iri === null ? null : { form: "id", iri };
}

/** The place of an Announce in its Group's log; null for one that is not logged. */
export function placeOf(document: JsonObject): ReadLogPlace | null {
  const epoch = document["cop:epoch"];
  const seq = document["cop:seq"];
  const first = document["cop:firstSeq"];
  if (typeof epoch !== "string" || epoch === "" || epoch.length > 100) return null;
  if (!isNumber(seq)) return null;
  const firstSeq = isNumber(first) && first < seq ? first : seq;
  return { epoch, seq, prev: iriOf(document["cop:prev"]), firstSeq };
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
}
