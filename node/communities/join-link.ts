import { randomBytes } from "node:crypto";
import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import type { Reading } from "../reading.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { communityHome } from "./home.ts";

/** 72 random bits, in letters that stand in an address as they are. */
export function newJoinCode(): string {
  return randomBytes(9).toString("base64url");
}

/** True when a code is the one that now opens a community of this node; false for older ones and for other levels. */
export async function isJoinCode(r: Reading, communityId: string, code: string): Promise<boolean> {
  const [row] = await r.sql`
    select 1 from communities c join actors g on g.id = c.actor_id
    where c.id = ${communityId} and c.join_code = ${code} and g.peer_id is null and c.level in ('open', 'restricted')`;
  return row !== undefined;
}

/**
 * A facilitator makes a new join link for a community of this node; the old one stops working at once. Returns the
 * code. Refuses `not-found` (a community elsewhere, or one without join links), `not-allowed`.
 */
export function renewJoinLink(
  ctx: NodeContext | WriteContext,
  renewal: { readonly facilitatorId: string; readonly accountId: string; readonly communityId: string },
): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, renewal.communityId);
    if (!community.local) refuse("not-found");
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, renewal.facilitatorId, community.id, "share")));
    if (community.level !== "open" && community.level !== "restricted") refuse("not-found");
    const code = newJoinCode();
    await tx.sql`update communities set join_code = ${code}, join_code_by = ${renewal.facilitatorId}, join_code_made = ${tx.now}
      where id = ${community.id}`;
    await recordAudit(tx, {
      kind: "join-link.renewed",
      accountId: renewal.accountId,
      subject: community.id,
    });
    return code;
  });
}
