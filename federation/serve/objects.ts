import { findGroup } from "../../node/communities/group-rows.ts";
import type { NodeContext } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { findActivity, type StoredActivity } from "../../node/outbox/read.ts";
import { findObjectState, listReplyIris } from "../../node/posts/wire-read.ts";
import { hasReaderAt } from "../../node/visibility/audience.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import { repliesFor } from "../objects/collections.ts";
import { tombstoneFor } from "../objects/tombstone.ts";
import { announceIdText } from "../render/announce-id.ts";
import { keptActivity } from "../render/kept.ts";
import { postObject } from "../render/post.ts";
import type { Wire } from "../wire.ts";
import { bytesAnswer, nothingHere, objectAnswer } from "./answer.ts";
import { strangerOfRequest } from "./signer.ts";

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

export interface ActivityRequest {
  readonly wire: Wire;
  readonly request: Request;
  readonly iri: string;
  readonly form: string | null;
  readonly viewer: Viewer;
}

/** An activity of this node at its own id, to whoever may have it (resolution 14). */
export async function activityAnswer({
  wire,
  request,
  iri,
  form,
  viewer,
}: ActivityRequest): Promise<Response> {
  const { ctx } = wire;
  const activity = await findActivity(ctx, iri);
  if (!activity || originOf(activity.actorIri) !== ctx.iris.origin) return nothingHere();
  const known = viewer.kind === "anyone" && activity.readers !== "anyone" && request.headers.has("signature");
  const asker = known ? await strangerOfRequest(wire, request) : viewer;
  if (!(await mayHave(ctx, activity, asker))) return nothingHere();
  const group = activity.communityId === null ? null : await findGroup(ctx, { id: activity.communityId });
  if (group && !isPublicLevel(group.level)) return nothingHere();
  const bytes =
    form === "id" && activity.type === "Announce"
      ? await announceIdText(ctx, activity)
      : await keptActivity(ctx, iri);
  return bytes === null ? nothingHere() : bytesAnswer(bytes, { private: activity.readers !== "anyone" });
}

/** What a community relays to connected nodes, those who read it without being connected may look at too. */
async function mayHave(ctx: NodeContext, activity: StoredActivity, viewer: Viewer): Promise<boolean> {
  if (activity.readers === "anyone") return true;
  if (viewer.kind !== "peer" && viewer.kind !== "stranger") return false;
  const { origin } = viewer;
  if (activity.readers === "addressees") return activity.addressees.some((one) => originOf(one) === origin);
  if (viewer.kind === "peer") return true;
  return activity.communityId !== null && (await hasReaderAt(ctx, activity.communityId, origin));
}
