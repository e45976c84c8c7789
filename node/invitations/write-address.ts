import { recordAudit } from "../audit/record.ts";
import { HERE, type Origin } from "../changes/record.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import type { MailLanguage } from "../mail/types.ts";
import { layLetter } from "../outbox/emit.ts";
import { actorById, actorByIri } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { announceTo } from "./bring.ts";
import { bringToAddress } from "./bring-to-address.ts";
import { insertInvite } from "./insert-invite.ts";
import { endOf } from "./policy.ts";

export interface AddressInvite {
  readonly inviterId: string;
  /** In lower case. */
  readonly address: string;
  /** The node that finds the person, this one included. */
  readonly nodeIri: string;
  readonly confirmed: boolean;
  readonly language: MailLanguage;
  readonly ends?: Date | null;
}

/**
 * Writes one invitation of an address and brings it on its way: to the Group where the community is elsewhere, else to the node
 * that finds the person. Who may invite, and whether that node may hold copies, the caller has judged. An address that is
 * invited already stays as it is.
 */
export async function writeAddressInvite(
  tx: WriteContext,
  community: CommunityHome,
  invite: AddressInvite,
  origin: Origin = HERE,
): Promise<void> {
  const received = origin.road === "letter" ? origin.activity : null;
  const iri = received?.iri ?? tx.iris.activity(newUuid(tx.now));
  const id = await insert(tx, community, { ...invite, iri });
  if (id === null) return;
  const inviter = await actorById(tx.sql, invite.inviterId);
  const about = { iri, actorIri: inviter.iri, toIri: invite.nodeIri, invitationId: id, received };
  await insertInvite(tx, community, about);
  await recordAudit(tx, {
    kind: "community-invitation.sent",
    accountId: null,
    actorIri: inviter.iri,
    subject: id,
    facts: { communityId: community.id, by: "address" },
  });
  if (!community.local) return sendToGroup(tx, community, iri);
  if (invite.nodeIri === tx.iris.node) return bringToAddress(tx, { id, language: invite.language });
  const node = (await actorByIri(tx.sql, invite.nodeIri)) ?? refuse("not-connected", { field: "addresses" });
  await announceTo(tx, community, { person: node, objectIri: iri });
}

/** The row's id; null where the address is invited already. */
async function insert(
  tx: WriteContext,
  community: CommunityHome,
  invite: AddressInvite & { readonly iri: string },
): Promise<string | null> {
  await tx.sql`update invitations set state = 'withdrawn', decided = ends, address = null
    where community_id = ${community.id} and address = ${invite.address} and state = 'pending' and ends <= ${tx.now}`;
  const ends = invite.ends && invite.ends < endOf(tx.now) ? invite.ends : endOf(tx.now);
  const [row] = await tx.sql<{ id: string }[]>`
    insert into invitations (id, iri, community_id, inviter_id, address, node_iri, confirmed, created, ends)
    values (${newUuid(tx.now)}, ${invite.iri}, ${community.id}, ${invite.inviterId}, ${invite.address}, ${invite.nodeIri},
      ${invite.confirmed}, ${tx.now}, ${ends})
    on conflict do nothing returning id`;
  return row?.id ?? null;
}

async function sendToGroup(tx: WriteContext, community: CommunityHome, iri: string): Promise<void> {
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox) refuse("not-connected", { home: community.name });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}
