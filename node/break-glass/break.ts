import { markActed } from "../actors/standing.ts";
import { recordAudit } from "../audit/record.ts";
import { HERE, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";
import { membershipOf } from "../memberships/read.ts";
import { recordModeration } from "../modlog/record.ts";
import { tellNodes } from "../modlog/tell-nodes.ts";
import { isAdministrator } from "../people/administrator.ts";
import { refuseUnless } from "../refusal.ts";
import { visibleOf } from "../text/visible.ts";
import { checkTerms, mayBreakGlass } from "./policy.ts";
import { isOpened } from "./read.ts";

export interface Breaking {
  readonly actorId: string;
  readonly accountId: string;
  readonly communityId: string;
  /** 20 to 1,000 characters; facilitators and members read it. */
  readonly reason: string;
  /** Whole minutes, 1 to 60. */
  readonly minutes: number;
}

/**
 * Opens a closed community of this node to one of its administrators, to read and nothing else, until the time is over or they
 * end it. In the same transaction: the audit record, the moderation log that members see, the notice to facilitators here
 * and a letter to every other node with members or facilitators (security A71). Refuses `not-allowed`, `not-found`,
 * `already-exists` (reads it anyway, or has it open), `required`, `too-short`, `too-long`, `invalid`.
 */
export function breakGlass(
  ctx: NodeContext | WriteContext,
  breaking: Breaking,
): Promise<{ readonly id: string; readonly until: Date }> {
  return inTransaction(ctx, async (tx) => {
    const { actorId, accountId, minutes } = breaking;
    // One after the other, so that nothing is open twice.
    await tx.sql`select 1 from accounts where id = ${accountId} for update`;
    const community = await communityHome(tx.sql, breaking.communityId);
    const { state } = (await membershipOf(tx.sql, actorId, community.id)) ?? { state: null };
    refuseUnless(
      mayBreakGlass({
        administrator: await isAdministrator(tx.sql, actorId),
        local: community.local,
        level: community.level,
        member: state === "active" || state === "suspended",
        opened: await isOpened(tx.sql, { actorId, communityId: community.id, at: tx.now }),
      }),
    );
    const reason = visibleOf(breaking.reason).trim();
    refuseUnless(checkTerms({ reason, minutes }));
    const id = newUuid(tx.now);
    const until = new Date(tx.now.getTime() + minutes * 60_000);
    await tx.sql`insert into break_glass (id, community_id, account_id, actor_id, reason, opened, until)
      values (${id}, ${community.id}, ${accountId}, ${actorId}, ${reason}, ${tx.now}, ${until})`;
    await record(tx, { ...breaking, reason }, { id, community });
    await tellNodes(tx, { community, facts: { openingId: id } });
    return { id, until };
  });
}

async function record(
  tx: WriteContext,
  { actorId, accountId, reason, minutes }: Breaking,
  { id, community }: { readonly id: string; readonly community: CommunityHome },
): Promise<void> {
  // Other nodes read who it is from the person's own address.
  await markActed(tx, actorId);
  const facts = { communityId: community.id, reason, minutes };
  await recordAudit(tx, { kind: "break-glass.opened", accountId, subject: id, facts });
  const post = { id: null, iri: community.iri };
  const act = {
    kind: "community-opened",
    actorId,
    communityId: community.id,
    post,
    reason,
    activityIri: null,
  } as const;
  await recordModeration(tx, act, HERE);
  await recordChange(tx, {
    kind: "community.opened",
    actorId,
    communityId: community.id,
    subjectId: id,
    origin: HERE,
  });
}
