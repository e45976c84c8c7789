import { HERE, type Origin } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { membershipOf } from "../memberships/read.ts";
import { isAdministrator } from "../people/administrator.ts";
import { postById } from "../posts/find.ts";
import { restorePost } from "../posts/remove.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { LIMITS } from "../text/limits.ts";
import { closeAppeal } from "./close.ts";
import { decidersElsewhere, SILENT_DAYS } from "./elsewhere.ts";
import { mayDecideAppeal } from "./policy.ts";
import { type AppealRow, lockAppeal } from "./rows.ts";
import { sendDecision } from "./send.ts";
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
 * Somebody other than whoever removed the post decides the author's appeal: it is shown again, or the removal stands. In a
 * community elsewhere it is sent to the Group (`sent`), whose answer closes the appeal here. Refuses `not-found`, also where
 * the Group passed nothing on to its facilitators here, `not-allowed`, `already-decided`, `required`, `too-long`,
 * `not-connected`.
 */
export function decideAppeal(
  ctx: NodeContext | WriteContext,
  decision: AppealDecision,
  origin: Origin = HERE,
): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const appeal = (await lockAppeal(tx, decision.appealId)) ?? refuse("not-found");
    const community = await communityHome(tx.sql, appeal.communityId);
    if (!community.local && appeal.passedOn === null) refuse("not-found");
    await checkDecider(tx, appeal, { actorId: decision.deciderId, community });
    if (appeal.state !== "open" || appeal.sent !== null) await refuseDecided(tx, appeal);
    const reason = decision.reason.trim();
    const most = LIMITS.wordsCharacters;
    if (reason === "") refuse("required", { field: "reason" });
    if (reason.length > most) refuse("too-long", { field: "reason", most });
    const { deciderId: actorId, outcome: state } = decision;
    if (!community.local) return sendDecision(tx, appeal, { ...decision, reason, community });
    if (state === "restored") await restore(tx, appeal, { actorId, reason }, origin);
    await closeAppeal(tx, appeal, { state, decidedBy: actorId, words: reason, origin });
    return "done";
  });
}

/** By a letter nothing is restored: that is the Undo's, which came before it. */
async function restore(
  tx: WriteContext,
  { postId }: AppealRow,
  by: { readonly actorId: string; readonly reason: string },
  origin: Origin,
): Promise<void> {
  if (origin.road === "here") await restorePost(tx, { ...by, postId });
  else if ((await postById(tx.sql, postId)).state === "removed") refuse("not-found");
}

interface Decider {
  readonly actorId: string;
  readonly community: CommunityHome;
}

async function checkDecider(
  tx: WriteContext,
  appeal: AppealRow,
  { actorId, community }: Decider,
): Promise<void> {
  // Administrators know that a closed one exists, and decide about it without reading it.
  const administers = community.local && community.level !== "confidential";
  refuseUnless(
    mayDecideAppeal({
      membership: await membershipOf(tx.sql, actorId, appeal.communityId, "share"),
      administersHome: administers && (await isAdministrator(tx.sql, actorId)),
      isAuthor: appeal.authorId === actorId,
      tookAct: appeal.removedBy === actorId,
      otherFacilitator: await isAnotherThere(tx, appeal),
    }),
  );
}

/** Another facilitator here, or elsewhere who was asked within the last days. */
async function isAnotherThere(tx: WriteContext, appeal: AppealRow): Promise<boolean> {
  const { communityId, authorId, removedBy } = appeal;
  const [other] = await tx.sql`
    select 1 from memberships m join actors a on a.id = m.actor_id and a.peer_id is null
    where m.community_id = ${communityId} and m.state = 'active' and m.role <> 'member'
      and m.actor_id <> ${authorId} and m.actor_id is distinct from ${removedBy}::uuid`;
  if (other) return true;
  if (appeal.created.getTime() < tx.now.getTime() - SILENT_DAYS * 86_400_000) return false;
  return (await decidersElsewhere(tx, appeal)).length > 0;
}

async function refuseDecided(tx: WriteContext, appeal: AppealRow): Promise<never> {
  const [by] = await tx.sql<{ name: string }[]>`select name from actors where id = ${appeal.decidedBy}`;
  const when = (appeal.decided ?? appeal.sent ?? tx.now).toISOString();
  return refuse("already-decided", {
    by: by?.name ?? "",
    removed: (appeal.sentState ?? appeal.state) === "upheld",
    when,
  });
}
