import type { Change } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { askErasure } from "../erasures/ask.ts";
import { tellHiddenMembers } from "../hidden/tell.ts";
import { adoptInvitations } from "../invitations/look-after.ts";
import { tellPeople } from "../notifications/tell.ts";

/**
 * Who hears of a change: people of this node, and the nodes of members of hidden communities, who learn that something is there. A node
 * without a member any more is asked to erase. */
export async function tellEverybody(tx: WriteContext, change: Change): Promise<void> {
  await adoptInvitations(tx, change);
  await tellPeople(tx, change);
  await tellHiddenMembers(tx, change);
  await askErasure(tx, change);
}
