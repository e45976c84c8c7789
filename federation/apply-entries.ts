import { inTransaction } from "../node/context.ts";
import { isDatabaseAway } from "../node/db/open.ts";
import { EgressRefused } from "../node/egress/errors.ts";
import { setEntryAside } from "../node/logs/applied.ts";
import { Outage } from "../node/refusal.ts";
import { applyEntries, applyEntry, type EntryOutcome, type LogEntry } from "./inbox/entry.ts";
import type { Wire } from "./wire.ts";

/** Some entries in one transaction: it costs as much for one. */
const TOGETHER = 25;

/**
 * Applies entries of one community's log in their order, some at a time; those in which one fails, one by one. Throws
 * Outage when their authors' node is away.
 */
export async function applyTogether(
  wire: Wire,
  communityId: string,
  entries: readonly LogEntry[],
): Promise<readonly EntryOutcome[]> {
  const outcomes: EntryOutcome[] = [];
  for (let at = 0; at < entries.length; at += TOGETHER) {
    const some = entries.slice(at, at + TOGETHER);
    const together = await applyEntries(wire, some).catch((error: unknown) => {
      if (isDatabaseAway(error)) throw error;
      return null;
    });
    if (together) outcomes.push(...together);
    else for (const entry of some) outcomes.push(await applyOrSetAside(wire, communityId, entry));
  }
  return outcomes;
}

/**
 * One that this node cannot take stays a gap, which is read again later, and keeps no other from being taken (R18);
 * after five tries it is set aside (A60), and taken when its Group delivers it again.
 */
async function applyOrSetAside(wire: Wire, communityId: string, entry: LogEntry): Promise<EntryOutcome> {
  const { epoch, seq, groupIri: group } = entry;
  const name = `${communityId} ${epoch} ${seq}`;
  try {
    const outcome = await applyEntry(wire, entry);
    wire.failing.forget(name);
    return outcome;
  } catch (error) {
    if (error instanceof Outage || error instanceof EgressRefused || isDatabaseAway(error)) throw error;
    wire.ctx.log.error("Entry {seq} of {group} could not be taken: {error}", { seq, group, error });
    if (!wire.failing.isLastTry(name)) return "later";
    wire.ctx.log.error("Entry {seq} of {group} is set aside.", { seq, group });
    await inTransaction(wire.ctx, (tx) => setEntryAside(tx, { communityId, epoch, seq }));
    return "nothing";
  }
}
