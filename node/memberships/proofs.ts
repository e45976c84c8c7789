import { HERE, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { AnyContext, WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { inboxOf } from "../visibility/audience.ts";
import type { Membership } from "./read.ts";

/**
 * Keeps what a community elsewhere said when it made somebody here a member: the bytes of its Accept with its own proof, which
 * it believes again should it forget (profile B.6). A newer one takes the place of an older.
 */
export async function keepProof(tx: WriteContext, membership: Membership, accept: Uint8Array): Promise<void> {
  await tx.sql`insert into grant_proofs (membership_id, accept, epoch)
    select ${membership.id}, ${Buffer.from(accept)}, epoch from communities where id = ${membership.communityId}
    on conflict (membership_id) do update set accept = excluded.accept, epoch = excluded.epoch, presented = null`;
}

/** The Accept that a request presents again; null where none is kept any more. */
export async function findProof(ctx: AnyContext, membershipId: string): Promise<Uint8Array | null> {
  const [row] = await ctx.sql<
    { accept: Uint8Array }[]
  >`select accept from grant_proofs where membership_id = ${membershipId} and presented is not null`;
  return row?.accept ?? null;
}

/** The community says, under this epoch, that these people of this node are members; null: all who are known here as such. */
export async function noteAgreed(
  tx: WriteContext,
  communityId: string,
  { epoch, people }: { readonly epoch: string; readonly people: readonly string[] | null },
): Promise<void> {
  await tx.sql`update grant_proofs p set epoch = ${epoch}, presented = null from memberships m join actors a on a.id = m.actor_id
    where m.id = p.membership_id and m.community_id = ${communityId} and m.state in ('active', 'suspended')
      and p.epoch <> ${epoch} and (${people === null} or a.iri = any(${people ?? []}))`;
}

/**
 * Presents a grant that the community does not know any more, where it has begun a new epoch since it last agreed: its node was
 * restored (profile B.6). Until it answers the membership waits, and nothing closed is read. False: there is nothing to present,
 * or the community ended the membership under the epoch that is known.
 */
export async function presentGrant(
  tx: WriteContext,
  membership: Membership,
  epoch: string,
): Promise<boolean> {
  const community = await communityHome(tx.sql, membership.communityId);
  const inbox = community.local ? null : await inboxOf(tx, community.actorId);
  if (inbox === null || membership.state !== "active") return false;
  const [row] = await tx.sql`update grant_proofs set presented = ${tx.now}
    where membership_id = ${membership.id} and epoch <> ${epoch} and presented is null returning 1`;
  if (!row) return false;
  const person = await actorById(tx.sql, membership.actorId);
  const changeId = await recordChange(tx, {
    kind: "membership.presented",
    actorId: membership.actorId,
    communityId: membership.communityId,
    subjectId: membership.id,
    origin: HERE,
  });
  const iri = await insertActivity(tx, {
    type: "Join",
    actorIri: person.iri,
    objectIri: community.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { membershipId: membership.id, presents: true },
    changeId,
  });
  await tx.sql`update memberships set state = 'requested', request_iri = ${iri}, requested = ${tx.now} where id = ${membership.id}`;
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  return true;
}

/** The community has answered what was presented, or nothing was: whether it was. A refused one is not kept. */
export async function settlePresented(
  tx: WriteContext,
  membershipId: string,
  accepted: boolean,
): Promise<boolean> {
  const [row] = accepted
    ? await tx.sql`update grant_proofs set presented = null where membership_id = ${membershipId} and presented is not null returning 1`
    : await tx.sql`delete from grant_proofs where membership_id = ${membershipId} and presented is not null returning 1`;
  return row !== undefined;
}
