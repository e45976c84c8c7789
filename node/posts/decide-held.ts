import { HERE, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { dropFilesOf } from "../files/drop.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { rejectActivity } from "../outbox/reject.ts";
import { relayToAll } from "../outbox/relay.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { type PostRow, postById } from "./find.ts";
import { countReplies } from "./thread.ts";

export interface HeldDecision {
  readonly facilitatorId: string;
  readonly postId: string;
  readonly accept: boolean;
  /** Told to the author of a post that is declined; required then. ≤ 1,000 characters. */
  readonly reason: string;
}

/**
 * A facilitator lets a post from outside into the community, or declines it: then its text is erased, and its author is
 * told why. The first decision wins. Refuses `not-found` (nothing waits), `not-allowed`, `required`, `too-long`.
 */
export function decideHeldPost(ctx: NodeContext | WriteContext, decision: HeldDecision): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const post = await postById(tx.sql, decision.postId, "update");
    // First, so that nobody learns from the answer which posts there are (W21).
    if (post.state !== "held") refuse("not-found");
    refuseUnless(
      mayFacilitate(await membershipOf(tx.sql, decision.facilitatorId, post.communityId, "share")),
    );
    if (!decision.accept && decision.reason.trim() === "") refuse("required", { field: "reason" });
    if (decision.reason.length > 1000) refuse("too-long", { field: "reason", most: 1000 });
    return decision.accept ? letIn(tx, post) : decline(tx, post, decision.reason.trim());
  });
}

async function letIn(tx: WriteContext, post: PostRow): Promise<void> {
  const activityIri = await activityOf(tx, post);
  await tx.sql`update posts set state = 'accepted' where id = ${post.id}`;
  const type = post.revision > 1 ? "Update" : "Create";
  const titled = post.kind !== "reply";
  const { seq } = await relayToAll(tx, post.communityId, {
    activityIri,
    objectIri: post.iri,
    type,
    titled,
    again: type === "Update",
  });
  await tx.sql`update posts set seq = ${seq} where id = ${post.id}`;
  if (post.rootId) await countReplies(tx, post.rootId);
  await tx.sql`update actors set acted = true where id = ${post.authorId} and not acted`;
  await recordChange(tx, {
    kind: "post.published",
    actorId: post.authorId,
    communityId: post.communityId,
    subjectId: post.id,
    subjectIri: post.iri,
    revision: post.revision,
    origin: HERE,
  });
}

async function decline(tx: WriteContext, post: PostRow, reason: string): Promise<void> {
  const activityIri = await activityOf(tx, post);
  await tx.sql`update posts set state = 'declined', title = '', source = '', html = '', summary = '', raw = null where id = ${post.id}`;
  await tx.sql`delete from post_revisions where post_id = ${post.id}`;
  await dropFilesOf(tx, post.id);
  await tx.sql`update activities set bytes = null where object_iri = ${post.iri} and type in ('Create', 'Update')`;
  const community = await communityHome(tx.sql, post.communityId);
  await rejectActivity(tx, {
    community,
    actorId: post.authorId,
    activityIri,
    code: "not-a-member",
    error: "not-member",
    words: reason,
    deciderIri: null,
  });
}

/** What brought its words, to be passed on as it came. */
async function activityOf(tx: WriteContext, post: PostRow): Promise<string> {
  const [row] = await tx.sql<{ iri: string }[]>`
    select iri from activities where object_iri = ${post.iri} and type in ('Create', 'Update') order by created desc, iri desc limit 1`;
  return row?.iri ?? refuse("not-found");
}
