import { type Change, HERE } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { closeAppeal } from "./close.ts";
import { lockAppeal, openAppealsOf } from "./rows.ts";

/**
 * A consumer of the record: what is shown again needs no decision any more, however that came about, and what its author
 * deleted none either. Of a community elsewhere its home says so, also that it refuses a decision of here.
 */
export async function settleAppeals(tx: WriteContext, change: Change): Promise<void> {
  if (change.kind === "act.refused") return reopen(tx, change);
  if (change.subjectId === null || change.communityId === null) return;
  if (change.kind !== "post.restored" && change.kind !== "post.deleted") return;
  for (const { id } of await openAppealsOf(tx.sql, change.subjectId)) {
    const appeal = await lockAppeal(tx, id);
    if (appeal?.state !== "open") continue;
    if (change.kind === "post.deleted") {
      await tx.sql`update appeals set state = 'withdrawn', decided = ${tx.now} where id = ${id}`;
      continue;
    }
    const { local } = await communityHome(tx.sql, appeal.communityId);
    if (!local) continue;
    const words = await wordsOf(tx, change);
    await closeAppeal(tx, appeal, { state: "restored", decidedBy: change.actorId, words, origin: HERE });
  }
}

/** An appeal whose decision, or the restoring that belongs to it, was refused is open again for who decided it. */
async function reopen(tx: WriteContext, { subjectIri, facts }: Change): Promise<void> {
  if (facts.act !== "appeal" && facts.act !== "restore") return;
  await tx.sql`update appeals set sent = null, sent_state = null, decided_by = null, outcome = ''
    where state = 'open' and sent is not null and decided_by = ${String(facts.facilitatorId)}
      and ${subjectIri} in (iri, removal_iri)`;
}

/** The reason it was restored with, as the moderation log has it. */
async function wordsOf(tx: WriteContext, { subjectId }: Change): Promise<string> {
  const [act] = await tx.sql<{ reason: string }[]>`
    select reason from moderation_acts where post_id = ${subjectId} and kind = 'post-restored' order by happened desc limit 1`;
  return act?.reason ?? "";
}
