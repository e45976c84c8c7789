import { isJsonObject, type Json, type JsonObject } from "../jcs.ts";
import { idOf, listOf, single } from "../one-or-many.ts";
import { originOf } from "./guard.ts";

type By = { type: string; actor: string; origin: string };
type Ruled = { objectIds: readonly string[]; object: JsonObject | null };

/**
 * What an activity is about, as far as its sender may say it, or why it is refused: the rule of its type.
 * Types that are not named here keep only the ids of their objects.
 */
export function ruledObject(activity: JsonObject, by: By): Ruled | string {
  if (by.type === "Flag") return flagged(activity.object);
  const object = single(activity.object);
  if (activity.object === undefined)
    return NEEDS_OBJECT.has(by.type) ? "no object" : { objectIds: [], object: null };
  const id = idOf(object);
  if (id === null && REFERS.has(by.type) && isJsonObject(object)) return referred(object, by);
  if (id === null || originOf(id) === null) return "not exactly one object with an id";
  const ruled = isJsonObject(object) ? embedded(object, id, by) : ownId(id, by);
  return typeof ruled === "string" ? ruled : { objectIds: [id], object: ruled };
}

/** Some programs name what they take back or answer by its parts alone, without an id (NodeBB). */
function referred(object: JsonObject, by: By): Ruled | string {
  const parts = by.type === "Undo" ? [idOf(object.actor), idOf(object.object)] : [idOf(object.object)];
  if (typeof single(object.type) !== "string" || parts.includes(null))
    return "not exactly one object with an id";
  const ruled = embedded(object, "", by);
  return typeof ruled === "string" ? ruled : { objectIds: [], object: ruled };
}

function embedded(object: JsonObject, id: string, by: By): JsonObject | null | string {
  if (by.type === "Create" || by.type === "Update") return ownObject(object, id, by);
  if (by.type === "Announce") return object.actor === undefined ? null : object;
  if (by.type === "Undo") return undone(object, by);
  return by.type === "Accept" || by.type === "Reject" ? object : null;
}

/** A31, A32: what one creates or changes lies on one's own origin and is attributed to oneself; an actor is oneself. */
function ownObject(object: JsonObject, id: string, { actor, origin }: By): JsonObject | string {
  if (originOf(id) !== origin) return "the object is on another origin";
  if (ACTORS.has(String(single(object.type)))) return id === actor ? object : "the object is another actor";
  const owners = listOf(object.attributedTo).map(idOf);
  if (!owners.includes(actor)) return "the object is attributed to another actor";
  return owners.every((owner) => owner !== null && originOf(owner) === origin)
    ? object
    : "attributed to another origin";
}

/** A37: nobody takes back another's own act. Acts of a facilitator may be undone by a colleague; who, is decided later. */
function undone(object: JsonObject, { actor }: By): JsonObject | string {
  if (MODERATION.has(String(single(object.type)))) return object;
  const by = idOf(object.actor);
  return by === null || by === actor ? object : "undoes the act of another actor";
}

/** A bare id in Create or Update is fetched from its origin, which must be the sender's own. */
function ownId(id: string, { type, origin }: By): null | string {
  const mustBeOwn = type === "Create" || type === "Update";
  return mustBeOwn && originOf(id) !== origin ? "the object is on another origin" : null;
}

/** A report names several things, each by its id. */
function flagged(value: Json | undefined): Ruled | string {
  const list = listOf(value);
  const ids = list.map(idOf).filter((id) => id !== null && originOf(id) !== null);
  if (ids.length === 0 || ids.length < list.length) return "reports something without an id";
  return { objectIds: ids.filter((id) => id !== null), object: null };
}

const NEEDS_OBJECT = new Set(
  "Create Update Delete Announce Undo Follow Accept Reject Like Dislike Join Leave Add Remove Block Move Invite Offer Lock".split(
    " ",
  ),
);
const REFERS = new Set(["Undo", "Accept", "Reject"]);
const ACTORS = new Set(["Person", "Group", "Service", "Application", "Organization"]);
const MODERATION = new Set(["Block", "Lock", "Delete", "Remove", "Add", "ChooseAnswer", "Invite"]);
