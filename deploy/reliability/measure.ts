import type { HistoryEntry, Ledger } from "../simulate/ledger.ts";

/** The value that so many of all are not above; 0 of none. `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Milliseconds from a moment until clients were answered with 2xx again; the first such answer that was asked for then. */
export function backAfter(history: readonly HistoryEntry[], moment: number, kind = "probe"): number | null {
  const good = history
    .filter((entry) => entry.kind === kind && entry.at >= moment && entry.status >= 200 && entry.status < 300)
    .map((entry) => entry.at + entry.ms - moment);
  return good.length === 0 ? null : Math.min(...good);
}

/** How many acts of all kinds were acknowledged, and how many posts there are. */
export function doneBy(ledger: Ledger): string {
  const acts = [...ledger.acknowledged].map(([act, times]) => `${act} ${times}`).join(", ");
  return `${acts}; sent again after a lost answer ${ledger.uncertain}`;
}
