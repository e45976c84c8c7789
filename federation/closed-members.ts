import { communityByIri } from "../node/communities/home.ts";
import type { ClosedMember } from "../node/memberships/types.ts";
import { refuse } from "../node/refusal.ts";
import { getDocument } from "./get-document.ts";
import { groupCollectionsOf } from "./objects/group.ts";
import { readClosedMembers } from "./read/closed-members.ts";
import type { Wire } from "./wire.ts";

/**
 * Asks the node of a closed community elsewhere who its members are, to be shown now and kept nowhere. Throws Outage while
 * that node is away; refuses `not-found` where it does not say, as to a node without members.
 */
export async function fetchClosedMembers(wire: Wire, groupIri: string): Promise<readonly ClosedMember[]> {
  const community = await communityByIri(wire.ctx.sql, groupIri);
  if (!community || community.local || community.level !== "closed") refuse("not-found");
  const { members } = groupCollectionsOf(groupIri);
  const fetched = await getDocument(wire, members, { page: true });
  const read = fetched.ok ? readClosedMembers(fetched.document, groupIri) : null;
  return read ?? refuse("not-found");
}
