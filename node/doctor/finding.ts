import { CODES, type FindingCode } from "./codes.ts";
import type { Finding } from "./types.ts";

/** A finding of a code, with its level. */
export function finding(
  code: FindingCode,
  facts: Finding["facts"] = {},
  of: { readonly about?: string; readonly since?: Date | null } = {},
): Finding {
  return { code, level: CODES[code], about: of.about ?? "", since: of.since ?? null, facts };
}

/** What was found; or, where that is nothing, that all is well. */
export function orFine(found: readonly Finding[], fine: Finding): readonly Finding[] {
  return found.length > 0 ? found : [fine];
}

/** Whole minutes from one time to a later one, for the words. */
export function minutesBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 60_000));
}
