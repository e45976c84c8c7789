import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { communityChanged } from "../communities/tell-changed.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { relayToAll } from "../outbox/relay.ts";
import { actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { countMembers } from "./grant.ts";
import { mayLead } from "./leads.ts";
import { mayStepDown } from "./policy.ts";
import { countFacilitators, membershipOf } from "./read.ts";

export interface RoleChange {
  /** The facilitator who acts. */
  readonly byId: string;
  readonly actorId: string;
  readonly communityId: string;
  readonly facilitator: boolean;
}

/**
 * Makes a member a facilitator, or a facilitator a member again; people of any node. Wire: Add / Remove on the
 * moderators collection, announced (FEP-1b12, profile B.4). Refuses `not-allowed`, `not-a-member`,
 * `last-facilitator` (B-10, B-11). In a community elsewhere it is a letter to the Group, which decides.
 */
export function changeRole(
  ctx: NodeContext | WriteContext,
  change: RoleChange,
  origin: Origin = HERE,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, change.communityId);
    if (origin.road !== "relay") {
      refuseUnless(await mayLead(tx.sql, change.byId, community));
    }
    const person = await actorById(tx.sql, change.actorId);
    const membership = await membershipOf(tx.sql, person.id, community.id, "update");
    const isOne = membership?.state === "active" && membership.role !== "member";
    if (isOne === change.facilitator && origin.road !== "relay") return;
    if (origin.road !== "relay" && community.local) {
      if (membership?.state !== "active") refuse("not-a-member");
      if (!change.facilitator)
        refuseUnless(mayStepDown(membership, await countFacilitators(tx.sql, community.id)));
    }
    if (community.local || origin.road === "relay") await writeRole(tx, change, membership === null);
    const changeId = await recordChange(tx, {
      kind: change.facilitator ? "facilitator.added" : "facilitator.removed",
      actorId: change.byId,
      communityId: community.id,
      subjectId: person.id,
      origin,
    });
    if (origin.road !== "relay") await tellRole(tx, change, changeId, origin);
  });
}

async function writeRole(tx: WriteContext, change: RoleChange, unknown: boolean): Promise<void> {
  const role = change.facilitator ? "facilitator" : "member";
  if (!unknown) {
    await tx.sql`update memberships set role = ${role}, state = case when ${change.facilitator} then 'active' else state end
      where community_id = ${change.communityId} and actor_id = ${change.actorId}`;
  } else if (change.facilitator) {
    // A facilitator of a community elsewhere, from a third node: known here by the Group's own announcement.
    await tx.sql`insert into memberships (community_id, actor_id, role, state, requested, decided)
      values (${change.communityId}, ${change.actorId}, ${role}, 'active', ${tx.now}, ${tx.now})`;
  }
  await countMembers(tx, change.communityId);
  await communityChanged(tx, change.communityId);
}

async function tellRole(
  tx: WriteContext,
  change: RoleChange,
  changeId: string,
  origin: Origin,
): Promise<void> {
  const community = await communityHome(tx.sql, change.communityId);
  // Nothing of a hidden community is given to the wire.
  if (community.level === "confidential") return;
  const by = await actorById(tx.sql, change.byId);
  const person = await actorById(tx.sql, change.actorId);
  const type = change.facilitator ? "Add" : "Remove";
  const iri = await insertActivity(tx, {
    type,
    actorIri: by.iri,
    objectIri: person.iri,
    communityId: community.id,
    readers: "anyone",
    changeId,
    facts: { target: "moderators", group: community.iri },
    ...(origin.road === "letter"
      ? { received: { iri: origin.activity.iri, bytes: origin.activity.bytes } }
      : {}),
  });
  if (community.local) {
    await relayToAll(tx, community.id, { activityIri: iri, objectIri: person.iri, type });
    return;
  }
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox) refuse("not-connected", { home: community.name });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}
