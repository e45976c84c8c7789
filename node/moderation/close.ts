import { type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorByIri } from "../people/actor.ts";
import { inboxOf } from "../visibility/audience.ts";
import { concernedElsewhere, forwardTo, type Recipient } from "./forward.ts";
import type { ReportRow } from "./rows.ts";

export interface Closing {
  readonly state: "removed" | "dismissed";
  /** The facilitator, where this node knows them. */
  readonly decidedBy: string | null;
  /** What the reporter may read of why. */
  readonly words: string;
  readonly origin: Origin;
}

/**
 * Closes reports, the one place where that happens. Whoever reported is told: with an account here or by e-mail through
 * the change `report.closed`; elsewhere by the Group's `Resolve`, which also reaches whom the report was passed on to.
 */
export async function closeReports(
  tx: WriteContext,
  reports: readonly ReportRow[],
  closing: Closing,
): Promise<void> {
  for (const report of reports) {
    await tx.sql`update reports set state = ${closing.state}, outcome = ${closing.words}, decided = ${tx.now}, sent = null,
      decided_by = coalesce(${closing.decidedBy}, decided_by) where id = ${report.id}`;
    const changeId = await recordChange(tx, {
      kind: "report.closed",
      actorId: closing.decidedBy,
      communityId: report.communityId,
      subjectId: report.id,
      subjectIri: report.postIri,
      origin: closing.origin,
      facts: { outcome: closing.state },
    });
    const community = await communityHome(tx.sql, report.communityId);
    if (community.local) await tellOutcome(tx, report, { community, state: closing.state, changeId });
  }
}

interface Outcome {
  readonly community: CommunityHome;
  readonly state: "removed" | "dismissed";
  readonly changeId: string;
}

/** F-04: the Group answers the reporting node; its facilitators elsewhere learn that nothing is left to decide. */
async function tellOutcome(tx: WriteContext, report: ReportRow, outcome: Outcome): Promise<void> {
  if (report.iri === null) return;
  const { community } = outcome;
  const reporter = await reporterElsewhere(tx, report.iri);
  const others = await concernedElsewhere(tx, {
    community,
    category: report.category,
    authorId: report.authorId,
  });
  if (reporter === null && others.length === 0) return;
  const iri = await insertActivity(tx, {
    type: "Resolve",
    actorIri: community.iri,
    objectIri: report.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: reporter === null ? others.map((one) => one.iri) : [reporter.iri],
    facts: { reportId: report.id, state: outcome.state },
    changeId: outcome.changeId,
  });
  if (reporter !== null)
    await layLetter(tx, { activityIri: iri, inbox: reporter.inbox, communityId: community.id });
  await forwardTo(tx, community, iri, others);
}

async function reporterElsewhere(tx: WriteContext, flagIri: string): Promise<Recipient | null> {
  const [flag] = await tx.sql<
    { actor_iri: string }[]
  >`select actor_iri from activities where iri = ${flagIri}`;
  const actor = flag ? await actorByIri(tx.sql, flag.actor_iri) : null;
  const inbox = actor === null ? null : await inboxOf(tx, actor.id);
  return actor === null || inbox === null ? null : { iri: actor.iri, inbox };
}
