import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { type ActorRef, actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { mayNodeHold } from "../visibility/holders.ts";
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
}

/**
 * Joins an open community at once, or asks to join a restricted one. A community elsewhere is asked by letter and
 * grants itself: until then the membership is `requested`. Repeating it for an active member returns the same grant
 * (profile B-05). Refuses `not-found`, `suspended`, `already-requested`, `invitation-only`, `too-long`; `not-a-holder` for
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
    const decision = mayJoin(community.level, before, community.joinPolicy);
    if (before?.state === "active") {
      if (community.local && join.request) await repeatGrant(tx, before, join.request);
      return before;
    }
    if (community.local && community.level === "closed") await refuseUnlessHolder(tx, person);
    const again = !decision.ok && decision.code === "already-requested" && origin.road !== "here";
    if (!again) refuseUnless(decision);
    if (again && before?.requestIri === join.request?.iri && before) return before;
    const membershipId = await writeRequest(tx, join, before);
    if (community.local && decision.ok && decision.way === "at-once")
      return grantMembership(tx, { membershipId, decidedBy: null, words: "" }, origin);
    const asking = { community, person, membershipId, join, removed: before?.removed != null };
    // Asked anew, because its node forgot that it had: the facilitators know already, but answer what was asked last.
    if (again) await forwardToFacilitators(tx, asking, origin);
    else await announceRequest(tx, asking, origin);
    return (await findMembership(tx.sql, { id: membershipId })) ?? refuse("not-found");
  });
}

/** Only nodes that may hold what is written in closed communities have members in one (profile B-03, D.5). */
async function refuseUnlessHolder(tx: WriteContext, person: ActorRef): Promise<void> {
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
      decided = null, decided_by = null, reason = '', ended = null, grant_iri = null
    returning id`;
  if (!row) throw new Error(`No membership row for ${before?.id ?? "a new request"}.`);
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
  const type = community.level === "open" && !asking.removed ? "Follow" : "Join";
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
  { community, person, membershipId }: Asking,
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
    facts: { membershipId },
    changeId: how.changeId,
    ...(received ? { received: { iri: received.iri, bytes: received.bytes } } : {}),
  });
  await tx.sql`update memberships set request_iri = ${iri} where id = ${membershipId}`;
  return iri;
}
