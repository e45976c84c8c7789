import type { CommunityHome } from "../communities/home.ts";
import type { Reader } from "../db/open.ts";
import { isAdministrator } from "../people/administrator.ts";
import { type Decision, YES } from "../refusal.ts";
import { mayFacilitate } from "./policy.ts";
import { membershipOf } from "./read.ts";
import { isWithoutLead } from "./without-lead.ts";

/**
 * Who may decide about members now: the facilitators; and where a community of this node has lost the last of them, the
 * node's administrators, as facilitators of record (profile B.4). Being that opens nothing of what members wrote.
 */
export async function mayLead(sql: Reader, actorId: string, community: CommunityHome): Promise<Decision> {
  const decision = mayFacilitate(await membershipOf(sql, actorId, community.id, "share"));
  if (decision.ok || !community.local) return decision;
  const ofRecord = (await isWithoutLead(sql, community.id)) && (await isAdministrator(sql, actorId));
  return ofRecord ? YES : decision;
}
