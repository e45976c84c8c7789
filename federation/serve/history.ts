import type { GroupRow } from "../../node/communities/group-rows.ts";
import { type LogRow, listLog } from "../../node/outbox/log-entry.ts";
import { HISTORY_LIMITS, historyFor, historyPageText, type LogEntry } from "../objects/history.ts";
import { keptActivities } from "../render/kept.ts";
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
  const entries = await entriesOf(wire, rows.slice(0, limit), trusted);
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

async function entriesOf(wire: Wire, rows: readonly LogRow[], trusted: boolean): Promise<LogEntry[]> {
  const told = rows.filter((row) => row.state !== "spent" && (trusted || !row.private));
  const kept = await keptActivities(
    wire.ctx,
    told.map((row) => row.announceIri),
  );
  return rows.map(({ seq, announceIri }) => {
    const bytes = kept.get(announceIri);
    return bytes ? { seq, text: Buffer.from(bytes).toString("utf8") } : { seq, spentIri: announceIri };
  });
}

function numberIn(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
