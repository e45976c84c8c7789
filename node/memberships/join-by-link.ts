import { HERE } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { actorById } from "../people/actor.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { grantMembership } from "./grant.ts";
import { writeRequest } from "./join.ts";
import { mayJoinByLink } from "./policy.ts";
import { type Membership, membershipOf } from "./read.ts";

export interface LinkJoin {
  readonly actorId: string;
  readonly communityId: string;
  /** What stands at the end of the join link. */
  readonly code: string;
}

/**
 * A person of this node joins one of its communities by its join link: at once, also where a facilitator approves who
 * joins, because the link is that facilitator's invitation. A request that waits is thereby granted. Refuses
 * `not-found`, `expired` (the code is wrong or was replaced), `suspended`, `needs-approval` (a facilitator declined
 * this very person: a link meant for many does not undo that).
 */
export function joinByLink(ctx: NodeContext | WriteContext, join: LinkJoin): Promise<Membership> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, join.communityId);
    const person = await actorById(tx.sql, join.actorId);
    if (person.kind !== "person" || !person.local || !community.local) refuse("not-found");
    // Held until this is done, so that a link replaced at this moment lets nobody in afterwards.
    const [link] = await tx.sql<{ code: string | null; by: string | null }[]>`
      select join_code as code, join_code_by as by from communities where id = ${community.id} for share`;
    const before = await membershipOf(tx.sql, person.id, community.id, "update");
    const decision = mayJoinByLink(community.level, before);
    if (!link || link.code === null || link.code !== join.code) refuse("expired", { link: "join" });
    refuseUnless(decision);
    if (before?.state === "active") return before;
    const membershipId =
      before?.state === "requested"
        ? before.id
        : await writeRequest(tx, { actorId: person.id, communityId: community.id }, before);
    const granting = { membershipId, decidedBy: link.by, words: "", byLink: true };
    return grantMembership(tx, granting, HERE);
  });
}
