import { decideAppeal } from "../appeals/decide.ts";
import { makeAppeal } from "../appeals/make.ts";
import { findAppeal, findOwnAppeal, listAppeals } from "../appeals/read.ts";
import type { AppealView } from "../appeals/types.ts";
import { type NodeContext, type ReadContext, reading } from "../context.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { postById } from "../posts/find.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { type Viewer, viewerOf } from "../visibility/viewer.ts";
import type { HiddenAsk } from "./asks.ts";
import type { HiddenAsker } from "./readers.ts";

type Asked = Extract<HiddenAsk, { ask: "appeal" | "own-appeal" | "appeals" | "appealed" | "decide-appeal" }>;

const ASKED: ReadonlySet<string> = new Set<Asked["ask"]>([
  ...(["appeal", "own-appeal", "appeals", "appealed", "decide-appeal"] as const),
]);

/** Whether it is about an appeal against a removal. */
export function isAboutAppeal(ask: HiddenAsk): ask is Asked {
  return ASKED.has(ask.ask);
}

/**
 * An author of another node appeals in a hidden community here, and a facilitator of another node decides: the same verbs, reads
 * and rules as for people of this node. Nothing of it is sent, and administrators, who do not know of the community, decide
 * nothing in it. Refuses what those refuse, and `not-found` for what is not of this community.
 */
export async function appealFor(ctx: NodeContext, asker: HiddenAsker, ask: Asked): Promise<unknown> {
  const { actorId, communityId } = asker;
  const viewer = viewerOf(actorId);
  if (ask.ask === "appeal" || ask.ask === "own-appeal") {
    // What stands elsewhere on this node is not there for who asks about this community.
    const post = await postById(ctx.sql, ask.post);
    if (post.communityId !== communityId) return refuse("not-found");
    if (ask.ask === "appeal")
      return makeAppeal(ctx, { authorId: actorId, postId: post.id, words: ask.words });
    return { appeal: await reading(ctx, viewer, (r) => findOwnAppeal(r, viewer, post.id)) };
  }
  if (ask.ask === "decide-appeal") {
    const { appeal, outcome, reason } = ask;
    await reading(ctx, viewer, (r) => appealIn(r, viewer, { communityId, id: appeal }));
    await decideAppeal(ctx, { deciderId: actorId, appealId: appeal, outcome, reason });
    return {};
  }
  return reading(ctx, viewer, async (r) => {
    refuseUnless(mayFacilitate(await membershipOf(r.sql, actorId, communityId)));
    if (ask.ask === "appealed") return appealIn(r, viewer, { communityId, id: ask.appeal });
    return listAppeals(r, viewer, ask.page, communityId);
  });
}

async function appealIn(
  r: ReadContext,
  viewer: Viewer,
  of: { readonly communityId: string; readonly id: string },
): Promise<AppealView> {
  const appeal = await findAppeal(r, viewer, of.id);
  return appeal.community.id === of.communityId ? appeal : refuse("not-found");
}
