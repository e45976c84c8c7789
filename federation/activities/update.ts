import type { JsonObject } from "../jcs.ts";
import { type GroupAddress, relayAddressing } from "../objects/audience.ts";
import { type GrantFacts, grantFor } from "../objects/memberships.ts";
import { type Act, activityFor } from "./activity.ts";
import { addressingOf } from "./addressing-of.ts";

/** An edited post, whole, with an `updated` later than before (profile C.9). */
export function updateFor(act: Act, object: JsonObject): JsonObject {
  return activityFor("Update", act, addressingOf(object), { object });
}

/** A community's new description, by the Group itself or by a facilitator on its node; announced and logged (E.1). */
export function updateGroupFor(act: Act, group: GroupAddress, actor: JsonObject): JsonObject {
  return activityFor("Update", act, { ...relayAddressing(group), audience: group.iri }, { object: actor });
}

/** Says to the nodes that hold a copy that a person, or a community's counts, changed: by the very actor. */
export function actorHintFor(act: Act, actor: JsonObject, to: readonly string[]): JsonObject {
  return activityFor("Update", act, { to, cc: [] }, { object: actor });
}

/** What the Group says of one membership now, to the member's node (profile B.4). */
export function updateGrantFor(act: Act, grant: GrantFacts): JsonObject {
  return activityFor("Update", act, { to: [grant.personIri], cc: [] }, { object: grantFor(grant) });
}

/** Says to connected nodes that this node's directory or description changed (P-15); `object` is only its id. */
export function directoryHintFor(act: Act, communitiesIri: string, nodeIris: readonly string[]): JsonObject {
  return activityFor("Update", act, { to: nodeIris, cc: [] }, { object: communitiesIri });
}
