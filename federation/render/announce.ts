import { findGroup } from "../../node/communities/group-rows.ts";
import type { AnyContext } from "../../node/context.ts";
import { findLogEntry, type LogRow } from "../../node/outbox/log-entry.ts";
import { findFirstSeq } from "../../node/posts/wire-read.ts";
import { forwardFor, logEntryFor } from "../activities/announce.ts";
import type { JsonObject } from "../jcs.ts";
import { groupAddressOf } from "./group.ts";
import type { Rendering } from "./rendering.ts";

/**
 * An entry of the log with its number, the received activity inside unmodified (E-01); or an unlogged letter to
 * facilitators. Null when the entry was spent before it was sent: its reader pulls a Tombstone instead.
 */
export async function renderAnnounce({ ctx, stored, act, kept }: Rendering): Promise<JsonObject | null> {
  const inner = stored.objectIri === null ? null : await kept(stored.objectIri);
  if (!inner) return null;
  const { unlogged, deciderIri } = stored.facts;
  if (unlogged === true)
    return forwardFor(act, stored.addressees, inner, typeof deciderIri === "string" ? deciderIri : null);
  const group = await findGroup(ctx, { id: stored.communityId ?? "" });
  const entry = await findLogEntry(ctx, stored.iri);
  if (!group || !entry) return null;
  return logEntryFor(act, groupAddressOf(group), inner, {
    epoch: entry.epoch,
    seq: entry.seq,
    prevIri: entry.prevIri,
    firstSeq: await firstSeqOf(ctx, entry),
  });
}

/** Only the newest text of a post stands in the log; readers learn from its entry where the post belongs. */
async function firstSeqOf(ctx: AnyContext, entry: LogRow): Promise<number | null> {
  if (entry.objectIri === null || (entry.type !== "Create" && entry.type !== "Update")) return null;
  const first = await findFirstSeq(ctx, entry.objectIri);
  return first !== null && first < entry.seq ? first : null;
}
