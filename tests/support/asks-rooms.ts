import { HERE } from "../../node/changes/record.ts";
import { holdingColumns } from "../../node/communities/holding.ts";
import { communityHome } from "../../node/communities/home.ts";
import { cardsOf, findCommunity, listCommunities } from "../../node/communities/read.ts";
import { listSuggested } from "../../node/communities/suggest.ts";
import type { WriteContext } from "../../node/context.ts";
import { newUuid } from "../../node/ids.ts";
import { standingsOf } from "../../node/invitations/candidates.ts";
import { invitePerson } from "../../node/invitations/invite.ts";
import { findPlaces } from "../../node/invitations/places.ts";
import { takeAddressInvite } from "../../node/invitations/take-address.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { listCouncilShares, listMembers } from "../../node/memberships/list.ts";
import { findPersonDocument } from "../../node/people/document.ts";
import { belongsInPublic } from "../../node/people/in-public.ts";
import { findProfile } from "../../node/people/read.ts";
import {
  type Ask,
  type Asks,
  asPerson,
  newcomer,
  pretending,
  readingAs,
  unrefused,
  viewing,
} from "./asks.ts";
import type { MatrixScene } from "./matrix-scene.ts";

/** How many are in it, and what nobody answered. */
const figures: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { id, topic } = s.rooms.closed;
    await tx.sql`update posts set replies = 0 where id = ${topic.id}`;
    const [card] = await cardsOf(tx, viewing(s, inside), [id]);
    const told = card?.members != null;
    if (told !== (card?.unanswered ?? 0) > 0) throw new Error("Both or neither is told.");
    return told;
  });

const heldSince: Ask = (s, inside) =>
  pretending(s.home, async ({ sql }) => {
    const { id } = s.rooms.closed;
    await sql`update communities set history_floor = 1 where id = ${id}`;
    const [row] = await sql<{ history_from: Date | null }[]>`
      select ${holdingColumns(sql, viewing(s, inside))} from communities c join actors g on g.id = c.actor_id
      left join peers hp on hp.id = g.peer_id where c.id = ${id}`;
    return row?.history_from != null;
  });

/** A hidden room that somebody lists all the same. */
const listed: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    await tx.sql`update communities set listed = true where id = ${s.rooms.confidential.id}`;
    const text = s.canaries.confidential.bait;
    return (await listCommunities(tx, viewing(s, inside), { text })).items.length > 0;
  });

/** To whom is in no community: open ones are, and one that only members may read is not, whoever asks. */
const suggested: Ask = async (s, inside) => {
  const { fitting, others } = await listSuggested(s.home.ctx, asPerson(s.people.outsider), [], 50);
  const wanted = inside ? [s.rooms.open.id] : [s.rooms.closed.id, s.rooms.confidential.id];
  return [...fitting, ...others].some(({ id }) => wanted.includes(id));
};

/** Only what names no new holder of copies goes through without a word that one knows (B-17). */
const decided: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { id } = await newcomer(tx, s, inside);
    const [asked] = await tx.sql<{ id: string }[]>`
      insert into memberships (community_id, actor_id, state, requested, request_iri)
      values (${s.rooms.closed.id}, ${id}, 'requested', ${tx.now}, ${`urn:uuid:${newUuid(tx.now)}`}) returning id`;
    const decision = { facilitatorId: s.people.facilitator.actorId, membershipId: asked?.id ?? "" };
    return unrefused(decideRequest(tx, { ...decision, accept: true, words: "" }));
  });

const letIn: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { id: actorId } = await newcomer(tx, s, inside);
    const invited = {
      iri: tx.iris.activity(newUuid(tx.now)),
      by: s.people.facilitator.actorId,
      confirmed: false,
    };
    const joined = await joinCommunity(tx, { actorId, communityId: s.rooms.closed.id, invited });
    return joined.state === "active";
  });

const invited: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { id: personId } = await newcomer(tx, s, inside);
    const by = { inviterId: s.people.facilitator.actorId, communityId: s.rooms.closed.id };
    return unrefused(invitePerson(tx, { ...by, personId, words: "" }));
  });

const addressTaken: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { nodeIri } = await newcomer(tx, s, inside);
    const community = await communityHome(tx.sql, s.rooms.closed.id);
    const by = { inviterId: s.people.facilitator.actorId, address: "nia@charity.example" };
    return unrefused(takeAddressInvite(tx, community, { ...by, nodeIri, confirmed: false }, HERE));
  });

const invitable: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    await tx.sql`update peers set holds_closed = ${inside} where origin = ${s.other.origin}`;
    const { elsewhere } = await findPlaces(tx, s.rooms.closed.id);
    return elsewhere.find(({ origin }) => origin === s.other.origin)?.state === "ready";
  });

/** What was done in the open room makes somebody public, and what was done in the closed one does not. */
const inPublic =
  (
    plant: (tx: WriteContext, actorId: string, communityId: string) => Promise<unknown>,
    ask: (tx: WriteContext, actorId: string) => Promise<boolean>,
  ): Ask =>
  (s, inside) =>
    pretending(s.home, async (tx) => {
      const { actorId } = s.people.outsider;
      await plant(tx, actorId, (inside ? s.rooms.open : s.rooms.closed).id);
      return ask(tx, actorId);
    });

