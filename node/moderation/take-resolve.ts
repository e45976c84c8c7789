import type { Origin } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { actorByIri } from "../people/actor.ts";
import { postByIri } from "../posts/find.ts";
import { LIMITS } from "../text/limits.ts";
import { cutAt, visibleOf } from "../text/visible.ts";
import { closeReports } from "./close.ts";
import { decideReport } from "./decide.ts";
import { lockReportsOfFlag, type ReportRow } from "./rows.ts";

/** A Resolve as read; its authenticity (signature or proof of its actor) is checked by the caller. */
export interface ReceivedResolve {
  /** The Group that answers, or one of its facilitators. */
  readonly actorIri: string;
  readonly flagIri: string;
  /** `cop:state`; null where it is not said (other software): then the post itself tells. */
  readonly state: "removed" | "dismissed" | null;
  readonly words: string;
}

/**
 * Takes in what became of a report. From the Group of a community elsewhere, to the node that reported or to those it
 * was passed on to: the report is closed here. From a facilitator on another node, to a local community: it is their
 * decision; a removal counts only once the post is removed. Anything else is `ignored`.
 * Refuses `not-allowed` and `already-decided` as `decideReport` does.
 */
export async function takeResolve(
  tx: WriteContext,
  resolve: ReceivedResolve,
  origin: Extract<Origin, { road: "letter" }>,
): Promise<"taken" | "ignored"> {
  let outcome: "taken" | "ignored" = "ignored";
  for (const report of await lockReportsOfFlag(tx, resolve.flagIri)) {
    if (report.state !== "open") continue;
    const community = await communityHome(tx.sql, report.communityId);
    const taken = community.local
      ? await fromFacilitator(tx, report, resolve, origin)
      : community.iri === resolve.actorIri && (await fromGroup(tx, report, resolve, origin));
    if (taken) outcome = "taken";
  }
  return outcome;
}

async function fromGroup(
  tx: WriteContext,
  report: ReportRow,
  resolve: ReceivedResolve,
  origin: Origin,
): Promise<true> {
  const state = resolve.state ?? ((await isGone(tx, report)) ? "removed" : "dismissed");
  await closeReports(tx, [report], { state, decidedBy: null, words: wordsOf(resolve), origin });
  return true;
}

async function fromFacilitator(
  tx: WriteContext,
  report: ReportRow,
  resolve: ReceivedResolve,
  origin: Origin,
): Promise<boolean> {
  const actor = await actorByIri(tx.sql, resolve.actorIri);
  if (actor === null || actor.kind !== "person") return false;
  const reason = wordsOf(resolve);
  const removed = resolve.state === "removed";
  // Nothing is removed by a Resolve: that is the Delete's, which came before it.
  if (removed && (reason === "" || !(await isGone(tx, report)))) return false;
  const act = removed ? "remove" : "dismiss";
  await decideReport(tx, { facilitatorId: actor.id, reportId: report.id, act, reason }, origin);
  return true;
}

async function isGone(tx: WriteContext, report: ReportRow): Promise<boolean> {
  const post = await postByIri(tx.sql, report.postIri);
  return post === null || post.state === "removed" || post.state === "deleted";
}

function wordsOf(resolve: ReceivedResolve): string {
  return cutAt(visibleOf(resolve.words).trim(), LIMITS.wordsCharacters);
}
