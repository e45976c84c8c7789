import { type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { communityChanged } from "../communities/tell-changed.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { tellFacilitatorsElsewhere } from "./forward.ts";
import { findMembership, type Membership } from "./read.ts";

export interface Granting {
  readonly membershipId: string;
  /** The facilitator who said yes; null when the community is joined at once. */
  readonly decidedBy: string | null;
  readonly words: string;
  /** They came in by the join link, and know it: nobody writes to tell them. */
  readonly byLink?: boolean;
}

/**
 * The community (local) makes a membership active and tells the member's node with an Accept that carries the grant
 * (profile B.2). The one place where a membership begins.
 */
export async function grantMembership(
  tx: WriteContext,
  granting: Granting,
  origin: Origin,
): Promise<Membership> {
  const membership =
    (await findMembership(tx.sql, { id: granting.membershipId }, "update")) ?? refuse("not-found");
  const community = await communityHome(tx.sql, membership.communityId);
  const grantIri = membership.grantIri ?? tx.iris.grant(community.iri, membership.id);
  await tx.sql`update memberships set state = 'active', grant_iri = ${grantIri}, decided = ${tx.now}, ended = null, removed = null,
    decided_by = ${granting.decidedBy}, reason = ${granting.words} where id = ${membership.id}`;
  await countMembers(tx, community.id);
  const changeId = await recordChange(tx, {
    kind: "membership.granted",
    actorId: granting.byLink ? membership.actorId : (granting.decidedBy ?? membership.actorId),
    communityId: community.id,
    subjectId: membership.id,
    origin,
    facts: { asked: granting.decidedBy !== null, byLink: granting.byLink ?? false },
  });
  await answerMember(tx, membership, {
    type: "Accept",
    changeId,
    words: granting.words,
    decidedBy: granting.decidedBy,
  });
  return { ...membership, state: "active", grantIri, decided: tx.now, decidedBy: granting.decidedBy };
}

/** A member asked again: the same grant goes out once more, as the answer to what was asked last (profile B-05). */
export async function repeatGrant(
  tx: WriteContext,
  membership: Membership,
  request: { readonly iri: string; readonly json: unknown },
): Promise<void> {
  await tx.sql`update memberships set request_iri = ${request.iri}, request = ${tx.sql.json(request.json as never)}
    where id = ${membership.id}`;
  await answerMember(
    tx,
    { ...membership, requestIri: request.iri },
    { type: "Accept", changeId: null, words: "", decidedBy: null },
  );
}

/** The community (local) declines a request with a reason and tells the asker's node. */
export async function declineMembership(
  tx: WriteContext,
  declining: Granting,
  origin: Origin,
): Promise<void> {
  const membership =
    (await findMembership(tx.sql, { id: declining.membershipId }, "update")) ?? refuse("not-found");
  await tx.sql`update memberships set state = 'refused', decided = ${tx.now}, decided_by = ${declining.decidedBy},
    reason = ${declining.words} where id = ${membership.id}`;
  const changeId = await recordChange(tx, {
    kind: "membership.declined",
    actorId: declining.decidedBy,
    communityId: membership.communityId,
    subjectId: membership.id,
    origin,
  });
  await answerMember(tx, membership, {
    type: "Reject",
    changeId,
    words: declining.words,
    decidedBy: declining.decidedBy,
  });
}

interface Answer {
  readonly type: "Accept" | "Reject";
  readonly changeId: string | null;
  readonly words: string;
  readonly decidedBy: string | null;
}

/** One Accept or Reject of the Group: to the asker's node, and forwarded to facilitators elsewhere when one decided. */
async function answerMember(tx: WriteContext, membership: Membership, answer: Answer): Promise<void> {
  const community = await communityHome(tx.sql, membership.communityId);
  const member = await actorById(tx.sql, membership.actorId);
  if (membership.requestIri === null) return;
  const iri = await insertActivity(tx, {
    type: answer.type,
    actorIri: community.iri,
    objectIri: membership.requestIri,
    communityId: community.id,
    readers: "addressees",
    addressees: [member.iri],
    changeId: answer.changeId,
    facts: { membershipId: membership.id, words: answer.words, decidedBy: answer.decidedBy },
  });
  const inbox = member.local ? null : await inboxOf(tx, member.id);
  if (inbox) await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  if (answer.decidedBy !== null) {
    const decider = await actorById(tx.sql, answer.decidedBy);
    await tellFacilitatorsElsewhere(tx, community, {
      type: "Announce",
      objectIri: iri,
      facts: { membershipId: membership.id, deciderIri: decider.iri },
    });
  }
}

/** Brings the counts of a local community up to date, and tells its readers; they are shown and sent, never guessed. */
export async function countMembers(tx: WriteContext, communityId: string): Promise<void> {
  const changed = await tx.sql`
    update communities c set members = n.members, councils = n.councils from (
      select count(*)::int as members, count(distinct a.organisation_id)::int as councils
      from memberships m join actors a on a.id = m.actor_id
      where m.community_id = ${communityId} and m.state in ('active', 'suspended')) n
    where c.id = ${communityId} and exists (select 1 from actors a where a.id = c.actor_id and a.peer_id is null)
      and (c.members, c.councils) is distinct from (n.members, n.councils)
    returning 1`;
  if (changed.length > 0) await communityChanged(tx, communityId);
}
