import type { CommunityHome } from "../../node/communities/home.ts";
import { sameOrigin } from "../../node/iris.ts";
import type { JsonObject } from "../jcs.ts";
import { groupCollectionsOf } from "../objects/group.ts";
import { readActivity } from "../read/activity.ts";
import type { Activity } from "../read/activity-types.ts";
import type { CommunityAct } from "./act.ts";

/** An act in a community and the id of what it is about. */
export type Act = CommunityAct & { readonly object: string };

/** What of an announced activity is an act in this community: E-09, and the update of the community itself apart. */
export function actOf(document: JsonObject, community: CommunityHome): Act | null {
  const read = readActivity(document);
  if (!isAct(read)) return null;
  if (read.audience !== null && !mayStandIn(read.audience, community.iri)) return null;
  const object = "object" in read ? read.object : (read.of.object ?? read.of.id ?? "");
  return { ...read, object } as Act;
}

/**
 * E-09; in the log of a community that a thread was moved to stand acts that name the one it was in before, on the same node:
 * whether it was, is asked in the transaction (`checkMovedHere`).
 */
function mayStandIn(audience: string, groupIri: string): boolean {
  return audience === groupIri || sameOrigin(audience, groupIri);
}

function isAct(read: ReturnType<typeof readActivity>): read is Activity & CommunityAct {
  return [
    "Create",
    "Update",
    "Delete",
    "Undo",
    "Like",
    "ChooseAnswer",
    "Add",
    "Remove",
    "Lock",
    "Move",
    "Block",
  ].includes(read.type);
}

/** Who acts, and who becomes a facilitator: perhaps somebody of a third node, not heard of here before. */
export function peopleOf(act: Act, community: CommunityHome): readonly string[] {
  const isRole = act.type === "Add" && act.target !== groupCollectionsOf(community.iri).featured;
  return isRole ? [act.actor, act.object] : [act.actor];
}
