import { inTransaction } from "../node/context.ts";
import { isDatabaseAway } from "../node/db/open.ts";
import { EgressRefused } from "../node/egress/errors.ts";
import { setEntryAside } from "../node/logs/aside.ts";
import { Outage } from "../node/refusal.ts";
import { applyEntry, applyJudged, type EntryOutcome } from "./inbox/entry.ts";
import { type JudgedEntries, judgeEntries, type LogEntry } from "./inbox/judge-entry.ts";
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
  // The next are judged while these are applied: one waits for PostgreSQL, the other for the processor.
  let next = judged(wire, entries, 0);
  for (let at = 0; at < entries.length; at += TOGETHER) {
    const some = entries.slice(at, at + TOGETHER);
    const ready = await next;
    next = judged(wire, entries, at + TOGETHER);
    const together = await applyReady(wire, ready);
    if (together) outcomes.push(...together);
    else for (const entry of some) outcomes.push(await applyOrSetAside(wire, communityId, entry));
  }
  return outcomes;
}

type Ready = { readonly judged: JudgedEntries } | { readonly error: unknown };

/** Never rejects: what went wrong is told in its turn. */
async function judged(wire: Wire, entries: readonly LogEntry[], at: number): Promise<Ready> {
  try {
    return { judged: await judgeEntries(wire, entries.slice(at, at + TOGETHER)) };
  } catch (error) {
    return { error };
  }
}

/** Null where one of them failed. */
async function applyReady(wire: Wire, ready: Ready): Promise<readonly EntryOutcome[] | null> {
  try {
    if ("error" in ready) throw ready.error;
    return await applyJudged(wire, ready.judged);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    return null;
  }
}

/**
 * One that this node cannot take stays a gap, which is read again later, and keeps no other from being taken (R18);
 * after five tries it is set aside (A60), tried again later, and taken when its Group delivers it again.
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
