import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { restorePost } from "../posts/remove.ts";
import { refuse } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import type { AppealRow } from "./rows.ts";
import type { AppealOutcome } from "./types.ts";

/**
 * A facilitator's signed decision to the Group of a community elsewhere, which closes the appeal by its answer. What is to be
 * shown again is restored by the `Undo` before it, in the same lane. Refuses `not-connected`, and what `restorePost` does.
 */
export async function sendDecision(
  tx: WriteContext,
  appeal: AppealRow,
  {
    community,
    ...decision
  }: {
    readonly community: CommunityHome;
    readonly deciderId: string;
    readonly outcome: AppealOutcome;
    readonly reason: string;
  },
): Promise<"sent"> {
  const { deciderId, outcome, reason } = decision;
  const inbox = (await inboxOf(tx, community.actorId)) ?? refuse("not-connected", { home: community.name });
  if (outcome === "restored") await restorePost(tx, { actorId: deciderId, postId: appeal.postId, reason });
  await tx.sql`update appeals set sent = ${tx.now}, sent_state = ${outcome}, decided_by = ${deciderId}, outcome = ${reason}
    where id = ${appeal.id}`;
  const activityIri = await insertActivity(tx, {
    type: "Resolve",
    actorIri: (await actorById(tx.sql, deciderId)).iri,
    objectIri: appeal.iri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { appealId: appeal.id, state: outcome },
  });
  await layLetter(tx, { activityIri, inbox, communityId: community.id });
  return "sent";
}
