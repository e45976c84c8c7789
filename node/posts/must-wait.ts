import type { Origin } from "../changes/record.ts";
import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { joinCommunity } from "../memberships/join.ts";
import type { MembershipFacts } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import type { ActorRef } from "../people/actor.ts";
import { type Decision, refuse, refuseUnless } from "../refusal.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { mayWait } from "./hold.ts";
import { mayPost } from "./policy.ts";
import type { Publishing } from "./publish.ts";
import { placeInThread } from "./thread.ts";

/** Who wants to post what where, by which road. */
interface Asking {
  readonly publishing: Publishing;
  readonly community: CommunityHome;
  readonly author: ActorRef;
  readonly origin: Origin;
}

/**
 * Refuses what may not be posted, as `publishPost` says; true for a post from outside that waits for a facilitator.
 * Makes a member of whoever joins by posting.
 */
export async function mustWait(tx: WriteContext, asking: Asking): Promise<boolean> {
  const { community, author, origin } = asking;
  const decision = await judge(tx, asking);
  if (await mayWait(tx, { decision, community, author }, origin)) return true;
  refuseUnless(decision);
  return false;
}

function isInside(membership: MembershipFacts | null): boolean {
  return membership?.state === "active" || membership?.state === "suspended";
}

async function judge(tx: WriteContext, { publishing, community, author }: Asking): Promise<Decision> {
  // Written at its own node alone (node/hidden).
  if (community.level === "confidential" && !community.local) refuse("not-found");
  let membership = await membershipOf(tx.sql, author.id, community.id, "share");
  // What is in a closed community is not there for who is outside, nor whether something answers to a name.
  if (!isPublicLevel(community.level) && !isInside(membership)) refuse("not-found");
  if (
    publishing.joins &&
    community.level === "open" &&
    membership?.state !== "active" &&
    membership?.state !== "requested"
  ) {
    membership = await joinCommunity(tx, { actorId: author.id, communityId: community.id });
  }
  const { rootId } = await placeInThread(tx, community, publishing.content);
  const [root] = await tx.sql<{ locked: boolean; reason: string }[]>`
    select locked is not null as locked, lock_reason as reason from posts where id = ${rootId}`;
  // A join that the community's node has yet to answer travels before the post, in the same lane.
  const joining = !community.local && community.level === "open" && membership?.state === "requested";
  const { level, postPolicy, archived } = community;
  const decision = mayPost(
    { level, postPolicy, archived, locked: root?.locked ?? false },
    joining && membership ? { ...membership, state: "active" } : membership,
  );
  if (!decision.ok && decision.code === "locked")
    return { ...decision, facts: { ...decision.facts, reason: root?.reason ?? "" } };
  return decision;
}
