import { recordAudit } from "../audit/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type ReadContext, type WriteContext } from "../context.ts";
import { admitInvited } from "../memberships/admit-invited.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { hasMemberAt, mayPeerReadHidden } from "./readers.ts";
import { sayToPerson } from "./say.ts";

/** An invitation that nobody answers ends after so long. */
export const INVITATION_DAYS = 30;

export interface HiddenInvitation {
  readonly facilitatorId: string;
  readonly communityId: string;
  /** Of another node. */
  readonly personId: string;
  /** The facilitator knows whose site the person reads it through, where nobody of it is a member yet (profile B-17). */
  readonly confirmed: boolean;
}

/**
 * A facilitator of a hidden community here invites a person of another node: their node is told that something waits, and
 * nothing else. Inviting twice says it once more. Refuses `not-found` (no hidden community of this node), `not-allowed`,
 * `already-exists` (a member), `not-a-holder` (their node may not read hidden communities of this one),
 * `needs-confirmation`.
 */
export function inviteElsewhere(
  ctx: NodeContext | WriteContext,
  invitation: HiddenInvitation,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { facilitatorId, personId } = invitation;
    const community = await communityHome(tx.sql, invitation.communityId);
    if (!community.local || community.level !== "confidential") refuse("not-found");
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, facilitatorId, community.id, "share")));
    const person = await actorById(tx.sql, personId);
    if (person.kind !== "person" || person.peerId === null) refuse("not-found");
    const membership = await membershipOf(tx.sql, person.id, community.id, "share");
    if (membership?.state === "active") refuse("already-exists", { field: "person", what: "member" });
    if (membership?.state === "suspended") refuse("suspended", { field: "person" });
    if (!(await mayPeerReadHidden(tx, person.peerId))) refuse("not-a-holder", { field: "person" });
    const known = await hasMemberAt(tx, community.id, person.peerId);
    if (!known && !invitation.confirmed) refuse("needs-confirmation", { field: "confirmed" });
    const ends = new Date(tx.now.getTime() + INVITATION_DAYS * 86_400_000);
    await tx.sql`insert into hidden_invitations (community_id, actor_id, invited_by, made, ends)
      values (${community.id}, ${person.id}, ${facilitatorId}, ${tx.now}, ${ends})
      on conflict (community_id, actor_id) do update set invited_by = excluded.invited_by, made = excluded.made, ends = excluded.ends`;
    await recordAudit(tx, {
      kind: "hidden.invited",
      accountId: null,
      actorIri: (await actorById(tx.sql, facilitatorId)).iri,
      subject: community.iri,
      facts: { person: person.iri },
    });
    await sayToPerson(tx, { personId: person.id, groupIri: community.iri, state: "invited" });
  });
}

/** Takes an invitation back: the person's node forgets the place. Nothing where there is none. Refuses `not-allowed`. */
export function withdrawInvitation(
  ctx: NodeContext | WriteContext,
  invitation: Omit<HiddenInvitation, "confirmed">,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, invitation.communityId);
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, invitation.facilitatorId, community.id, "share")));
    if (!(await dropInvitation(tx, community.id, invitation.personId))) return;
    await sayToPerson(tx, { personId: invitation.personId, groupIri: community.iri, state: "ended" });
  });
}

/** Whether somebody has an invitation that still counts. */
export async function isInvited(
  ctx: Pick<NodeContext, "sql" | "clock"> | Pick<WriteContext, "sql" | "clock">,
  by: { readonly communityId: string; readonly actorId: string },
): Promise<boolean> {
  const [row] = await ctx.sql`select 1 from hidden_invitations
    where community_id = ${by.communityId} and actor_id = ${by.actorId} and ends > ${ctx.clock.now()}`;
  return row !== undefined;
}

/** The invited person joins. Refuses `not-found` without an invitation. Joining twice changes nothing. */
export function joinHidden(
  ctx: NodeContext,
  joining: { readonly communityId: string; readonly actorId: string },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { communityId, actorId } = joining;
    const before = await membershipOf(tx.sql, actorId, communityId, "update");
    if (before?.state === "active") return;
    if (before?.state === "suspended") refuse("suspended");
    const invited = (await isInvited(tx, joining)) ? await inviterOf(tx, joining) : null;
    if (invited === null) refuse("not-found");
    await dropInvitation(tx, communityId, actorId);
    await admitInvited(tx, { communityId, actorId, invitedBy: invited });
  });
}

/** The invited person says no; nobody is told why. */
export function declineHidden(
  ctx: NodeContext,
  declining: { readonly communityId: string; readonly actorId: string },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await dropInvitation(tx, declining.communityId, declining.actorId);
  });
}

async function inviterOf(
  tx: WriteContext,
  by: { communityId: string; actorId: string },
): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    select invited_by as id from hidden_invitations where community_id = ${by.communityId} and actor_id = ${by.actorId}`;
  return row?.id ?? null;
}

async function dropInvitation(tx: WriteContext, communityId: string, actorId: string): Promise<boolean> {
  const gone =
    await tx.sql`delete from hidden_invitations where community_id = ${communityId} and actor_id = ${actorId} returning 1`;
  return gone.length > 0;
}

export interface InvitedView {
  readonly personId: string;
  readonly name: string;
  readonly council: string | null;
  /** Their node, in words. */
  readonly node: string;
  readonly made: Date;
  readonly ends: Date;
}

/** Who is invited and has not answered, the last 500, for facilitators; the caller has asked whether they may know. */
export async function listInvited(
  ctx: Pick<ReadContext, "sql" | "clock">,
  communityId: string,
): Promise<readonly InvitedView[]> {
  return ctx.sql<InvitedView[]>`
    select i.actor_id as "personId", a.name, o.name as council, coalesce(nullif(p.name, ''), p.origin) as node, i.made, i.ends
    from hidden_invitations i join actors a on a.id = i.actor_id join peers p on p.id = a.peer_id
      left join organisations o on o.id = a.organisation_id
    where i.community_id = ${communityId} and i.ends > ${ctx.clock.now()} order by i.made desc, i.actor_id limit 500`;
}
