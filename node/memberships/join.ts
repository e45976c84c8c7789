import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { originOf } from "../iris.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { type ActorRef, actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { isHolder, mayNodeHold } from "../visibility/holders.ts";
import { tellFacilitatorsElsewhere } from "./forward.ts";
import { grantMembership, repeatGrant } from "./grant.ts";
import { mayJoin } from "./policy.ts";
import { findMembership, type Membership, membershipOf } from "./read.ts";

export interface JoinRequest {
  readonly actorId: string;
  readonly communityId: string;
  /** One line to the facilitators; restricted communities only. ≤ 500 characters. */
  readonly words?: string;
  /** The request as it came over the wire (Follow or Join), kept whole for the answer. */
  readonly request?: { readonly iri: string; readonly json: unknown };
  /** The invitation that is accepted with it (node/invitations/join.ts). */
  readonly invited?: Invited;
}

/** An invitation as joining needs it: the community has judged that it is good, or will where it is elsewhere. */
export interface Invited {
  readonly iri: string;
  /** Who invited; null where the community is elsewhere. */
  readonly by: string | null;
  /** The inviter knows that the person's node begins to hold copies (profile B-17). */
  readonly confirmed: boolean;
}

/**
 * Joins an open community at once, or asks to join a restricted one. A community elsewhere is asked by letter and
 * grants itself: until then the membership is `requested`. Repeating it for an active member returns the same grant
 * (profile B-05). With an invitation that the community honours nobody decides (B-06), but where their node would begin to hold
 * copies and whoever invited did not say that they know (B-17). Refuses `not-found`, `suspended`, `already-requested`, `invitation-only`, `too-long`; `not-a-holder` for
 * somebody whose node may not hold copies of closed communities.
 */
export function joinCommunity(
  ctx: NodeContext | WriteContext,
  join: JoinRequest,
  origin: Origin = HERE,
): Promise<Membership> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, join.communityId);
    const person = await actorById(tx.sql, join.actorId);
    if (person.kind !== "person") refuse("not-allowed");
    if ((join.words ?? "").length > 500) refuse("too-long", { field: "words", most: 500 });
    const before = await membershipOf(tx.sql, person.id, community.id, "update");
    const { invited } = join;
    const { level, joinPolicy } = community;
    const decision = mayJoin(level, before, { joinPolicy, invited: invited !== undefined });
    if (before?.state === "active") {
      if (community.local && join.request) await repeatGrant(tx, before, join.request);
      return before;
    }
    if (community.local && level === "closed") await refuseUnlessHolder(tx, person);
    const again = !decision.ok && decision.code === "already-requested" && origin.road !== "here";
    if (!again) refuseUnless(decision);
    if (again && before?.requestIri === join.request?.iri && before) return before;
    const membershipId = await writeRequest(tx, join, before);
    const atOnce =
      decision.ok && decision.way === "at-once" && (await mayLetIn(tx, { community, person, invited }));
    if (community.local && atOnce) {
      const by = { decidedBy: invited?.by ?? null, byLink: invited !== undefined };
      return grantMembership(tx, { ...by, membershipId, words: "" }, origin);
    }
    const asking = { community, person, membershipId, join, removed: before?.removed != null };
    // Asked anew, because its node forgot that it had: the facilitators know already, but answer what was asked last.
    if (again) await forwardToFacilitators(tx, asking, origin);
    else await announceRequest(tx, asking, origin);
    return (await findMembership(tx.sql, { id: membershipId })) ?? refuse("not-found");
  });
}

/** The first member of a node waits for a confirmation (B-17), which the inviter may have given with the invitation. */
async function mayLetIn(
  tx: WriteContext,
  joining: {
    readonly community: CommunityHome;
    readonly person: ActorRef;
    readonly invited: Invited | undefined;
  },
): Promise<boolean> {
  const { community, person, invited } = joining;
  if (community.level !== "closed" || person.local || invited === undefined || invited.confirmed) return true;
  return isHolder(tx, community.id, originOf(person.iri) ?? "");
}

