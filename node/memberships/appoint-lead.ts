import { markActed } from "../actors/standing.ts";
import { HERE } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import type { PersonLabel } from "../people/types.ts";
import { refuse, refuseUnless } from "../refusal.ts";
import { isPublicLevel } from "../visibility/readable.ts";
import { grantMembership } from "./grant.ts";
import { writeRequest } from "./join.ts";
import { mayLead } from "./leads.ts";
import { membershipOf } from "./read.ts";
import { changeRole } from "./roles.ts";
import { listWithoutLead, type WithoutLead } from "./without-lead.ts";

/** A community without a lead, with the members who could be one. */
export interface LeadVacancy extends WithoutLead {
  readonly path: string;
  readonly candidates: readonly PersonLabel[];
  /** Whether an administrator may take it on without being a member: where anyone may read it. */
  readonly open: boolean;
}

const MOST_CANDIDATES = 200;

/** The communities of this node that nobody facilitates, each with its longest members. For administrators. */
export async function listLeadVacancies(sql: Reader): Promise<readonly LeadVacancy[]> {
  const vacancies: LeadVacancy[] = [];
  for (const community of await listWithoutLead(sql)) {
    const rows = await sql<{ person: LabelRow }[]>`
      select ${labelColumn(sql, sql`m.actor_id`)} as person from memberships m join actors a on a.id = m.actor_id
      where m.community_id = ${community.id} and m.state = 'active' and a.deleted is null
      order by m.decided, m.id limit ${MOST_CANDIDATES}`;
    const { level } = await communityHome(sql, community.id);
    const candidates = rows.map(({ person }) => labelOf(person));
    vacancies.push({
      ...community,
      path: `/c/${community.handle}`,
      candidates,
      open: isPublicLevel(level),
    });
  }
  return vacancies;
}

/**
 * An administrator, as facilitator of record, gives a community that has lost its lead a new one: a member of any node, or,
 * where anyone may read it, themself. Refuses `not-allowed` (it has one, or not an administrator), `not-a-member`.
 */
export function appointLead(
  ctx: NodeContext,
  appointing: { readonly byId: string; readonly actorId: string; readonly communityId: string },
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { byId, actorId, communityId } = appointing;
    const community = await communityHome(tx.sql, communityId);
    await tx.sql`select 1 from communities where id = ${communityId} for update`;
    refuseUnless(await mayLead(tx.sql, byId, community));
    // Other nodes read who it was from their own address, which answers only for those who took part in something.
    await markActed(tx, byId);
    const membership = await membershipOf(tx.sql, actorId, communityId, "update");
    if (membership?.state !== "active") {
      if (actorId !== byId || !isPublicLevel(community.level)) refuse("not-a-member");
      const membershipId = await writeRequest(tx, { actorId, communityId }, membership);
      await grantMembership(tx, { membershipId, decidedBy: byId, words: "" }, HERE);
    }
    await changeRole(tx, { byId, actorId, communityId, facilitator: true });
  });
}
