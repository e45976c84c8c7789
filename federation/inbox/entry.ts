import type { CommunityHome } from "../../node/communities/home.ts";
import { inTransaction, type WriteContext } from "../../node/context.ts";
import { listUnapplied, markApplied, noteLacking } from "../../node/logs/applied.ts";
import { type KeptEntry, keepEntries } from "../../node/logs/kept.ts";
import { takeWaiting } from "../../node/logs/waiting.ts";
import type { Arrival } from "../../node/posts/arrival.ts";
import { Refusal } from "../../node/refusal.ts";
import type { Wire } from "../wire.ts";
import { arrivalIn } from "./act-content.ts";
import { NotHereYet } from "./act-place.ts";
import {
  type Judged,
  type JudgedEntries,
  type JudgedLog,
  judgeEntries,
  type LogEntry,
} from "./judge-entry.ts";
import { perform, performWaiting } from "./perform-entry.ts";

/**
 * `later`: an author's node is away and nothing vouches for the entry yet, or too much of its log waits; it stays
 * unapplied and is asked for again.
 */
export type EntryOutcome = "applied" | "known" | "nothing" | "dropped" | "later";

/** Applies an entry once, in any order, in one transaction with the mark that it was applied (resolution 10, E-10). */
export async function applyEntry(
  wire: Wire,
  entry: LogEntry,
  community?: CommunityHome,
): Promise<EntryOutcome> {
  const [outcome = "dropped"] = await applyEntries(wire, [entry], community);
  return outcome;
}

/**
 * Applies entries of one epoch of a community's log, in their order and in one transaction; what became of each. One
 * that fails takes the others back with it: who brings many does so again one by one. `community`: where it was read.
 */
export async function applyEntries(
  wire: Wire,
  entries: readonly LogEntry[],
  read?: CommunityHome,
): Promise<readonly EntryOutcome[]> {
  return applyJudged(wire, await judgeEntries(wire, entries, read));
}

/** As `applyEntries`, of what was judged. */
export async function applyJudged(
  wire: Wire,
  { entries, log }: JudgedEntries,
): Promise<readonly EntryOutcome[]> {
  if (log === null) return entries.map(() => "dropped" as const);
  if (entries.length > 1) return applyAll(wire, { ...log, apart: true });
  try {
    return await applyAll(wire, { ...log, apart: false });
  } catch (error) {
    // Most entries have their effect; of one that has none, what it did before is taken back.
    if (!(error instanceof NotHereYet || error instanceof Refusal)) throw error;
    return applyAll(wire, { ...log, apart: true });
  }
}

interface Applying extends JudgedLog {
  /** Each by itself: one that has no effect takes nothing of the others back. */
  readonly apart: boolean;
}

function applyAll(wire: Wire, { community, epoch, judged, ...scene }: Applying): Promise<EntryOutcome[]> {
  const log = { communityId: community.id, epoch };
  return inTransaction(wire.ctx, async (tx) => {
    const sound = judged.filter(({ fit }) => fit !== "later").map(({ entry }) => entry.seq);
    const [unapplied, arrival] = await Promise.all([
      sound.length === 0 ? new Set<number>() : listUnapplied(tx, log, sound),
      arrivalOfOnly(tx, community, judged),
    ]);
    const outcomes: EntryOutcome[] = [];
    for (const { entry, fit } of judged) {
      if (fit === "later" || !unapplied.has(entry.seq)) outcomes.push(fit === "later" ? "later" : "known");
      else if (fit === "spent" || fit === "dropped") outcomes.push(fit === "spent" ? "nothing" : "dropped");
      else outcomes.push(await perform(tx, fit, { ...scene, community, entry, arrival }));
    }
    const applied = judged.flatMap(({ fit }, at) =>
      typeof fit === "object" && outcomes[at] === "applied" ? [fit] : [],
    );
    const later = judged.flatMap(({ entry }, at) => (outcomes[at] === "later" ? [entry.seq] : []));
    const settled = [...unapplied].filter((seq) => !later.includes(seq));
    for (const seq of later) await noteLacking(tx, { ...log, seq });
    const [waiting] = await Promise.all([
      takeWaiting(tx, community.id, [...new Set(applied.map((act) => act.object))]),
      markApplied(tx, log, settled),
      keepEntries(
        tx,
        log,
        judged.flatMap(({ entry, fit }, at) => keptOf(entry, fit, outcomes[at])),
      ),
    ]);
    await performWaiting(tx, { waiting, came: applied }, { ...scene, community });
    return outcomes;
  });
}

/** What is known of the post that comes by itself: asked together with whether its entry was applied. */
async function arrivalOfOnly(
  tx: WriteContext,
  community: CommunityHome,
  judged: readonly Judged[],
): Promise<Arrival | null> {
  const [only, ...others] = judged;
  if (!only || others.length > 0 || typeof only.fit === "string") return null;
  const { fit } = only;
  if (fit.type !== "Create" || fit.content === null) return null;
  return arrivalIn(tx, fit.content, { authorIri: fit.actor, community });
}

/** What is kept of an entry, as its Group proved it, for the node it came from (FEDERATION.md). */
function keptOf(
  entry: LogEntry,
  fit: Judged["fit"],
  outcome: EntryOutcome | undefined,
): readonly KeptEntry[] {
  if (typeof fit === "string" || entry.announce === null) return [];
  if (outcome !== "applied" && outcome !== "nothing") return [];
  const { announce, seq } = entry;
  const bytes = announce instanceof Uint8Array ? announce : Buffer.from(JSON.stringify(announce), "utf8");
  return [{ seq, objectIri: fit.object, type: fit.type, bytes }];
}
