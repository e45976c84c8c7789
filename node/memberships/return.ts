import type { Origin } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { actorById } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { grantMembership, repeatGrant } from "./grant.ts";
import { type JoinRequest, refuseUnlessHolder, writeRequest } from "./join.ts";
import { type Membership, membershipOf } from "./read.ts";

/** What a community of this node granted, as its own proof says. */
export interface ProvedGrant {
  readonly iri: string;
  /** When it was granted. */
  readonly since: Date;
}

/** A backup is not of one moment: what was granted while it was made may lack in it. */
const MARGIN = "1 hour";

/**
 * Somebody elsewhere comes back with what this community had granted them before its node was restored (profile B.6, B-16). They
 * are a member again under the same grant, without anybody deciding, and its facilitators see that. Never a facilitator: that
 * role is given again by one. Refuses `needs-approval` where nothing of that time was lost, or an ending that is no older than
 * the grant is on record; `suspended`; `not-a-holder`, `not-found`. The person is who was granted: the caller has compared.
 */
export function returnMember(
  ctx: NodeContext | WriteContext,
  join: JoinRequest & { readonly request: NonNullable<JoinRequest["request"]> },
  grant: ProvedGrant,
  origin: Origin,
): Promise<Membership> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, join.communityId);
    const person = await actorById(tx.sql, join.actorId);
    if (!community.local || community.level === "confidential") refuse("not-found");
    if (person.kind !== "person") refuse("not-allowed");
    const before = await membershipOf(tx.sql, person.id, community.id, "update");
    if (before?.state === "active") {
      await repeatGrant(tx, before, join.request);
      return before;
    }
    if (before?.state === "suspended" || before?.paused) refuse("suspended");
    if (await hasEndedSince(tx, before, grant)) refuse("needs-approval");
    if (!(await wasLost(tx, grant))) refuse("needs-approval");
    if (community.level === "closed") await refuseUnlessHolder(tx, person);
    const membershipId = await writeRequest(tx, join, before);
    await tx.sql`update memberships set grant_iri = ${grant.iri}, returned = ${tx.now} where id = ${membershipId}`;
    return grantMembership(tx, { membershipId, decidedBy: null, words: "" }, origin);
  });
}

/** Whether this node was brought back to a time before a grant, after it was made. */
async function wasLost(tx: WriteContext, { since }: ProvedGrant): Promise<boolean> {
  const [row] = await tx.sql`select 1 from restorations where renewed is not null and noticed > ${since}
    and (made is null or made - ${MARGIN}::interval < ${since}) limit 1`;
  return row !== undefined;
}

/** Whether a membership ended, or a request was declined, no earlier than it was granted. */
async function hasEndedSince(
  tx: WriteContext,
  before: Membership | null,
  { since }: ProvedGrant,
): Promise<boolean> {
  if (before === null) return false;
  const [row] = await tx.sql`select 1 from memberships where id = ${before.id}
    and greatest(ended, removed, case when state <> 'requested' then decided end) >= ${since}`;
  return row !== undefined;
}
