import { type Limit, takeTry } from "../accounts/limits.ts";
import { markActed } from "../actors/standing.ts";
import { recordAudit } from "../audit/record.ts";
import { HERE } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, reading } from "../context.ts";
import { newUuid } from "../ids.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { recordModeration } from "../modlog/record.ts";
import { tellNodes } from "../modlog/tell-nodes.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { visibleOf } from "../text/visible.ts";
import { asNode } from "../visibility/viewer.ts";
import { measureExport } from "./read.ts";

/** Of one community, in a day. */
const EXPORTS: Limit = { name: "exports", most: 3, minutes: 24 * 60 };
const MOST_REASON = 1000;
/** What a ZIP of the plain form holds, with room to spare. */
const MOST_PARTS = 60_000;
const MOST_BYTES = 3 * 1024 ** 3;

export interface Exporting {
  readonly actorId: string;
  readonly accountId: string;
  readonly communityId: string;
  /** What it is for; members read it. Required, at most 1,000 characters. */
  readonly reason: string;
}

/**
 * A facilitator with an account here is about to take an archive of a community of this node. It is in the audit record and in
 * the moderation log that members see, here and at other councils, before the first byte leaves (issue 4 §1). Refuses
 * `not-allowed`, `not-found` (elsewhere), `required`, `too-long`, `too-large`, `too-many` (3 a day of one community).
 */
export async function startExport(ctx: NodeContext, exporting: Exporting): Promise<{ readonly id: string }> {
  const { actorId, accountId, communityId } = exporting;
  const reason = visibleOf(exporting.reason).trim();
  await check(ctx, { ...exporting, reason });
  await takeTry(ctx, EXPORTS, communityId);
  return inTransaction(ctx, async (tx) => {
    // Nobody who was removed meanwhile.
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, actorId, communityId, "share")));
    const community = await communityHome(tx.sql, communityId);
    const id = newUuid(tx.now);
    await tx.sql`insert into community_exports (id, community_id, account_id, actor_id, reason, made)
      values (${id}, ${communityId}, ${accountId}, ${actorId}, ${reason}, ${tx.now})`;
    await markActed(tx, actorId);
    await recordAudit(tx, {
      kind: "community.exported",
      accountId,
      subject: id,
      facts: { communityId, reason },
    });
    const about = { actorId, communityId, post: { id: null, iri: community.iri }, reason, activityIri: null };
    await recordModeration(tx, { kind: "community-exported", ...about }, HERE);
    await tellNodes(tx, { community, facts: { exportId: id } });
    return { id };
  });
}

async function check(ctx: NodeContext, { actorId, communityId, reason }: Exporting): Promise<void> {
  const as = asNode("export");
  const [community, membership, size] = await reading(ctx, as, async (r) => [
    await communityHome(r.sql, communityId),
    await membershipOf(r.sql, actorId, communityId),
    await measureExport(r, as, communityId),
  ]);
  if (!community.local) refuse("not-found");
  refuseUnless(mayFacilitate(membership));
  if (reason === "") refuse("required", { field: "reason" });
  if (reason.length > MOST_REASON) refuse("too-long", { field: "reason", most: MOST_REASON });
  if (size.parts > MOST_PARTS || size.bytes > MOST_BYTES)
    refuse("too-large", { field: "reason", most: MOST_BYTES });
}
