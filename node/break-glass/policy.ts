import { type Decision, no, YES } from "../refusal.ts";
import type { Level } from "../visibility/readable.ts";

/** Security A71: a reason of at least 20 characters, at most 60 minutes. */
export const LEAST_REASON = 20;
export const MOST_REASON = 1000;
export const MOST_MINUTES = 60;

/**
 * May this person open a closed community to read it for a while? Administrators of the community's own node, which alone can
 * tell everyone concerned; not who reads it anyway. Communities elsewhere and hidden ones: never.
 */
export function mayBreakGlass(facts: {
  readonly administrator: boolean;
  readonly local: boolean;
  readonly level: Level;
  readonly member: boolean;
  /** It is open for them already. */
  readonly opened: boolean;
}): Decision {
  if (!facts.administrator) return no("not-allowed");
  if (facts.level === "confidential") return no("not-found");
  if (!facts.local) return no("not-allowed");
  return facts.level !== "closed" || facts.member || facts.opened ? no("already-exists") : YES;
}

/** Why, and for how long, as typed. Refuses `required`, `too-short`, `too-long`, `invalid`. */
export function checkTerms({
  reason,
  minutes,
}: {
  readonly reason: string;
  readonly minutes: number;
}): Decision {
  if (reason === "") return no("required", { field: "reason" });
  if (reason.length < LEAST_REASON) return no("too-short", { field: "reason", least: LEAST_REASON });
  if (reason.length > MOST_REASON) return no("too-long", { field: "reason", most: MOST_REASON });
  const sound = Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES;
  return sound ? YES : no("invalid", { field: "minutes", most: MOST_MINUTES });
}
