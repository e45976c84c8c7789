import { inTransaction, type NodeContext } from "../context.ts";
import { listUndelivered } from "../posts/for-notices.ts";
import { writeTellings } from "./tell.ts";
import type { Telling } from "./telling.ts";

/**
 * Tells people here that what they wrote could not be handed to its community for 30 days (resolution 3). Each is told
 * once, however often this runs.
 */
export function tellOfLateLetters(ctx: NodeContext): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const tellings = (await listUndelivered(tx.sql)).map(
      (late): Telling => ({
        ...late,
        kind: "late-letter",
        event: `late:${late.postId}`,
        actorId: null,
        facts: { home: late.home },
        mail: true,
      }),
    );
    await writeTellings(tx, tellings);
  });
}
