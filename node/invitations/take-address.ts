import type { Origin } from "../changes/record.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { originOf } from "../iris.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { isHolder, mayNodeHold } from "../visibility/holders.ts";
import { keepLimits } from "./limits.ts";
import { type AddressInvite, writeAddressInvite } from "./write-address.ts";

/**
 * A facilitator elsewhere invites an address to a community of this node: judged as for a person, and brought to the node that
 * finds the person. Refuses `not-allowed`, `too-many`, `not-a-holder`, `needs-confirmation`, `not-connected`, `unsupported` (a
 * hidden community).
 */
export async function takeAddressInvite(
  tx: WriteContext,
  community: CommunityHome,
  invite: Omit<AddressInvite, "language">,
  origin: Origin,
): Promise<void> {
  const { inviterId, nodeIri } = invite;
  refuseUnless(mayFacilitate(await membershipOf(tx.sql, inviterId, community.id, "share")));
  if (community.archived) refuse("not-found");
  if (community.level === "confidential") refuse("unsupported");
  await keepLimits(tx, { inviterId, communityId: community.id });
  if (community.level === "closed" && nodeIri !== tx.iris.node) {
    if (!(await mayNodeHold(tx, nodeIri))) refuse("not-a-holder");
    const known = await isHolder(tx, community.id, originOf(nodeIri) ?? "");
    if (!known && !invite.confirmed) refuse("needs-confirmation");
  }
  const language = tx.config.languages[0] ?? "en";
  await writeAddressInvite(tx, community, { ...invite, language }, origin);
}
