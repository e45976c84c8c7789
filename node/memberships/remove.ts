import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { communityByIri } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { spendEntries } from "../outbox/relay.ts";
import { actorByIri } from "../people/actor.ts";
import { inboxOf } from "../visibility/audience.ts";
import {
  type MemberAct,
  type MemberScene,
  openMemberAct,
  recordMemberAct,
  sendMemberAct,
} from "./act-on-member.ts";
import { tellFacilitatorsElsewhere } from "./forward.ts";
import { countMembers } from "./grant.ts";
import { membershipOf } from "./read.ts";
import { speaksProfile } from "./tell-member.ts";

/**
 * A facilitator, of whichever node, ends somebody's membership with a reason. What they wrote stays; to come back they
 * ask, in open communities too. Wire: Remove from `members` by the Group, to the person's node and to facilitators elsewhere;
 * other software gets a Reject of its request (profile B.4, B-08). In a community elsewhere it is `sent` to the Group. Refuses
 * `not-allowed`, `required`, `not-a-member`, `last-facilitator` (B-11).
 */
export function removeMember(
  ctx: NodeContext | WriteContext,
  act: MemberAct,
  origin: Origin = HERE,
): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const scene = await openMemberAct(tx, act, origin, { reason: true });
    const { community, person, membership } = scene;
    const facts = { target: "members", summary: act.reason };
    if (!community.local) return sendMemberAct(tx, scene, { type: "Remove", objectIri: person.iri, facts });
    if (membership === null) return "done";
    await recordMemberAct(tx, "member-removed", scene, origin);
    const changeId = await endByFacilitator(tx, membership.id, {
      byId: act.byId,
      reason: act.reason,
      origin,
    });
    await countMembers(tx, community.id);
    await spendEntries(tx, community.id, person.iri, { types: ["Block"] });
    await tellOfRemoval(tx, scene, { reason: act.reason, changeId });
    return "done";
  });
}

/**
 * A community elsewhere removed somebody: the membership ends here, and the person reads why. Also for facilitators of this
 * node, whose lists name people of other nodes. `ignored` where nothing of it is known here.
 */
export async function takeRemoval(
  tx: WriteContext,
  removal: { readonly groupIri: string; readonly personIri: string; readonly reason: string },
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const community = await communityByIri(tx.sql, removal.groupIri);
  const person = await actorByIri(tx.sql, removal.personIri);
  if (!community || community.local || !person) return "ignored";
  const membership = await membershipOf(tx.sql, person.id, community.id, "update");
  if (!membership || !["active", "suspended", "requested"].includes(membership.state)) return "ignored";
  await endByFacilitator(tx, membership.id, { byId: null, reason: removal.reason, origin });
  return "taken";
}

interface Ending {
  readonly byId: string | null;
  readonly reason: string;
  readonly origin: Origin;
}

async function endByFacilitator(tx: WriteContext, membershipId: string, ending: Ending): Promise<string> {
  const [row] = await tx.sql<{ community_id: string }[]>`
    update memberships set state = 'ended', role = 'member', ended = ${tx.now}, removed = ${tx.now}, paused = null,
      paused_until = null, reason = ${ending.reason.slice(0, 1000)}, decided_by = ${ending.byId}
    where id = ${membershipId} returning community_id`;
  return recordChange(tx, {
    kind: "membership.ended",
    actorId: ending.byId,
    communityId: row?.community_id ?? null,
    subjectId: membershipId,
    origin: ending.origin,
    facts: { removed: true },
  });
}

async function tellOfRemoval(
  tx: WriteContext,
  { community, person, membership }: MemberScene,
  told: { readonly reason: string; readonly changeId: string },
): Promise<void> {
  // Nothing of a hidden community is given to the wire: node/hidden says that it ended.
  if (community.level === "confidential") return;
  const base = {
    actorIri: community.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [person.iri],
    changeId: told.changeId,
  } as const;
  const iri = await insertActivity(tx, {
    ...base,
    type: "Remove",
    objectIri: person.iri,
    facts: { target: "members", summary: told.reason },
  });
  await tellFacilitatorsElsewhere(tx, community, { type: "Announce", objectIri: iri, facts: {} });
  const inbox = person.local ? null : await inboxOf(tx, person.id);
  if (!inbox) return;
  if (await speaksProfile(tx, person))
    return layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  if (membership?.requestIri == null) return;
  const facts = { membershipId: membership.id, words: told.reason };
  const reject = await insertActivity(tx, {
    ...base,
    type: "Reject",
    objectIri: membership.requestIri,
    facts,
  });
  await layLetter(tx, { activityIri: reject, inbox, communityId: community.id });
}
