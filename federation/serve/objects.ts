import { findGroup, type GroupRow } from "../../node/communities/group-rows.ts";
import { type NodeContext, reading } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { findActivity, type StoredActivity } from "../../node/outbox/read.ts";
import { findObjectState, listReplyIris, showsRemovedPost } from "../../node/posts/wire-read.ts";
import { hasReaderAt } from "../../node/visibility/audience.ts";
import { isHolder } from "../../node/visibility/holders.ts";
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

/**
 * A post written here: the object, its replies, or what is left of it (410 for good, 200 while it can come back). One in a
 * closed community elsewhere is for that community's node alone.
 */
export async function objectPostAnswer(
  ctx: NodeContext,
  { iri, part, viewer }: { iri: string; part: string; viewer: Viewer },
): Promise<Response> {
  const state = await reading(ctx, viewer, (r) => findObjectState(r, iri));
  const group = state ? await findGroup(ctx, { id: state.communityId }) : null;
  if (!state?.authorLocal || !group) return nothingHere();
  const closed = !isPublicLevel(group.level);
  if (closed && !isHomeOf(group, viewer)) return nothingHere();
  if (part === "replies" && !closed) return objectAnswer(repliesFor(iri, await listReplyIris(ctx, iri)));
  if (part !== "") return nothingHere();
  if (state.state === "deleted" || state.state === "removed") {
    const formerType = state.kind === "reply" ? "Note" : "Article";
    const gone = tombstoneFor({ iri, formerType, deleted: state.updated ?? ctx.clock.now() });
    return objectAnswer(gone, { status: state.state === "deleted" ? 410 : 200, private: closed });
  }
  const object = await postObject(ctx, iri, null);
  return object ? objectAnswer(object, { private: closed }) : nothingHere();
}

/** What was written here in a closed community, only the node of that community may fetch here (profile D.2, D-06). */
function isHomeOf(group: GroupRow, viewer: Viewer): boolean {
  return group.level === "closed" && viewer.kind === "peer" && viewer.origin === originOf(group.iri);
}

export interface ActivityRequest {
  readonly wire: Wire;
  readonly request: Request;
  readonly iri: string;
  readonly form: string | null;
  readonly viewer: Viewer;
}

/** An activity of this node at its own id, to whoever may have it (resolution 14), while what it shows is not removed. */
export async function activityAnswer({
  wire,
  request,
  iri,
  form,
  viewer,
}: ActivityRequest): Promise<Response> {
  const { ctx } = wire;
  const { asker, activity } = await seenActivity({ wire, request, iri, form, viewer });
  if (!activity || originOf(activity.actorIri) !== ctx.iris.origin) return nothingHere();
  if (!(await mayHave(ctx, activity, asker)) || (await showsRemovedPost(ctx, activity))) return nothingHere();
  const bytes =
    form === "id" && activity.type === "Announce"
      ? await announceIdText(ctx, activity)
      : await keptActivity(ctx, iri);
  return bytes === null ? nothingHere() : bytesAnswer(bytes, { private: activity.readers !== "anyone" });
}

/** What PostgreSQL shows the asker; one that nothing was agreed with is asked who it is only where not everyone may look. */
async function seenActivity({ wire, request, iri, viewer }: ActivityRequest) {
  const seenBy = (asker: Viewer) => reading(wire.ctx, asker, (r) => findActivity(r, iri));
  const activity = await seenBy(viewer);
  if (viewer.kind !== "anyone" || activity?.readers === "anyone" || !request.headers.has("signature"))
    return { asker: viewer, activity };
  const asker = await strangerOfRequest(wire, request);
  return { asker, activity: asker.kind === "stranger" ? await seenBy(asker) : activity };
}

/** What a community relays to connected nodes, those who read it without being connected may look at too. */
async function mayHave(ctx: NodeContext, activity: StoredActivity, viewer: Viewer): Promise<boolean> {
  if (activity.readers === "anyone") return true;
  if (viewer.kind !== "peer" && viewer.kind !== "stranger") return false;
  const { origin } = viewer;
  if (activity.readers === "addressees") return activity.addressees.some((one) => originOf(one) === origin);
  if (activity.readers === "holders") return mayFetchClosed(ctx, activity, viewer);
  if (viewer.kind === "peer") return true;
  return activity.communityId !== null && (await hasReaderAt(ctx, activity.communityId, origin));
}

/** Of a closed community of this node its holders; of one elsewhere its own node (profile D.2). */
async function mayFetchClosed(ctx: NodeContext, activity: StoredActivity, viewer: Viewer): Promise<boolean> {
  const group = activity.communityId === null ? null : await findGroup(ctx, { id: activity.communityId });
  if (!group || viewer.kind !== "peer") return false;
  return group.local ? isHolder(ctx, group.communityId, viewer.origin) : isHomeOf(group, viewer);
}
