import { type NodeContext, type ReadContext, reading } from "../context.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { decideReport } from "../moderation/decide.ts";
import { findReport, listReports } from "../moderation/read.ts";
import { listReportsMadeIn } from "../moderation/read-own.ts";
import { listModeration } from "../modlog/read.ts";
import { postById } from "../posts/find.ts";
import { lockThread, pinThread } from "../posts/keep-order.ts";
import { removePost, restorePost } from "../posts/remove.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { type Viewer, viewerOf } from "../visibility/viewer.ts";
import type { HiddenAsk } from "./asks.ts";
import type { HiddenAsker } from "./readers.ts";

type Of<Name extends HiddenAsk["ask"]> = Extract<HiddenAsk, { ask: Name }>;
type Look = Of<"log" | "reports" | "reported" | "made">;
type Act = Of<"remove" | "restore" | "lock" | "pin" | "decide">;

const ASKED: ReadonlySet<string> = new Set<(Look | Act)["ask"]>([
  ...(["log", "reports", "reported", "made"] as const),
  ...(["remove", "restore", "lock", "pin", "decide"] as const),
]);

/** Whether it is about moderation. */
export function isModeration(ask: HiddenAsk): ask is Look | Act {
  return ASKED.has(ask.ask);
}

/**
 * What a facilitator of another node does in a hidden community here, and what they and its members read of it: the same verbs,
 * reads and rules as for people of this node; every reason, report and line of the log stays here. Refuses what those refuse.
 */
export function moderateFor(ctx: NodeContext, asker: HiddenAsker, ask: Look | Act): Promise<unknown> {
  if (!isLook(ask)) return act(ctx, asker, ask);
  const viewer = viewerOf(asker.actorId);
  return reading(ctx, viewer, (r) => look(r, viewer, { asker, ask }));
}

function isLook(ask: Look | Act): ask is Look {
  return ask.ask === "log" || ask.ask === "reports" || ask.ask === "reported" || ask.ask === "made";
}

async function act(
  ctx: NodeContext,
  { actorId, communityId }: HiddenAsker,
  ask: Act,
): Promise<Record<string, never>> {
  if (ask.ask === "decide") {
    const viewer = viewerOf(actorId);
    await reading(ctx, viewer, (r) => reportIn(r, viewer, { communityId, id: ask.report }));
    await decideReport(ctx, {
      facilitatorId: actorId,
      reportId: ask.report,
      act: ask.act,
      reason: ask.reason,
    });
    return {};
  }
  // What stands elsewhere on this node is not there for who asks about this community.
  const post = await postById(ctx.sql, "thread" in ask ? ask.thread : ask.post);
  if (post.communityId !== communityId) return refuse("not-found");
  if (ask.ask === "pin") await pinThread(ctx, { actorId, rootId: post.id, on: ask.on });
  else if (ask.ask === "lock")
    await lockThread(ctx, { actorId, rootId: post.id, on: ask.on, reason: ask.reason });
  else if (ask.ask === "remove") await removePost(ctx, { actorId, postId: post.id, reason: ask.reason });
  else await restorePost(ctx, { actorId, postId: post.id, reason: ask.reason });
  return {};
}

interface Looking {
  readonly asker: HiddenAsker;
  readonly ask: Look;
}

async function look(r: ReadContext, viewer: Viewer, { asker, ask }: Looking): Promise<unknown> {
  const { communityId, actorId } = asker;
  if (ask.ask === "log") {
    const community = { id: communityId, path: "" };
    return listModeration(r, viewer, { community, page: ask.page });
  }
  if (ask.ask === "made") return listReportsMadeIn(r, viewer, { communityId, page: ask.page });
  refuseUnless(mayFacilitate(await membershipOf(r.sql, actorId, communityId)));
  if (ask.ask === "reported") return reportIn(r, viewer, { communityId, id: ask.report });
  return listReports(r, viewer, { communityId, as: "facilitator", show: ask.show, page: ask.page });
}

async function reportIn(r: ReadContext, viewer: Viewer, of: { communityId: string; id: string }) {
  const report = await findReport(r, viewer, of.id);
  return report.community.id === of.communityId ? report : refuse("not-found");
}
