import { HERE } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { endAllMemberships } from "../memberships/end-all.ts";
import { tellHome } from "../memberships/leave.ts";
import { membershipOf } from "../memberships/read.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { personChanged } from "../people/tell-changed.ts";
import { endAllPlaces } from "../places/places.ts";
import { inboxOf } from "../visibility/audience.ts";

/**
 * What follows when a person's account is switched off: they belong to no community any more, here or elsewhere, and the
 * node of every community they belonged to is told by a letter that is kept until it answers (profile B.4). What they wrote
 * stays. Doing it again tells nobody again.
 */
export async function leaveEverything(tx: WriteContext, actorId: string): Promise<void> {
  await tx.sql`update actors set suspended = coalesce(suspended, ${tx.now}) where id = ${actorId}`;
  await tx.sql`update tokens set used = ${tx.now} where used is null and purpose <> 'unsubscribe'
    and account_id = (select id from accounts where actor_id = ${actorId})`;
  const communityIds = await endAllMemberships(tx, actorId, HERE);
  await tellGroups(tx, actorId, communityIds);
  await personChanged(tx, actorId);
}

/** Councils whose node has not yet taken the letter that says so, by name; their members see the person until it does. */
export async function listUntold(sql: Reader, actorId: string): Promise<readonly string[]> {
  const rows = await sql<{ name: string }[]>`
    select distinct coalesce(nullif(p.name, ''), d.origin) as name from actors a join activities v on v.actor_iri = a.iri
    join deliveries d on d.activity_iri = v.iri left join peers p on p.origin = d.origin
    where a.id = ${actorId} and a.suspended is not null and v.type in ('Update', 'Leave', 'Undo')
      and v.created >= a.suspended and d.kind = 'letter' order by 1`;
  return rows.map(({ name }) => name);
}

/** One `Update{Person}` that says so, to one Group of each node, or to the node where only a hidden one is known; software without the profile is told that they left. */
async function tellGroups(tx: WriteContext, actorId: string, communityIds: readonly string[]): Promise<void> {
  const person = await actorById(tx.sql, actorId);
  const inboxes = new Map<string, { inbox: string; groupIri: string }>();
  for (const communityId of communityIds) {
    const community = await communityHome(tx.sql, communityId);
    if (community.local) continue;
    const inbox = await inboxOf(tx, community.actorId);
    if (inbox === null) continue;
    const [profile] = await tx.sql`
      select 1 from peers where id = ${community.peerId} and delivery_class = 'profile'`;
    const membership = await membershipOf(tx.sql, actorId, communityId);
    if (profile) inboxes.set(new URL(inbox).origin, { inbox, groupIri: community.iri });
    else if (membership) await tellHome(tx, membership);
  }
  for (const { inbox, nodeIri } of await endAllPlaces(tx, actorId)) {
    const { origin } = new URL(inbox);
    if (!inboxes.has(origin)) inboxes.set(origin, { inbox, groupIri: nodeIri });
  }
  if (inboxes.size === 0) return;
  const iri = await insertActivity(tx, {
    type: "Update",
    actorIri: person.iri,
    objectIri: person.iri,
    communityId: null,
    readers: "addressees",
    addressees: [...inboxes.values()].map(({ groupIri }) => groupIri),
    facts: { what: "person", suspended: true },
  });
  for (const { inbox } of inboxes.values())
    await layLetter(tx, { activityIri: iri, inbox, communityId: null });
}
