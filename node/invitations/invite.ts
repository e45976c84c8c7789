import { recordAudit } from "../audit/record.ts";
import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { originOf } from "../iris.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { layLetter } from "../outbox/emit.ts";
import { type ActorRef, actorById } from "../people/actor.ts";
import { peopleOf } from "../people/read.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { isHolder, mayNodeHold } from "../visibility/holders.ts";
import { viewerOf } from "../visibility/viewer.ts";
import { bringToPerson } from "./bring.ts";
import { insertInvite } from "./insert-invite.ts";
import { keepLimits } from "./limits.ts";
import { endOf, MOST_WORDS, mayBeInvited } from "./policy.ts";

export interface PersonInvite {
  /** The facilitator who invites. */
  readonly inviterId: string;
  readonly communityId: string;
  readonly personId: string;
  /** A line to the invited person. ≤ 500 characters. */
  readonly words: string;
  /** The inviter has read that the person's node begins to hold copies, where it does (profile B-17). */
  readonly confirmed?: boolean;
  /** As the Invite says it; where it is made here, 30 days from now. */
  readonly ends?: Date | null;
}

/**
 * A facilitator, of whichever node, invites somebody who was found to a community of whichever node (profile B.3). The community
 * judges the role and brings it to the invited person's inbox only; it stands in no log (B-07). In a community elsewhere it is
 * `sent` to the Group. The confirmation of B-17 is given with the invitation: who says `confirmed` lets the first member of
 * another node in without being asked again. Refuses `not-found` (also somebody who lets themselves not be found), `not-allowed`,
 * `already-exists` (field `person`: a member, or invited already), `already-requested`, `suspended`, `too-long`, `too-many`,
 * `not-a-holder`, `needs-confirmation`, `not-connected`.
 */
export function invitePerson(
  ctx: NodeContext | WriteContext,
  invite: PersonInvite,
  origin: Origin = HERE,
): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, invite.communityId);
    if (community.archived) refuse("not-found");
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, invite.inviterId, community.id, "share")));
    const person = await findInvitee(tx, invite, origin);
    // By reference only: node/hidden/invite.ts.
    if (community.level === "confidential" && !(community.local && person.local)) refuse("unsupported");
    if (invite.words.length > MOST_WORDS) refuse("too-long", { field: "words", most: MOST_WORDS });
    refuseUnless(mayBeInvited(await membershipOf(tx.sql, person.id, community.id, "share")));
    if (community.level === "closed") await checkNewHolder(tx, { community, person, invite });
    await keepLimits(tx, invite);
    const invitation = await write(tx, { community, person, invite }, origin);
    return community.local ? bringHere(tx, invitation, origin) : sendToGroup(tx, invitation);
  });
}

/** Somebody else, who lets themselves be found by the facilitator. What another node's facilitator may find, that node judged. */
async function findInvitee(tx: WriteContext, invite: PersonInvite, origin: Origin): Promise<ActorRef> {
  const person = await actorById(tx.sql, invite.personId);
  if (person.kind !== "person" || person.id === invite.inviterId) refuse("not-found", { field: "person" });
  if (origin.road === "here") {
    const [found] = await peopleOf(tx, viewerOf(invite.inviterId), [person.id]);
    if (!found) refuse("not-found", { field: "person" });
  }
  return person;
}

interface Inviting {
  readonly community: CommunityHome;
  readonly person: ActorRef;
  readonly invite: PersonInvite;
}

/** As for a request (decide.ts): the facilitator says that they know whose site begins to hold copies. */
async function checkNewHolder(tx: WriteContext, { community, person, invite }: Inviting): Promise<void> {
  const at = originOf(person.iri) ?? "";
  if (community.local ? person.local : at === originOf(community.iri)) return;
  if (community.local && !(await mayNodeHold(tx, person.iri))) refuse("not-a-holder", { field: "person" });
  const known = community.local && (await isHolder(tx, community.id, at));
  if (!known && invite.confirmed !== true) refuse("needs-confirmation", { field: "confirmed" });
}

/** An invitation that was just written, with its two sides. */
interface Written extends Inviting {
  readonly id: string;
  readonly iri: string;
}

async function write(tx: WriteContext, inviting: Inviting, origin: Origin): Promise<Written> {
  const { community, person, invite } = inviting;
  const received = origin.road === "letter" ? origin.activity : null;
  const id = newUuid(tx.now);
  const iri = received?.iri ?? tx.iris.activity(newUuid(tx.now));
  const ends = invite.ends && invite.ends < endOf(tx.now) ? invite.ends : endOf(tx.now);
  // One that has ended by itself makes room for a new one.
  await tx.sql`update invitations set state = 'withdrawn', decided = ends
    where community_id = ${community.id} and invitee_id = ${person.id} and state = 'pending' and ends <= ${tx.now}`;
  const [row] = await tx.sql`
    insert into invitations (id, iri, community_id, inviter_id, invitee_id, words, confirmed, created, ends)
    values (${id}, ${iri}, ${community.id}, ${invite.inviterId}, ${person.id}, ${invite.words.trim()},
      ${invite.confirmed ?? false}, ${tx.now}, ${ends})
    on conflict do nothing returning 1`;
  if (!row) refuse("already-exists", { field: "person", what: "invited" });
  const written = { ...inviting, id, iri };
  await emit(tx, written, origin);
  return written;
}

/** The Invite, and the records of it. */
async function emit(
  tx: WriteContext,
  { id, iri, community, person, invite }: Written,
  origin: Origin,
): Promise<void> {
  const received = origin.road === "letter" ? origin.activity : null;
  const inviter = await actorById(tx.sql, invite.inviterId);
  const changeId = await recordChange(tx, {
    kind: "invitation.made",
    actorId: inviter.id,
    communityId: community.id,
    subjectId: id,
    origin,
  });
  const about = { iri, actorIri: inviter.iri, toIri: person.iri, invitationId: id, changeId, received };
  await insertInvite(tx, community, about);
  await recordAudit(tx, {
    kind: "community-invitation.sent",
    accountId: null,
    actorIri: inviter.iri,
    subject: id,
    facts: { communityId: community.id, by: "person" },
  });
}

async function bringHere(
  tx: WriteContext,
  { id, community, person }: Written,
  origin: Origin,
): Promise<"done"> {
  await bringToPerson(tx, { invitationId: id, community, person }, origin);
  return "done";
}

/** To the Group's inbox and nowhere else: it alone knows who may invite. */
async function sendToGroup(tx: WriteContext, { iri, community }: Written): Promise<"sent"> {
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox) refuse("not-connected", { home: community.name });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  return "sent";
}
