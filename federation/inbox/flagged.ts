import type { ReadFlag } from "../read/activity-types.ts";
import type { Letter, LetterOutcome } from "./letters.ts";

/** A report of something in a local community. */
export async function flagged(_letter: Letter<ReadFlag>): Promise<LetterOutcome> {
  return "ignored";
}