const moderatedInPublic = inPublic(
  (tx, actorId, communityId) =>
    tx.sql`insert into moderation_acts (id, community_id, kind, actor_id, reason, happened)
      values (${newUuid(tx.now)}, ${communityId}, 'post-removed', ${actorId}, '', ${tx.now})`,
  async (tx, actorId) => {
    const [{ iri } = { iri: "" }] = await tx.sql<
      { iri: string }[]
    >`select iri from actors where id = ${actorId}`;
    return (await findPersonDocument(tx, { iri }))?.acted ?? false;
  },
);

/** Whether somebody of another node is offered to a facilitator to be invited, of one that is marked or of one that is not. */
const standing: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { origin } = s.peers.memberless;
    if (!inside) await tx.sql`update peers set holds_closed = false where origin = ${origin}`;
    const viewer = asPerson(s.people.facilitator);
    const [found] = await standingsOf(readingAs(tx, viewer), s.rooms.closed.id, [`${origin}/ap/p/1`]);
    return found?.standing === "free";
  });

const belonging = inPublic(
  (tx, actorId, communityId) => member(tx, actorId, communityId, "member"),
  async ({ sql }, actorId) => {
    const [row] = await sql<
      { told: boolean }[]
    >`select ${belongsInPublic(sql, sql`${actorId}::uuid`)} as told`;
    return row?.told ?? false;
  },
);

async function member(tx: WriteContext, actorId: string, communityId: string, role: string): Promise<void> {
  await tx.sql`insert into memberships (community_id, actor_id, state, role, requested, decided)
    values (${communityId}, ${actorId}, 'active', ${role}, ${tx.now}, ${tx.now})`;
}

/** The page of somebody who hides their profile and was met in the closed room only, for a member and for one who left. */
const met =
  (plant: (tx: WriteContext, s: MatrixScene, actorId: string) => Promise<unknown>): Ask =>
  (s, inside) =>
    pretending(s.home, async (tx) => {
      const { actorId } = s.people.outsider;
      const [row] = await tx.sql<{ handle: string }[]>`
        update actors set profile_visibility = 'hidden' where id = ${actorId} returning handle`;
      await plant(tx, s, actorId);
      const viewer = asPerson(inside ? s.people.member : s.people.left);
      return unrefused(findProfile(readingAs(tx, viewer), viewer, row?.handle ?? ""));
    });

const onProfile =
  (of: "communities" | "contributions"): Ask =>
  (s, inside) =>
    pretending(s.home, async (tx) => {
      await tx.sql`update actors set profile_visibility = 'everyone' where id = ${s.people.member.actorId}`;
      const viewer = asPerson(inside ? s.people.facilitator : s.people.outsider);
      const profile = await findProfile(tx, viewer, "room_mona");
      return profile[of].some(({ path }) => path.startsWith(`/c/${s.rooms.closed.handle}`));
    });

/** Communities and who is in them. */
export const ROOMS: Asks = {
  "node/communities/card.ts cardJoins readableCommunities": figures,
  "node/communities/holding.ts holdingColumns readableCommunities": heldSince,
  "node/communities/read.ts cardsOf knownCommunities": async (s, inside) =>
    (await cardsOf(s.home.ctx, viewing(s, inside), [s.rooms.confidential.id])).length > 0,
  "node/communities/read.ts findCommunity knownCommunities": (s, inside) => {
    const viewer = viewing(s, inside);
    return unrefused(findCommunity(readingAs(s.home.ctx, viewer), viewer, s.rooms.confidential.handle));
  },
  "node/communities/read.ts findCommunity readableCommunities": async (s, inside) => {
    const viewer = viewing(s, inside);
    const page = await findCommunity(readingAs(s.home.ctx, viewer), viewer, s.rooms.closed.handle);
    return JSON.stringify(page.charter).includes(s.canaries.closed.mark);
  },
  "node/communities/read.ts listCommunities knownCommunities": listed,
  "node/communities/suggest.ts listSuggested readableCommunities": suggested,
  "node/invitations/candidates.ts standingsOf mayHoldClosed": standing,
  "node/invitations/invite.ts checkNewHolder isHolder": invited,
  "node/invitations/places.ts findPlaces mayHoldClosed": invitable,
  "node/invitations/take-address.ts takeAddressInvite isHolder": addressTaken,
  "node/memberships/decide.ts checkNewHolder isHolder": decided,
  "node/memberships/join.ts mayLetIn isHolder": letIn,
  "node/memberships/list.ts listCouncilShares readableCommunities": async (s, inside) =>
    (await listCouncilShares(s.home.ctx, viewing(s, inside), s.rooms.closed.id)).length > 0,
  "node/memberships/list.ts listMembers readableCommunities": async (s, inside) =>
    (await listMembers(s.home.ctx, viewing(s, inside), s.rooms.closed.id, 1)).total > 0,
  "node/people/document.ts findPersonDocument readableCommunities": moderatedInPublic,
  "node/people/in-public.ts belongsInPublic readableCommunities": belonging,
  "node/people/read.ts communitiesOf readableCommunities": onProfile("communities"),
  "node/people/read.ts contributionsOf readableCommunities": onProfile("contributions"),
  "node/people/read.ts findProfile readableCommunities": met(
    (tx, s, actorId) => tx.sql`update posts set author_id = ${actorId} where id = ${s.rooms.closed.reply.id}`,
  ),
  "node/people/read.ts findProfile readableCommunities 2": met((tx, s, actorId) =>
    member(tx, actorId, s.rooms.closed.id, "facilitator"),
  ),
};
