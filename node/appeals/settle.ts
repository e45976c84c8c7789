import { type Change, HERE } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { closeAppeal } from "./close.ts";
import { lockAppeal, openAppealsOf } from "./rows.ts";

/**
 * A consumer of the record: what is shown again needs no decision any more, however that came about, and what its author
 * deleted none either. Of a community elsewhere its home says so.
 */
export async function settleAppeals(tx: WriteContext, change: Change): Promise<void> {
  if (change.subjectId === null || change.communityId === null) return;
  if (change.kind !== "post.restored" && change.kind !== "post.deleted") return;
  for (const { id } of await openAppealsOf(tx.sql, change.subjectId)) {
    const appeal = await lockAppeal(tx, id);
    if (appeal?.state !== "open") continue;
    if (change.kind === "post.deleted") {
      await tx.sql`update appeals set state = 'withdrawn', decided = ${tx.now} where id = ${id}`;
      continue;
    }
    const { local } = await communityHome(tx.sql, appeal.communityId);
    const closing = { state: "restored", decidedBy: change.actorId, words: "", origin: HERE } as const;
    if (local) await closeAppeal(tx, appeal, closing);
  }
}
