import type { GroupRow } from "../../node/communities/group-rows.ts";
import { type LogRow, listLog } from "../../node/outbox/log-entry.ts";
import { HISTORY_LIMITS, historyFor, historyPageText, type LogEntry } from "../objects/history.ts";
import { keptActivity } from "../render/kept.ts";
import type { Wire } from "../wire.ts";
import { bytesAnswer, objectAnswer } from "./answer.ts";
import type { GroupRequest } from "./group.ts";
import { readingOf } from "./reading-of.ts";

/**
 * The numbered log (profile E.4): the collection, or a page after or before a number. Who found what useful is shown
 * to connected nodes only: anyone else gets a Tombstone in its place (E-18).
 */
export async function historyAnswer(request: GroupRequest, group: GroupRow): Promise<Response> {
  const { wire, query, viewer } = request;
  const after = numberIn(query.get("after"));
  const before = numberIn(query.get("before"));
  if (after === null && before === null) {
    return objectAnswer(historyFor({ groupIri: group.iri, epoch: group.epoch, seq: group.seq }));
  }
  const limit = Math.min(
    Math.max(numberIn(query.get("limit")) ?? HISTORY_LIMITS.entries, 1),
    HISTORY_LIMITS.entries,
  );
  const from = after === null ? { before: before ?? 0 } : { after };
  const rows = await readingOf(request, group, (r) => listLog(r, group.communityId, from, limit + 1));
  const trusted = viewer.kind === "peer";
  const entries: LogEntry[] = [];
  for (const row of rows.slice(0, limit)) entries.push(await entryOf(wire, row, trusted));
  const text = historyPageText({
    groupIri: group.iri,
    epoch: group.epoch,
    direction: after === null ? "before" : "after",
    from: after ?? before ?? 0,
    limit,
    entries,
    more: rows.length > limit,
  });
  return bytesAnswer(text, { private: trusted });
}

async function entryOf(wire: Wire, row: LogRow, trusted: boolean): Promise<LogEntry> {
  if (row.state === "spent" || (row.private && !trusted)) return { seq: row.seq, spentIri: row.announceIri };
  const bytes = await keptActivity(wire.ctx, row.announceIri);
  return bytes === null
    ? { seq: row.seq, spentIri: row.announceIri }
    : { seq: row.seq, text: Buffer.from(bytes).toString("utf8") };
}

function numberIn(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
