import { type CommunityHome, communityByIri, communityHome } from "../../node/communities/home.ts";
import type { WriteContext } from "../../node/context.ts";
import { findActivity } from "../../node/outbox/read.ts";
import { postByIri } from "../../node/posts/find.ts";
import { movedOnTo } from "../../node/posts/moved-acts.ts";
import type { Activity } from "../read/activity-types.ts";

/**
 * The community that an act belongs to: the one it names; else, from other software, a local one among its addressees,
 * or that of the thing it speaks of (profile E.1's foreign rule).
 */
export async function communityOf(tx: WriteContext, activity: Activity): Promise<CommunityHome | null> {
  if (activity.audience !== null) return nowIn(tx, await communityByIri(tx.sql, activity.audience), activity);
  if (activity.type === "Update") {
    // Who edits a post may have taken the mention of the community out of it.
    const post = await postByIri(tx.sql, activity.object);
    if (post) return communityHome(tx.sql, post.communityId);
  }
  if (activity.type === "Create" || activity.type === "Update") {
    const parent = activity.content?.inReplyTo ? await postByIri(tx.sql, activity.content.inReplyTo) : null;
    if (parent) return communityHome(tx.sql, parent.communityId);
    return addressedCommunity(tx, [
      ...activity.to,
      ...activity.cc,
      ...(activity.content?.mentions ?? []).map((one) => one.iri),
    ]);
  }
  if (BY_OBJECT.has(activity.type) && "object" in activity) return communityByIri(tx.sql, activity.object);
  if (activity.type === "Add" || activity.type === "Remove")
    return addressedCommunity(tx, [activity.target.replace(/\/[a-z]+$/, "")]);
  if (activity.type === "Undo" && activity.of.object === null && activity.of.id !== null)
    return communityOfActivity(tx, { iri: activity.of.id, actorIri: activity.actor });
  const objectIri = objectOf(activity);
  const post = objectIri === null ? null : await postByIri(tx.sql, objectIri);
  return post ? communityHome(tx.sql, post.communityId) : null;
}

/** What was written before its author's node heard that the thread was moved belongs where the thread is now. */
async function nowIn(
  tx: WriteContext,
  named: CommunityHome | null,
  activity: Activity,
): Promise<CommunityHome | null> {
  if (!named?.local || activity.type === "Move") return named;
  const answered = "content" in activity ? (activity.content?.inReplyTo ?? null) : null;
  const iri = answered ?? objectOf(activity);
  const movedTo = iri === null ? null : await movedOnTo(tx, named, iri);
  return movedTo === null ? named : communityHome(tx.sql, movedTo);
}

function objectOf(activity: Activity): string | null {
  if ("of" in activity) return activity.of.object;
  return "object" in activity ? activity.object : null;
}

/** About a community itself. */
const BY_OBJECT = new Set(["Follow", "Join", "Leave", "Invite"]);

/** Some programs take back by the bare id of what they had sent (snac). */
async function communityOfActivity(
  tx: WriteContext,
  sent: { iri: string; actorIri: string },
): Promise<CommunityHome | null> {
  const activity = await findActivity(tx, sent.iri);
  const same = activity?.actorIri === sent.actorIri && activity.communityId !== null;
  return same && activity.communityId !== null ? communityHome(tx.sql, activity.communityId) : null;
}

async function addressedCommunity(tx: WriteContext, iris: readonly string[]): Promise<CommunityHome | null> {
  for (const iri of iris.filter((one) => one.startsWith(`${tx.iris.origin}/ap/g/`)).slice(0, 5)) {
    const community = await communityByIri(tx.sql, iri);
    if (community) return community;
  }
  return null;
}
