import { HERE, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { communityChanged } from "../communities/tell-changed.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import type { PersonLabel } from "../people/types.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { mayFacilitate } from "./policy.ts";
import { membershipOf } from "./read.ts";

/** The one who is written to about a community. */
export interface Lead {
  readonly actorId: string;
  readonly iri: string;
  readonly local: boolean;
}

/**
 * The lead of a community: whom its facilitators named, as long as that is one of them, else whoever has facilitated it
 * longest; of a community elsewhere whom its node names. Null where nobody facilitates it.
 */
export async function findLead(sql: Reader, communityId: string): Promise<Lead | null> {
  const [row] = await sql<Lead[]>`
    select a.id as "actorId", a.iri, a.peer_id is null as local
    from memberships m join actors a on a.id = m.actor_id join communities c on c.id = m.community_id
      join actors g on g.id = c.actor_id
    where m.community_id = ${communityId} and m.state = 'active' and m.role <> 'member' and a.deleted is null and a.suspended is null
    order by (m.actor_id = c.lead_id or a.iri = g.document ->> 'cop:lead') is true desc, m.decided, m.id limit 1`;
  return row ?? null;
}

/** The same, as a person is named; for pages of anyone who may know of the community. */
export async function findLeadLabel(sql: Reader, communityId: string): Promise<PersonLabel | null> {
  const lead = await findLead(sql, communityId);
  if (lead === null) return null;
  const [row] = await sql<
    { person: LabelRow }[]
  >`select ${labelColumn(sql, sql`${lead.actorId}::uuid`)} as person`;
  return row ? labelOf(row.person) : null;
}

/**
 * A facilitator names the lead among the facilitators of a community of this node. Refuses `not-allowed`, `not-found` for a
 * community elsewhere, `not-a-member` for somebody who does not facilitate it.
 */
export function setLead(
  ctx: NodeContext,
  naming: { readonly byId: string; readonly actorId: string; readonly communityId: string },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { byId, actorId, communityId } = naming;
    const community = await communityHome(tx.sql, communityId);
    refuseUnless(mayFacilitate(await membershipOf(tx.sql, byId, communityId, "share")));
    if (!community.local) refuse("not-found");
    if (!mayFacilitate(await membershipOf(tx.sql, actorId, communityId, "share")).ok) refuse("not-a-member");
    const changed = await tx.sql`
      update communities set lead_id = ${actorId} where id = ${communityId} and lead_id is distinct from ${actorId} returning 1`;
    if (changed.length === 0) return;
    await recordChange(tx, {
      kind: "community.updated",
      actorId: byId,
      communityId,
      subjectId: communityId,
      origin: HERE,
    });
    await communityChanged(tx, communityId);
  });
}
