import type { NodeContext } from "../context.ts";
import { findItems } from "../discovery/find.ts";
import { viewerOf } from "../visibility/viewer.ts";
import type { HiddenAsk } from "./asks.ts";
import type { HiddenAsker } from "./readers.ts";

/** Searching inside a hidden community runs at its own node, in this community alone. */
export async function searchFor(
  ctx: NodeContext,
  { actorId, communityId }: HiddenAsker,
  { text, page }: Extract<HiddenAsk, { ask: "search" }>,
): Promise<unknown> {
  const viewer = viewerOf(actorId);
  const found = await findItems(ctx, viewer, {
    text,
    in: "knowledge",
    kinds: ["question", "topic", "reply"],
    councils: [],
    communities: [communityId],
    since: null,
    language: null,
    sort: "relevance",
    page,
  });
  return { items: found.items, total: found.total, reachable: found.reachable };
}
