import type { JsonObject } from "../jcs.ts";
import { contentTo, type GroupAddress } from "../objects/audience.ts";
import { groupCollectionsOf } from "../objects/group.ts";
import { type Act, activityFor } from "./activity.ts";

/** Pins a thread (`Add`) or unpins it (`Remove`) (profile C.8). */
export function pinFor(act: Act, group: GroupAddress, threadRootIri: string, pinned: boolean): JsonObject {
  const target = groupCollectionsOf(group.iri).featured;
  return activityFor(pinned ? "Add" : "Remove", act, addressed(group), { object: threadRootIri, target });
}

/** Makes a member a facilitator (`Add`) or ends that (`Remove`) (profile B.4, FEP-1b12). */
export function moderatorFor(act: Act, group: GroupAddress, personIri: string, added: boolean): JsonObject {
  const target = groupCollectionsOf(group.iri).moderators;
  return activityFor(added ? "Add" : "Remove", act, addressed(group), { object: personIri, target });
}

/** The Group ends a membership, with the reason (profile B.4). */
export function removeMemberFor(act: Act, groupIri: string, personIri: string, reason: string): JsonObject {
  const target = groupCollectionsOf(groupIri).members;
  return activityFor(
    "Remove",
    act,
    { to: [personIri], cc: [] },
    { object: personIri, target, summary: reason },
  );
}

/** A facilitator on another node asks the Group to end a membership, with the reason; the Group does it with its own Remove. */
export function askToRemoveFor(act: Act, groupIri: string, personIri: string, reason: string): JsonObject {
  const target = groupCollectionsOf(groupIri).members;
  const to = { to: [groupIri], cc: [], audience: groupIri };
  return activityFor("Remove", act, to, { object: personIri, target, summary: reason });
}

/** Closes a thread for replies, with the reason; undone with `undoFor` (profile C.8). */
export function lockFor(act: Act, group: GroupAddress, threadRootIri: string, reason: string): JsonObject {
  return activityFor("Lock", act, addressed(group), { object: threadRootIri, summary: reason });
}

/** Moves a thread to another community of the same node, with the reason (profile C.9, FEP-f15d). */
export function moveThreadFor(
  act: Act,
  group: GroupAddress,
  move: { readonly rootIri: string; readonly targetIri: string; readonly reason: string },
): JsonObject {
  return activityFor("Move", act, addressed(group), {
    object: move.rootIri,
    origin: group.iri,
    target: move.targetIri,
    summary: move.reason,
  });
}

function addressed(group: GroupAddress) {
  return { to: contentTo(group), cc: [], audience: group.iri };
}
