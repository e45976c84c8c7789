import type { Answer } from "../lab/client.ts";
import { pause } from "../lab/pause.ts";
import { count, type Ledger } from "./ledger.ts";

const LONGEST_MS = 600_000;

/** An answer that settles an act. `uncertain`: an earlier try had no answer, so that it may have taken effect before. */
export interface Settled extends Answer {
  readonly uncertain: boolean;
}

/** Sends an act of a kind until it is answered for good: 2xx or a refusal. No answer and 5xx are sent again. */
export async function insist(ledger: Ledger, kind: string, act: () => Promise<Answer>): Promise<Settled> {
  count(ledger.underWay, kind);
  try {
    return await repeat(ledger, kind, act);
  } finally {
    count(ledger.underWay, kind, -1);
  }
}

async function repeat(ledger: Ledger, kind: string, act: () => Promise<Answer>): Promise<Settled> {
  const end = Date.now() + LONGEST_MS;
  let uncertain = false;
  for (;;) {
    const answer = await tryOnce(ledger, kind, act);
    const again = answer.status === 0 || answer.status >= 500 || answer.status === 429;
    if (!again) return { ...answer, uncertain };
    if (answer.status >= 500 && answer.status !== 503) count(ledger.odd, `${answer.status}`);
    if (!uncertain) ledger.uncertain++;
    uncertain = true;
    if (Date.now() > end) throw new Error(`An act got no answer for ${LONGEST_MS / 1000} s.`);
    await pause(100);
  }
}

/** Sends once, and notes in the history what came of it. */
export async function tryOnce(ledger: Ledger, kind: string, act: () => Promise<Answer>): Promise<Answer> {
  const at = Date.now();
  const answer = await act();
  const { status, retryAfter } = answer;
  ledger.history.push({ at, ms: Date.now() - at, kind, status, retryAfter });
  return answer;
}
