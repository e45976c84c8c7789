import { changeCommunity } from "../communities/change.ts";
import type { NodeContext } from "../context.ts";
import type { HiddenAsk } from "./asks.ts";
import type { HiddenAsker } from "./readers.ts";

/**
 * A facilitator of another node changes the texts, areas and language of a hidden community here, by the same verb as facilitators
 * of this node; nobody outside is told. Refuses what that refuses.
 */
export async function changeFor(
  ctx: NodeContext,
  { actorId, communityId }: HiddenAsker,
  { name, purpose, themes, language, charter }: Extract<HiddenAsk, { ask: "change" }>,
): Promise<Record<string, never>> {
  const draft = { name, purpose, themes, language, charter, level: "confidential" } as const;
  await changeCommunity(ctx, {
    ...{ facilitatorId: actorId, communityId, draft },
    ...{ indexable: false, feed: false },
  });
  return {};
}
