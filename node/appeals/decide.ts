import { HERE } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { membershipOf } from "../memberships/read.ts";
import { isAdministrator } from "../people/administrator.ts";
import { postById } from "../posts/find.ts";
import { restorePost } from "../posts/remove.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { LIMITS } from "../text/limits.ts";
import { closeAppeal } from "./close.ts";
import { mayDecideAppeal } from "./policy.ts";
import { type AppealRow, lockAppeal, removalOf } from "./rows.ts";
import type { AppealOutcome } from "./types.ts";

export interface AppealDecision {
  /** Actor of a facilitator, or of an administrator of the community's node. */
  readonly deciderId: string;
  readonly appealId: string;
  readonly outcome: AppealOutcome;
  /** Told to the author. Required, ≤ 1,000 characters. */
  readonly reason: string;
}

/**
 * Somebody other than whoever removed the post decides the author's appeal at the community's node: it is shown again, or
 * the removal stands. Refuses `not-found`, `not-allowed`, `already-decided`, `required`, `too-long`.
 */
export function decideAppeal(ctx: NodeContext | WriteContext, decision: AppealDecision): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const appeal = (await lockAppeal(tx, decision.appealId)) ?? refuse("not-found");
    const community = await communityHome(tx.sql, appeal.communityId);
    if (!community.local) refuse("not-found");
    await checkDecider(tx, appeal, {
      actorId: decision.deciderId,
      known: community.level !== "confidential",
    });
    if (appeal.state !== "open") await refuseDecided(tx, appeal);
    const reason = decision.reason.trim();
    const most = LIMITS.wordsCharacters;
    if (reason === "") refuse("required", { field: "reason" });
    if (reason.length > most) refuse("too-long", { field: "reason", most });
    const { deciderId: actorId, outcome: state } = decision;
    if (state === "restored") await restorePost(tx, { actorId, postId: appeal.postId, reason });
    await closeAppeal(tx, appeal, { state, decidedBy: actorId, words: reason, origin: HERE });
  });
}

interface Decider {
  readonly actorId: string;
  /** Administrators know that it exists. What is written in a closed one they decide about without reading it. */
  readonly known: boolean;
}

async function checkDecider(tx: WriteContext, appeal: AppealRow, { actorId, known }: Decider): Promise<void> {
  const removal = await removalOf(tx.sql, await postById(tx.sql, appeal.postId));
  const [other] = await tx.sql`
    select 1 from memberships m join actors a on a.id = m.actor_id and a.peer_id is null
    where m.community_id = ${appeal.communityId} and m.state = 'active' and m.role <> 'member'
      and m.actor_id <> ${appeal.authorId} and m.actor_id is distinct from ${removal?.actorId ?? null}`;
  refuseUnless(
    mayDecideAppeal({
      membership: await membershipOf(tx.sql, actorId, appeal.communityId, "share"),
      administersHome: known && (await isAdministrator(tx.sql, actorId)),
      isAuthor: appeal.authorId === actorId,
      tookAct: removal?.actorId === actorId,
      otherFacilitator: other !== undefined,
    }),
  );
}

async function refuseDecided(tx: WriteContext, appeal: AppealRow): Promise<never> {
  const [by] = await tx.sql<{ name: string }[]>`select name from actors where id = ${appeal.decidedBy}`;
  const when = (appeal.decided ?? tx.now).toISOString();
  return refuse("already-decided", { by: by?.name ?? "", removed: appeal.state === "upheld", when });
}
