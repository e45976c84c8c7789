import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import type { MailLanguage } from "../mail/types.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { type CheckedAddress, checkAddresses } from "./check.ts";
import { keepLimits } from "./limits.ts";
import { writeAddressInvite } from "./write-address.ts";

export interface AddressesInvite {
  readonly inviterId: string;
  readonly communityId: string;
  /** As pasted. */
  readonly text: string;
  /** Origins of the sites whose beginning to hold copies the facilitator has confirmed (profile B-17). */
  readonly confirmed: readonly string[];
  /** Of the mails that leave from here. */
  readonly language: MailLanguage;
}

/**
 * A facilitator invites pasted addresses, at most 200 at once and a day: each is looked at again, and those that are `ready` are
 * sent; the others stay. An address goes to the site of its council, where the person joins with their own account; one without
 * a site is invited here as a guest. Refuses as checkAddresses does, `not-allowed`, `too-many`, `needs-confirmation` (field
 * `confirmed`) while a site that would begin to hold copies is not confirmed; then nothing is sent.
 */
export function inviteAddresses(
  ctx: NodeContext,
  invite: AddressesInvite,
): Promise<readonly CheckedAddress[]> {
  return inTransaction(ctx, async (tx) => {
    const { inviterId, communityId, text, confirmed, language } = invite;
    const community = await communityHome(tx.sql, communityId);
    if (community.archived) refuse("not-found");
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, inviterId, communityId, "share")));
    const checked = await checkAddresses(tx, { communityId, text, now: tx.now });
    const ready = checked.filter(({ state }) => state === "ready");
    const open = ready.find(({ place }) => place?.newHolder && !confirmed.includes(place.origin));
    if (open) refuse("needs-confirmation", { field: "confirmed" });
    await keepLimits(tx, invite, ready.length);
    for (const { address, place } of ready) {
      const nodeIri = place === null || place.here ? tx.iris.node : `${place.origin}/ap/actor`;
      const one = {
        inviterId,
        address: address ?? "",
        nodeIri,
        confirmed: place?.newHolder ?? false,
        language,
      };
      await writeAddressInvite(tx, community, one);
    }
    return checked;
  });
}
