import { type Origin, recordChange } from "../changes/record.ts";
import { communityByIri } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { membershipOf } from "../memberships/read.ts";
import { actorByIri } from "../people/actor.ts";
import { noteInvited } from "./bring.ts";
import { bringToAddress } from "./bring-to-address.ts";
import { endOf } from "./policy.ts";
import { findInvitation } from "./rows.ts";

export interface ArrivingInvite {
  readonly groupIri: string;
  readonly inviterIri: string;
  readonly targetIri: string;
  readonly iri: string;
  readonly words: string;
  readonly ends: Date | null;
  /** Where an address is invited that this node finds the person of; else null. */
  readonly address: string | null;
}

/**
 * A community elsewhere brings an invitation to somebody of this node. A newer one takes the place of an older one. `ignored`
 * for whom is no person here, is a member already, or is not named; and when it has ended.
 */
export async function takeInvitation(
  tx: WriteContext,
  invite: ArrivingInvite,
  origin: Origin,
): Promise<"taken" | "ignored"> {
  if (invite.address !== null) return takeAddress(tx, { ...invite, address: invite.address });
  const community = await communityByIri(tx.sql, invite.groupIri);
  const [invitee, inviter] = [
    await actorByIri(tx.sql, invite.targetIri),
    await actorByIri(tx.sql, invite.inviterIri),
  ];
  if (!community || community.local || inviter?.kind !== "person") return "ignored";
  if (!invitee?.local || invitee.kind !== "person") return "ignored";
  const membership = await membershipOf(tx.sql, invitee.id, community.id);
  if (membership?.state === "active" || membership?.state === "suspended") return "ignored";
  const ends = invite.ends ?? endOf(tx.now);
  if (ends <= tx.now) return "ignored";
  const about = { communityId: community.id, inviterId: inviter.id, inviteeId: invitee.id };
  const invitationId = await keep(tx, { ...about, ...invite, ends });
  if (invitationId === null) return "ignored";
  await noteInvited(tx, { invitationId, community }, origin);
  return "taken";
}

/** A community elsewhere asks this node to find the person of an address, of whoever made the invitation. */
async function takeAddress(
  tx: WriteContext,
  invite: ArrivingInvite & { readonly address: string },
): Promise<"taken" | "ignored"> {
  const { iri, address, targetIri } = invite;
  const community = await communityByIri(tx.sql, invite.groupIri);
  const inviter = await actorByIri(tx.sql, invite.inviterIri);
  const ends = invite.ends ?? endOf(tx.now);
  if (!community || community.local || inviter?.kind !== "person") return "ignored";
  if (targetIri !== tx.iris.node || ends <= tx.now) return "ignored";
  await tx.sql`
    insert into invitations (id, iri, community_id, inviter_id, address, node_iri, created, ends)
    values (${newUuid(tx.now)}, ${iri}, ${community.id}, ${inviter.id}, ${address}, ${targetIri}, ${tx.now}, ${ends})
    on conflict do nothing`;
  const found = await findInvitation(tx.sql, { iri });
  if (found === null) return "ignored";
  await bringToAddress(tx, { id: found.id, language: tx.config.languages[0] ?? "en" });
  return "taken";
}

/** The row of it: one made here and sent to the Group stands already. Null where that is over. */
async function keep(
  tx: WriteContext,
  invite: ArrivingInvite & {
    readonly communityId: string;
    readonly inviterId: string;
    readonly inviteeId: string;
    readonly ends: Date;
  },
): Promise<string | null> {
  const { communityId, inviterId, inviteeId, iri, words, ends } = invite;
  const before = await findInvitation(tx.sql, { iri }, "update");
  if (before !== null) return before.state === "pending" && before.inviteeId === inviteeId ? before.id : null;
  await tx.sql`update invitations set state = 'withdrawn', decided = ${tx.now}
    where community_id = ${communityId} and invitee_id = ${inviteeId} and state = 'pending'`;
  const id = newUuid(tx.now);
  await tx.sql`
    insert into invitations (id, iri, community_id, inviter_id, invitee_id, words, created, ends)
    values (${id}, ${iri}, ${communityId}, ${inviterId}, ${inviteeId}, ${words}, ${tx.now}, ${ends})`;
  return id;
}

/** A community elsewhere says that an invitation was taken back. `ignored` where it is not pending here. */
export async function takeWithdrawal(
  tx: WriteContext,
  withdrawal: { readonly groupIri: string; readonly iri: string },
): Promise<"taken" | "ignored"> {
  const [row] = await tx.sql`
    update invitations i set state = 'withdrawn', decided = ${tx.now} from communities c join actors g on g.id = c.actor_id
    where i.iri = ${withdrawal.iri} and i.state = 'pending' and c.id = i.community_id and g.iri = ${withdrawal.groupIri}
      and g.peer_id is not null returning 1`;
  return row ? "taken" : "ignored";
}

/**
 * What became of an invitation made here, as its community elsewhere says: accepted, declined (`why` null), or come back with the
 * wire's word for why. `ignored` for anything that this node did not send to that community.
 */
export async function takeOutcome(
  tx: WriteContext,
  outcome: {
    readonly groupIri: string;
    readonly iri: string;
    readonly accepted: boolean;
    readonly why: string | null;
  },
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const state = outcome.accepted ? "accepted" : outcome.why === null ? "declined" : "returned";
  const [row] = await tx.sql<{ id: string; communityId: string }[]>`
    update invitations i set state = case when i.state = 'pending' then ${state} else i.state end, why = coalesce(i.why, ${outcome.why}),
      decided = coalesce(i.decided, ${tx.now}), address = case when ${outcome.accepted} then null else address end
    from communities c join actors g on g.id = c.actor_id, actors inviter
    where i.iri = ${outcome.iri} and c.id = i.community_id and g.iri = ${outcome.groupIri} and g.peer_id is not null
      and inviter.id = i.inviter_id and inviter.peer_id is null returning i.id, i.community_id as "communityId"`;
  if (!row) return "ignored";
  await recordChange(tx, {
    kind: "invitation.answered",
    actorId: null,
    communityId: row.communityId,
    subjectId: row.id,
    origin,
  });
  return "taken";
}
