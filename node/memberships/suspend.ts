import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { insertActivity } from "../outbox/emit.ts";
import { relayToAll, spendEntries } from "../outbox/relay.ts";
import { refuse } from "../refusal.ts";
import {
  type MemberAct,
  type MemberActivity,
  type MemberScene,
  openMemberAct,
  recordMemberAct,
  sendMemberAct,
} from "./act-on-member.ts";
import type { Membership } from "./read.ts";
import { sendGrant } from "./tell-member.ts";

export interface Suspension extends MemberAct {
  /** When posting opens again by itself; null: when a facilitator lifts it. */
  readonly until: Date | null;
}

/**
 * A facilitator, of whichever node, suspends a member: they read on and post nothing, until a date or until it is
 * lifted; leaving and joining again does not end it. Wire: Block, announced, and the grant (profile B.4, B-09). In a
 * community elsewhere it is `sent` to the Group, which decides. Doing it again changes end and reason. Refuses `not-allowed`,
 * `required`, `invalid` (the end is past), `not-a-member`, `last-facilitator`.
 */
export function suspendMember(
  ctx: NodeContext | WriteContext,
  act: Suspension,
  origin: Origin = HERE,
): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const scene = await openMemberAct(tx, act, origin, { reason: true });
    const { community, person, membership } = scene;
    const over = act.until !== null && act.until <= tx.now;
    if (over && origin.road !== "relay") refuse("invalid", { field: "until" });
    const until = act.until?.toISOString() ?? null;
    const activity = { type: "Block", objectIri: person.iri, facts: { summary: act.reason, until } } as const;
    if (!community.local && origin.road !== "relay") return sendMemberAct(tx, scene, activity);
    const member = membership?.state === "active" || membership?.state === "suspended";
    if (membership === null || !member || over || isSame(membership, act)) return "done";
    await tx.sql`update memberships set state = 'suspended', paused = ${tx.now}, paused_until = ${act.until},
      reason = ${act.reason} where id = ${membership.id}`;
    await recordMemberAct(tx, "member-suspended", scene, origin);
    const changeId = await recordChange(tx, {
      kind: "membership.suspended",
      actorId: act.byId,
      communityId: community.id,
      subjectId: membership.id,
      origin,
    });
    if (community.local) await announce(tx, { scene, activity, changeId, origin });
    return "done";
  });
}

/** It stands so already: the grant said it before the log did, or the button was pressed twice. Times travel in whole seconds. */
function isSame(membership: Membership, { until, reason }: Suspension): boolean {
  const secondsOf = (end: Date | null) => (end === null ? null : Math.floor(end.getTime() / 1000));
  const same = secondsOf(membership.pausedUntil) === secondsOf(until) && membership.reason === reason;
  return membership.state === "suspended" && same;
}

/** A facilitator lifts a suspension before its end. Wire: Undo{Block}. Lifting what is not there changes nothing. */
export function liftSuspension(
  ctx: NodeContext | WriteContext,
  lifting: Omit<MemberAct, "reason">,
  origin: Origin = HERE,
): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const scene = await openMemberAct(tx, { ...lifting, reason: "" }, origin, { reason: false });
    const { community, person, membership } = scene;
    const [block] = await tx.sql<{ iri: string }[]>`
      select iri from activities where type = 'Block' and object_iri = ${person.iri} and community_id = ${community.id}
      order by created desc limit 1`;
    const facts = { undoes: "Block", object: person.iri };
    const activity = { type: "Undo", objectIri: block?.iri ?? null, facts } as const;
    if (!community.local && origin.road !== "relay") return sendMemberAct(tx, scene, activity);
    if (membership?.state !== "suspended") return "done";
    await recordMemberAct(tx, "member-restored", scene, origin);
    const changeId = await endSuspension(tx, membership.id, { byId: lifting.byId, origin });
    if (community.local) await announce(tx, { scene, activity, changeId, origin });
    return "done";
  });
}

/** Posting is open again; returns the id of the change. */
export async function endSuspension(
  tx: WriteContext,
  membershipId: string,
  how: { readonly byId: string | null; readonly origin: Origin },
): Promise<string> {
  const [row] = await tx.sql<{ community_id: string }[]>`
    update memberships set state = 'active', paused = null, paused_until = null, reason = ''
    where id = ${membershipId} returning community_id`;
  return recordChange(tx, {
    kind: "membership.restored",
    actorId: how.byId,
    communityId: row?.community_id ?? null,
    subjectId: membershipId,
    origin: how.origin,
  });
}

interface Announcing {
  readonly scene: MemberScene;
  readonly activity: MemberActivity;
  readonly changeId: string;
  readonly origin: Origin;
}

/** Into the log, unseen by unsigned readers, because it speaks of a person; an earlier one's reason goes out of it. */
async function announce(tx: WriteContext, { scene, activity, changeId, origin }: Announcing): Promise<void> {
  const { community, by, person, membership } = scene;
  // Nothing of a hidden community is given to the wire: node/hidden says that something waits.
  if (community.level === "confidential") return;
  const iri = await insertActivity(tx, {
    ...activity,
    actorIri: by.iri,
    communityId: community.id,
    readers: "peers",
    changeId,
    ...(origin.road === "letter"
      ? { received: { iri: origin.activity.iri, bytes: origin.activity.bytes } }
      : {}),
  });
  await spendEntries(tx, community.id, person.iri, { types: ["Block"] });
  await relayToAll(tx, community.id, {
    activityIri: iri,
    objectIri: person.iri,
    type: activity.type,
    private: true,
  });
  if (membership !== null) await sendGrant(tx, { community, person }, membership);
}
