import type { JsonObject } from "../jcs.ts";
import { paragraphOf } from "../objects/escape.ts";
import { instantFor } from "../objects/instant.ts";
import { type Act, activityFor } from "./activity.ts";

export const REPORT_CATEGORIES = ["conduct", "spam", "confidential-leak", "safeguarding", "illegal"] as const;
export type ReportCategory = (typeof REPORT_CATEGORIES)[number];

export interface ReportFacts {
  readonly objectIris: readonly string[];
  readonly words: string;
  readonly category: ReportCategory;
  /** Our own number of the report; the reporter stays behind it and the node actor (F-01). */
  readonly reference: string;
}

/** A report to the Group (profile F.1). `act.actorIri` is the node actor. */
export function flagFor(act: Act, groupIri: string, report: ReportFacts): JsonObject {
  return activityFor(
    "Flag",
    act,
    { to: [groupIri], cc: [], audience: groupIri },
    {
      object: report.objectIris,
      summary: report.words,
      content: report.words,
      "cop:category": report.category,
      "cop:reportRef": report.reference,
    },
  );
}

/** The author of a removed post asks that somebody else looks at its removal: a Flag of the Delete, by the author. */
export function appealFor(
  act: Act,
  groupIri: string,
  appeal: { readonly removalIri: string; readonly words: string },
): JsonObject {
  return activityFor(
    "Flag",
    act,
    { to: [groupIri], cc: [], audience: groupIri },
    { object: appeal.removalIri, content: paragraphOf(appeal.words), "cop:category": "appeal" },
  );
}

/** What became of a report, back to the node that sent it (profile F.1, Lemmy 1.0's activity). */
export function resolveFor(act: Act, nodeIri: string, flag: JsonObject, outcome: string): JsonObject {
  return activityFor("Resolve", act, { to: [nodeIri], cc: [] }, { object: flag, summary: outcome });
}

/**
 * Suspends somebody in a community, for a time or until undone (profile B.4, F.2). Addressed to the Group only: it speaks of
 * a person, and the Group shows it to nobody who reads unsigned.
 */
export function blockFor(
  act: Act,
  groupIri: string,
  block: { readonly personIri: string; readonly reason: string; readonly until: Date | null },
): JsonObject {
  return activityFor(
    "Block",
    act,
    { to: [groupIri], cc: [], audience: groupIri },
    {
      object: block.personIri,
      target: groupIri,
      summary: block.reason,
      ...(block.until === null ? {} : { endTime: instantFor(block.until) }),
    },
  );
}
