import { type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { forwardTo } from "../moderation/forward.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { inboxOf } from "../visibility/audience.ts";
import { decidersElsewhere } from "./elsewhere.ts";
import type { AppealRow } from "./rows.ts";
import type { AppealOutcome } from "./types.ts";

export interface AppealClosing {
  readonly state: AppealOutcome;
  readonly decidedBy: string | null;
  readonly words: string;
  readonly origin: Origin;
}

/**
 * Closes an appeal, the one place where that happens; the author is told, elsewhere by the Group's `Resolve`, which is passed on
 * to the facilitators elsewhere who could have decided it.
 */
export async function closeAppeal(
  tx: WriteContext,
  appeal: AppealRow,
  { state, decidedBy, words, origin }: AppealClosing,
): Promise<void> {
  await tx.sql`update appeals set state = ${state}, outcome = ${words}, decided = ${tx.now}, decided_by = ${decidedBy}, sent = null,
    sent_state = null where id = ${appeal.id}`;
  const changeId = await recordChange(tx, {
    kind: "appeal.closed",
    actorId: decidedBy,
    communityId: appeal.communityId,
    subjectId: appeal.id,
    subjectIri: null,
    origin,
    facts: { outcome: state },
  });
  await tellOutcome(tx, appeal, { state, changeId });
}

async function tellOutcome(
  tx: WriteContext,
  appeal: AppealRow,
  { state, changeId }: { readonly state: AppealOutcome; readonly changeId: string },
): Promise<void> {
  const community = await communityHome(tx.sql, appeal.communityId);
  if (!community.local || community.level === "confidential") return;
  const author = await actorById(tx.sql, appeal.authorId);
  const inbox = await inboxOf(tx, author.id);
  const others = await decidersElsewhere(tx, appeal);
  if (inbox === null && others.length === 0) return;
  const iri = await insertActivity(tx, {
    type: "Resolve",
    actorIri: community.iri,
    objectIri: appeal.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: inbox === null ? others.map((one) => one.iri) : [author.iri],
    facts: { appealId: appeal.id, state },
    changeId,
  });
  if (inbox !== null) await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
  await forwardTo(tx, community, iri, others);
}
