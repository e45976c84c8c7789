import { type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { recordModeration } from "../modlog/record.ts";
import { type ActivityType, insertActivity, layLetter } from "../outbox/emit.ts";
import { type ActorRef, actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { mayFacilitate, mayStepDown } from "./policy.ts";
import { countFacilitators, type Membership, membershipOf } from "./read.ts";

const MOST_REASON = 1000;

/** What a facilitator does about one member of one community. */
export interface MemberAct {
  /** The facilitator who acts. */
  readonly byId: string;
  readonly actorId: string;
  readonly communityId: string;
  /** Read by the person, the facilitators and the other nodes' moderation logs. ≤ 1,000 characters. */
  readonly reason: string;
}

/** The two of an act and the place, found and judged. */
export interface MemberScene {
  readonly community: CommunityHome;
  readonly by: ActorRef;
  readonly person: ActorRef;
  /** Locked; null where this node knows of none. */
  readonly membership: Membership | null;
}

/**
 * Finds who acts on whom, and whether they may: facilitators of this very community (F-07), with a reason, on somebody
 * else. In a local community the person must be a member, and not its last facilitator (B-11). What the log of a
 * community elsewhere says was judged there. Refuses `not-allowed`, `required`, `too-long`, `not-a-member`, `last-facilitator`.
 */
export async function openMemberAct(
  tx: WriteContext,
  act: MemberAct,
  origin: Origin,
  needs: { readonly reason: boolean },
): Promise<MemberScene> {
  const community = await communityHome(tx.sql, act.communityId);
  const by = await actorById(tx.sql, act.byId);
  const person = await actorById(tx.sql, act.actorId);
  // Both at once and in one order, so that two facilitators who act on each other wait instead of blocking each other.
  await tx.sql`select 1 from memberships where community_id = ${community.id} and actor_id in (${by.id}, ${person.id})
    order by id for update`;
  if (origin.road !== "relay") {
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, by.id, community.id)));
    if (by.id === person.id) refuse("not-allowed");
    if (needs.reason && act.reason.trim() === "") refuse("required", { field: "reason" });
    if (act.reason.length > MOST_REASON) refuse("too-long", { field: "reason", most: MOST_REASON });
  }
  const membership = await membershipOf(tx.sql, person.id, community.id);
  if (community.local && origin.road !== "relay") {
    if (membership?.state !== "active" && membership?.state !== "suspended") refuse("not-a-member");
    // Whoever is paused facilitates nothing, and was not the last one when that began.
    if (needs.reason && membership.state === "active")
      refuseUnless(mayStepDown(membership, await countFacilitators(tx.sql, community.id)));
  }
  return { community, by, person, membership };
}

/**
 * Writes it into the moderation log and the audit record (F-05): who acted and when. Why is for the person and the
 * facilitators: in a log that everyone reads it could say whom it is about.
 */
export async function recordMemberAct(
  tx: WriteContext,
  kind: "member-suspended" | "member-restored" | "member-removed",
  { community, by, person }: MemberScene,
  origin: Origin,
): Promise<void> {
  const post = { id: null, iri: person.iri };
  const act = { kind, actorId: by.id, communityId: community.id, post, reason: "", activityIri: null };
  await recordModeration(tx, act, origin);
}

/** How an act on a member stands on the wire. */
export interface MemberActivity {
  readonly type: Extract<ActivityType, "Block" | "Undo" | "Remove">;
  readonly objectIri: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Sends the act to the community elsewhere, which alone decides; nothing changes here until it did. Refuses `not-connected`. */
export async function sendMemberAct(
  tx: WriteContext,
  { community, by, person }: MemberScene,
  activity: MemberActivity,
): Promise<"sent"> {
  const inbox = await inboxOf(tx, community.actorId);
  if (!inbox) refuse("not-connected", { home: community.name });
  const changeId = await recordChange(tx, {
    kind: "membership.act-sent",
    actorId: by.id,
    communityId: community.id,
    subjectId: person.id,
    origin: { road: "here" },
    facts: { type: activity.type },
  });
  const iri = await insertActivity(tx, {
    ...activity,
    actorIri: by.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    changeId,
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  return "sent";
}