/** Only nodes that may hold what is written in closed communities have members in one (profile B-03, D.5). */
export async function refuseUnlessHolder(tx: WriteContext, person: ActorRef): Promise<void> {
  if (!person.local && !(await mayNodeHold(tx, person.iri))) refuse("not-a-holder");
}

/** The row of someone who asks, whatever they were before; returns its id. Granting it is the community's. */
export async function writeRequest(
  tx: WriteContext,
  join: JoinRequest,
  before: Membership | null,
): Promise<string> {
  const json = join.request ? tx.sql.json(join.request.json as never) : null;
  const [row] = await tx.sql<{ id: string }[]>`
    insert into memberships (community_id, actor_id, state, words, requested, request_iri, request)
    values (${join.communityId}, ${join.actorId}, 'requested', ${join.words ?? ""}, ${tx.now}, ${join.request?.iri ?? null}, ${json})
    on conflict (community_id, actor_id) do update set state = 'requested', role = 'member', words = excluded.words,
      requested = excluded.requested, request_iri = excluded.request_iri, request = excluded.request,
      decided = null, decided_by = null, reason = '', ended = null, grant_iri = null, returned = null
    returning id`;
  if (!row) throw new Error(`No membership row for ${before?.id ?? "a new request"}.`);
  await tx.sql`delete from grant_proofs where membership_id = ${row.id}`;
  return row.id;
}

interface Asking {
  readonly community: CommunityHome;
  readonly person: ActorRef;
  readonly membershipId: string;
  readonly join: JoinRequest;
  /** A facilitator had ended their membership: they ask, in open communities too. */
  readonly removed: boolean;
}

async function announceRequest(tx: WriteContext, asking: Asking, origin: Origin): Promise<void> {
  const { community, person } = asking;
  const changeId = await recordChange(tx, {
    kind: "membership.requested",
    actorId: person.id,
    communityId: community.id,
    subjectId: asking.membershipId,
    origin,
  });
  if (person.local && !community.local) await askElsewhere(tx, asking, changeId);
  if (community.local) await forwardToFacilitators(tx, asking, origin);
}

/** Follow is membership in open communities; restricted ones are asked with Join (profile B.1, resolution 4). */
async function askElsewhere(tx: WriteContext, asking: Asking, changeId: string): Promise<void> {
  const { community } = asking;
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox) refuse("not-connected", { home: community.name });
  const type =
    community.level === "open" && !asking.removed && asking.join.invited === undefined ? "Follow" : "Join";
  const iri = await insertRequest(tx, asking, { type, changeId, origin: HERE });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}

/**
 * The Group forwards a pending request to its facilitators wherever they are, as an unlogged Announce to their
 * inboxes only (resolution 5): what came from elsewhere as it came, a request made here as a Join of its own.
 */
async function forwardToFacilitators(tx: WriteContext, asking: Asking, origin: Origin): Promise<void> {
  const { community, membershipId } = asking;
  const objectIri = await insertRequest(tx, asking, { type: "Join", changeId: null, origin });
  await tellFacilitatorsElsewhere(tx, community, { type: "Announce", objectIri, facts: { membershipId } });
}

async function insertRequest(
  tx: WriteContext,
  { community, person, membershipId, join }: Asking,
  how: { readonly type: "Follow" | "Join"; readonly changeId: string | null; readonly origin: Origin },
): Promise<string> {
  const received = how.origin.road === "letter" ? how.origin.activity : null;
  const iri = await insertActivity(tx, {
    type: how.type,
    actorIri: person.iri,
    objectIri: community.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { membershipId, ...(join.invited ? { invite: join.invited.iri } : {}) },
    changeId: how.changeId,
    ...(received ? { received: { iri: received.iri, bytes: received.bytes } } : {}),
  });
  await tx.sql`update memberships set request_iri = ${iri} where id = ${membershipId}`;
  return iri;
}
