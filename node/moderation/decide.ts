import { HERE, type Origin } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { membershipOf } from "../memberships/read.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { isAdministrator } from "../people/administrator.ts";
import { postByIri } from "../posts/find.ts";
import { removePost } from "../posts/remove.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { LIMITS } from "../text/limits.ts";
import { inboxOf } from "../visibility/audience.ts";
import { closeReports } from "./close.ts";
import { mayDecideReport } from "./policy.ts";
import { lockOpenReports, lockReport, type ReportRow } from "./rows.ts";
import type { ReportAct } from "./types.ts";

export interface ReportDecision {
  /** Actor of the facilitator, or of an administrator of the community's node. */
  readonly facilitatorId: string;
  readonly reportId: string;
  readonly act: ReportAct;
  /** To remove it is required, and shown to the author; to dismiss it may be empty. ≤ 1,000 characters. */
  readonly reason: string;
}

/**
 * A facilitator removes the reported post with a reason, or dismisses the report. Removing closes every open report of
 * the post; the reporters are told. The first decision wins. For a community elsewhere it is sent to the Group (`sent`),
 * whose answer closes the report here. Refuses `not-found`, `not-allowed`, `required`, `too-long`, `already-decided`
 * (with `by`, `removed`, `when`), `not-connected`.
 */
export function decideReport(
  ctx: NodeContext | WriteContext,
  decision: ReportDecision,
  origin: Origin = HERE,
): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const report = (await lockReport(tx, decision.reportId)) ?? refuse("not-found");
    const membership = await membershipOf(tx.sql, decision.facilitatorId, report.communityId, "share");
    const community = await communityHome(tx.sql, report.communityId);
    const administersHome = community.local && (await isAdministrator(tx.sql, decision.facilitatorId));
    const isAuthor = report.authorId === decision.facilitatorId;
    refuseUnless(mayDecideReport({ membership, administersHome, isAuthor }));
    if (report.state !== "open" || report.sent !== null) await refuseDecided(tx, report);
    const most = LIMITS.wordsCharacters;
    if (decision.act === "remove" && decision.reason.trim() === "") refuse("required", { field: "reason" });
    if (decision.reason.length > most) refuse("too-long", { field: "reason", most });
    if (decision.act === "remove") await remove(tx, report, decision);
    if (!community.local) return send(tx, { report, decision, community });
    const reports = decision.act === "remove" ? await lockOpenReports(tx, report.postIri) : [report];
    await closeReports(tx, reports, {
      state: stateOf(decision.act),
      decidedBy: decision.facilitatorId,
      words: decision.reason.trim(),
      origin,
    });
    return "done";
  });
}

/** The state that an act of a facilitator leads to. */
export function stateOf(act: ReportAct): "removed" | "dismissed" {
  return act === "remove" ? "removed" : "dismissed";
}

async function refuseDecided(tx: WriteContext, report: ReportRow): Promise<never> {
  const [by] = await tx.sql<{ name: string }[]>`select name from actors where id = ${report.decidedBy}`;
  return refuse("already-decided", {
    by: by?.name ?? "",
    removed: report.state === "removed",
    when: (report.decided ?? report.sent ?? tx.now).toISOString(),
  });
}

/** What its author deleted or a colleague removed is gone already; then only the report is left to close. */
async function remove(tx: WriteContext, report: ReportRow, decision: ReportDecision): Promise<void> {
  const post = (await postByIri(tx.sql, report.postIri)) ?? refuse("not-found");
  if (post.state === "deleted" || post.state === "removed") return;
  await removePost(tx, { actorId: decision.facilitatorId, postId: post.id, reason: decision.reason.trim() });
}

interface Sending {
  readonly report: ReportRow;
  readonly decision: ReportDecision;
  readonly community: CommunityHome;
}

/** The facilitator's signed word to the Group, behind the removal in the same lane. */
async function send(tx: WriteContext, { report, decision, community }: Sending): Promise<"sent"> {
  const facilitator = await actorById(tx.sql, decision.facilitatorId);
  const inbox = await inboxOf(tx, community.actorId);
  if (inbox === null || report.iri === null) refuse("not-connected", { home: community.name });
  await tx.sql`update reports set sent = ${tx.now}, decided_by = ${facilitator.id}, outcome = ${decision.reason.trim()}
    where id = ${report.id}`;
  const iri = await insertActivity(tx, {
    type: "Resolve",
    actorIri: facilitator.iri,
    objectIri: report.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { reportId: report.id, state: stateOf(decision.act), forGroup: true },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  return "sent";
}
