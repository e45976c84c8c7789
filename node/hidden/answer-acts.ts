import type { NodeContext } from "../context.ts";
import { leaveCommunity } from "../memberships/leave.ts";
import { reportPost } from "../moderation/report.ts";
import { REPORT_CATEGORIES } from "../moderation/types.ts";
import { acceptAnswer, withdrawAnswer } from "../posts/answer.ts";
import { composePost } from "../posts/compose.ts";
import { deletePost } from "../posts/delete.ts";
import { editPost } from "../posts/edit.ts";
import { postById } from "../posts/find.ts";
import { publishPost } from "../posts/publish.ts";
import { markUseful, unmarkUseful } from "../posts/useful.ts";
import { refuse } from "../refusal.ts";
import type { HiddenAsk } from "./asks.ts";
import type { HiddenAsker } from "./readers.ts";

type Of<Name extends HiddenAsk["ask"]> = Extract<HiddenAsk, { ask: Name }>;

type Act = Of<"leave" | "publish" | "edit" | "delete" | "useful" | "accept" | "report">;

const ACTS: ReadonlySet<string> = new Set([
  "leave",
  "publish",
  "edit",
  "delete",
  "useful",
  "accept",
  "report",
]);

/** Whether it changes something. */
export function isAct(ask: HiddenAsk): ask is Act {
  return ACTS.has(ask.ask);
}

/**
 * Does what a member of another node asked for, in one transaction with its answer: the words are stored here alone and
 * get their ids here. The same `submission` again is the same post. Refuses what the verbs refuse.
 */
export async function actFor(ctx: NodeContext, asker: HiddenAsker, act: Act): Promise<unknown> {
  const { actorId, communityId } = asker;
  if (act.ask === "leave") {
    await leaveCommunity(ctx, { actorId, communityId });
    return {};
  }
  if (act.ask === "publish") return publish(ctx, asker, act);
  // What stands elsewhere on this node is not there for who asks about this community.
  const post = await postById(ctx.sql, act.post);
  if (post.communityId !== communityId) return refuse("not-found");
  const one = { actorId, postId: post.id };
  if (act.ask === "edit") return edit(ctx, asker, act);
  if (act.ask === "report") return report(ctx, asker, act);
  if (act.ask === "delete") await deletePost(ctx, one);
  if (act.ask === "useful") await (act.on ? markUseful : unmarkUseful)(ctx, one);
  if (act.ask === "accept") await (act.on ? acceptAnswer : withdrawAnswer)(ctx, one);
  return {};
}

async function publish(
  ctx: NodeContext,
  { actorId, communityId }: HiddenAsker,
  act: Of<"publish">,
): Promise<unknown> {
  const { kind, title, text, parent, themes, lang, otherwise, submission, files } = act;
  if ((kind === "reply") !== (parent !== null)) refuse("invalid", { field: "kind" });
  if (parent !== null && (await postById(ctx.sql, parent)).communityId !== communityId) refuse("not-found");
  const content = await composePost(ctx, {
    kind,
    communityId,
    title,
    text,
    parentId: parent,
    themes,
    lang,
    langOtherwise: otherwise,
    submission,
    files,
  });
  const post = await publishPost(ctx, { authorId: actorId, content });
  return { id: post.id, thread: post.rootId ?? post.id };
}

async function edit(
  ctx: NodeContext,
  { actorId, communityId }: HiddenAsker,
  act: Of<"edit">,
): Promise<unknown> {
  const before = await postById(ctx.sql, act.post);
  const { title, text, themes, files } = act;
  const otherwise = before.lang === "cy" ? "cy" : "en";
  const content = await composePost(ctx, {
    kind: before.kind,
    communityId,
    title,
    text,
    parentId: null,
    themes,
    themesBefore: before.themes,
    lang: act.lang,
    langOtherwise: otherwise,
    submission: null,
    files,
  });
  await editPost(ctx, { actorId, postId: before.id, content, seen: act.revision });
  return {};
}

/** The facilitators and, where it concerns them, the administrators of this node hear of it; who reported is a person of another node. */
async function report(
  ctx: NodeContext,
  { actorId, peerId }: HiddenAsker,
  act: Of<"report">,
): Promise<unknown> {
  const category =
    REPORT_CATEGORIES.find((one) => one === act.category) ?? refuse("invalid", { field: "category" });
  return reportPost(ctx, { postId: act.post, by: { actorId, peerId }, category, words: act.words });
}
