import type { NodeContext } from "../node/context.ts";
import { reopenLane } from "../node/lanes/settle.ts";
import { askAgain } from "../node/peers/presence.ts";

/**
 * Any verified request of a node shows that it is there: what waits for it is sent at once (resolution 3), and what is
 * wanted of it is asked for, however often it did not answer before.
 */
export async function heardFrom(ctx: NodeContext, origin: string): Promise<void> {
  await reopenLane(ctx, origin);
  await askAgain(ctx, origin);
}
