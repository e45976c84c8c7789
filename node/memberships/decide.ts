import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { originOf } from "../iris.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { isHolder, mayNodeHold } from "../visibility/holders.ts";
import { declineMembership, grantMembership } from "./grant.ts";
import { mayLead } from "./leads.ts";
import { findMembership, type Membership } from "./read.ts";

export interface RequestDecision {
  readonly facilitatorId: string;
  readonly membershipId: string;
  readonly accept: boolean;
  /** Said to the person who asked; required when declining. ≤ 1,000 characters. */
  readonly words: string;
  /** The facilitator has read that the asker's node becomes a holder of copies, where it does (profile B-17). */
  readonly confirmed?: boolean;
}

/**
 * A facilitator decides a request to join. In a local community the decision takes effect here; the first valid one
 * wins and a second is refused `already-decided` with who and when. Elsewhere it is a signed act sent to the Group,
 * which alone grants (resolution 5); one that comes second there is told by takeLateDecision. Refuses `not-found`, `not-allowed`, `required` (reason),
 * `already-decided`; `needs-confirmation` for the first member of a node in a closed community, and `not-a-holder` where that
 * node may not hold copies any more.
 */
export function decideRequest(
  ctx: NodeContext | WriteContext,
  decision: RequestDecision,
  origin: Origin = HERE,
): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const membership =
      (await findMembership(tx.sql, { id: decision.membershipId }, "update")) ?? refuse("not-found");
    const community = await communityHome(tx.sql, membership.communityId);
    refuseUnless(await mayLead(tx.sql, decision.facilitatorId, community));
    if (!decision.accept && decision.words.trim() === "") refuse("required", { field: "words" });
    if (decision.words.length > 1000) refuse("too-long", { field: "words", most: 1000 });
    if (membership.state !== "requested") await refuseDecided(tx, membership);
    if (decision.accept && community.level === "closed")
      await checkNewHolder(tx, { community, membership, decision });
    if (!community.local) return sendDecision(tx, membership, decision);
    const granting = {
      membershipId: membership.id,
      decidedBy: decision.facilitatorId,
      words: decision.words,
    };
    if (decision.accept) await grantMembership(tx, granting, origin);
    else await declineMembership(tx, granting, origin);
    return "done";
  });
}

interface Admitting {
  readonly community: CommunityHome;
  readonly membership: Membership;
  readonly decision: RequestDecision;
}

/**
 * From the first member on, the administrators of a node could read what is written: a facilitator says that they know
 * (profile B-17). Here it is known who holds copies; a facilitator elsewhere confirms for anyone of another node.
 */
async function checkNewHolder(
  tx: WriteContext,
  { community, membership, decision }: Admitting,
): Promise<void> {
  const person = await actorById(tx.sql, membership.actorId);
  const origin = originOf(person.iri) ?? "";
  if (person.local) return;
  if (community.local && !(await mayNodeHold(tx, person.iri))) refuse("not-a-holder");
  const known = community.local
    ? await isHolder(tx, community.id, origin)
    : origin === originOf(community.iri);
  if (!known && decision.confirmed !== true) refuse("needs-confirmation", { field: "confirmed" });
}

async function refuseDecided(tx: WriteContext, membership: Membership): Promise<never> {
  const [by] = await tx.sql<
    { name: string; iri: string }[]
  >`select name, iri from actors where id = ${membership.decidedBy}`;
  return refuse("already-decided", {
    by: by?.name ?? "",
    ...(by ? { decider: by.iri } : {}),
    accepted: membership.state === "active",
    when: (membership.decided ?? tx.now).toISOString(),
  });
}

async function sendDecision(
  tx: WriteContext,
  membership: Membership,
  decision: RequestDecision,
): Promise<"sent"> {
  const community = await communityHome(tx.sql, membership.communityId);
  const facilitator = await actorById(tx.sql, decision.facilitatorId);
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox || membership.requestIri === null) refuse("not-connected", { home: community.name });
  const [sent] = await tx.sql`select 1 from activities where actor_iri = ${facilitator.iri}
    and object_iri = ${membership.requestIri} and type in ('Accept', 'Reject')`;
  if (sent)
    refuse("already-decided", { by: "", sent: true, accepted: decision.accept, when: tx.now.toISOString() });
  const changeId = await recordChange(tx, {
    kind: "membership.decision-sent",
    actorId: facilitator.id,
    communityId: community.id,
    subjectId: membership.id,
    origin: HERE,
    facts: { accept: decision.accept },
  });
  const iri = await insertActivity(tx, {
    type: decision.accept ? "Accept" : "Reject",
    actorIri: facilitator.iri,
    objectIri: membership.requestIri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    changeId,
    facts: {
      membershipId: membership.id,
      words: decision.words,
      forGroup: true,
      confirmed: decision.confirmed ?? false,
    },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  return "sent";
}
