import { type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { inboxOf } from "../visibility/audience.ts";
import type { AppealRow } from "./rows.ts";
import type { AppealOutcome } from "./types.ts";

export interface AppealClosing {
  readonly state: AppealOutcome;
  readonly decidedBy: string | null;
  readonly words: string;
  readonly origin: Origin;
}

/** Closes an appeal, the one place where that happens; the author is told, elsewhere by the Group's `Resolve`. */
export async function closeAppeal(
  tx: WriteContext,
  appeal: AppealRow,
  { state, decidedBy, words, origin }: AppealClosing,
): Promise<void> {
  await tx.sql`update appeals set state = ${state}, outcome = ${words}, decided = ${tx.now}, decided_by = ${decidedBy}
    where id = ${appeal.id}`;
  const changeId = await recordChange(tx, {
    kind: "appeal.closed",
    actorId: decidedBy,
    communityId: appeal.communityId,
    subjectId: appeal.id,
    subjectIri: null,
    origin,
    facts: { outcome: state },
  });
  const community = await communityHome(tx.sql, appeal.communityId);
  const author = await actorById(tx.sql, appeal.authorId);
  const inbox = community.local ? await inboxOf(tx, author.id) : null;
  if (inbox === null) return;
  const iri = await insertActivity(tx, {
    type: "Resolve",
    actorIri: community.iri,
    objectIri: appeal.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [author.iri],
    facts: { appealId: appeal.id, state },
    changeId,
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}
