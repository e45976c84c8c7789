import { type Change, HERE } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { removalOf } from "../posts/for-reports.ts";
import { closeReports } from "./close.ts";
import { lockOpenReports } from "./rows.ts";

/**
 * A consumer of the record: a removed post needs no decision any more, however it was removed (by a report, by hand, by
 * a facilitator on another node). In a community elsewhere only the removal in its log counts; what was removed here
 * is still on its way there.
 */
export async function settleReports(tx: WriteContext, change: Change): Promise<void> {
  if (change.kind !== "post.removed" || change.subjectIri === null || change.communityId === null) return;
  const reports = await lockOpenReports(tx, change.subjectIri);
  if (reports.length === 0) return;
  const community = await communityHome(tx.sql, change.communityId);
  if (!community.local && change.road !== "relay") return;
  const removal = await removalOf(tx.sql, change.subjectIri);
  if (!removal) return;
  await closeReports(tx, reports, {
    state: "removed",
    decidedBy: change.actorId,
    words: removal.reason,
    origin: HERE,
  });
}
