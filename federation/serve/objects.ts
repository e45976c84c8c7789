import { findGroup } from "../../node/communities/group-rows.ts";
import type { NodeContext } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { findActivity } from "../../node/outbox/read.ts";
import { findObjectState, listReplyIris } from "../../node/posts/wire-read.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import { repliesFor } from "../objects/collections.ts";
import { tombstoneFor } from "../objects/tombstone.ts";
import { announceIdText } from "../render/announce-id.ts";
import { keptActivity } from "../render/kept.ts";
import { postObject } from "../render/post.ts";
import { bytesAnswer, nothingHere, objectAnswer } from "./answer.ts";

/** A post written here: the object, its replies, or what is left of it (410 for good, 200 while it can come back). */
export async function objectPostAnswer(ctx: NodeContext, iri: string, part: string): Promise<Response> {
  const state = await findObjectState(ctx, iri);
  const group = state ? await findGroup(ctx, { id: state.communityId }) : null;
  if (!state?.authorLocal || !group || !isPublicLevel(group.level)) return nothingHere();
  if (part === "replies") return objectAnswer(repliesFor(iri, await listReplyIris(ctx, iri)));
  if (part !== "") return nothingHere();
  if (state.state === "deleted" || state.state === "removed") {
    const formerType = state.kind === "reply" ? "Note" : "Article";
    const gone = tombstoneFor({ iri, formerType, deleted: state.updated ?? ctx.clock.now() });
    return objectAnswer(gone, { status: state.state === "deleted" ? 410 : 200 });
  }
  const object = await postObject(ctx, iri, null);
  return object ? objectAnswer(object) : nothingHere();
}

/** An activity of this node at its own id, to whoever may have it (resolution 14). */
export async function activityAnswer(
  ctx: NodeContext,
  iri: string,
  form: string | null,
  viewer: Viewer,
): Promise<Response> {
  const activity = await findActivity(ctx, iri);
  if (!activity || originOf(activity.actorIri) !== ctx.iris.origin) return nothingHere();
  if (activity.readers !== "anyone" && viewer.kind !== "peer") return nothingHere();
  if (
    activity.readers === "addressees" &&
    !activity.addressees.some((one) => viewer.kind === "peer" && originOf(one) === viewer.origin)
  ) {
    return nothingHere();
  }
  const group = activity.communityId === null ? null : await findGroup(ctx, { id: activity.communityId });
  if (group && !isPublicLevel(group.level)) return nothingHere();
  const bytes =
    form === "id" && activity.type === "Announce"
      ? await announceIdText(ctx, activity)
      : await keptActivity(ctx, iri);
  return bytes === null ? nothingHere() : bytesAnswer(bytes, { private: activity.readers !== "anyone" });
}
