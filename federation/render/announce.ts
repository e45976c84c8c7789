import { findGroup } from "../../node/communities/group-rows.ts";
import { findLogEntry } from "../../node/outbox/log-entry.ts";
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
  if (stored.facts.unlogged === true) return forwardFor(act, stored.addressees, inner);
  const group = await findGroup(ctx, { id: stored.communityId ?? "" });
  const entry = await findLogEntry(ctx, stored.iri);
  if (!group || !entry) return null;
  return logEntryFor(act, groupAddressOf(group), inner, {
    epoch: entry.epoch,
    seq: entry.seq,
    prevIri: entry.prevIri,
    firstSeq: entry.firstSeq,
  });
}
