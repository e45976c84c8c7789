import { PLACE_STATES, PLACE_TYPE } from "../activities/place.ts";
import type { Head, ReadActivity } from "./activity-types.ts";
import { ignored, refused } from "./outcome.ts";
import { aLine, iriOf, recordOf, typeOf } from "./values.ts";

const MOST = 2000;
const ADDRESS = /^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/;

/** A letter to the lead of a community, or a hidden place; other things that are offered are not acted on here. */
export function readOffer(head: Head): ReadActivity {
  const { document } = head;
  const object = recordOf(document.object);
  if (typeOf(object) === PLACE_TYPE) return readPlace(head, object);
  if (typeOf(object) !== "Note") return ignored("Offer", "not acted on here");
  const target = iriOf(document.target);
  if (target === null) return refused("invalid", "target: no web address");
  const source = recordOf(object?.source);
  const words = typeof source?.content === "string" ? source.content.trim() : "";
  if (words === "" || words.length > MOST) return refused("invalid", "object: no words, or too many");
  const replyTo = aLine(320).parse(object?.["cop:replyTo"]);
  return { ...head, type: "Offer", object: target, words, replyTo: ADDRESS.test(replyTo) ? replyTo : "" };
}

function readPlace(head: Head, object: Readonly<Record<string, unknown>> | null): ReadActivity {
  const group = iriOf(object?.id);
  const state = PLACE_STATES.find((one) => one === object?.["cop:state"]);
  if (group === null || state === undefined) return refused("invalid", "object: no place");
  return { ...head, type: "Place", object: group, state };
}
