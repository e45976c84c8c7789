import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { personChanged } from "../people/tell-changed.ts";
import { refuse } from "../refusal.ts";

export interface EmployerClaim {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly council: string;
  readonly organisationId: string;
  readonly since: Date;
}

/** People who said which of several councils they work for and wait for an administrator, oldest first. */
export async function listEmployerClaims(r: { readonly sql: Reader }): Promise<readonly EmployerClaim[]> {
  return r.sql<EmployerClaim[]>`
    select c.id as "accountId", a.name, c.email, o.name as council, o.id as "organisationId", c.created as since
    from accounts c join actors a on a.id = c.actor_id join organisations o on o.id = c.claimed_organisation_id
    where c.employer = 'awaiting' and c.disabled is null order by c.created limit 200`;
}

/**
 * An administrator confirms which council a person works for; only then does their name carry it. Also used to correct
 * it later. Refuses `not-found` for an unknown person or a council not served here.
 */
export function confirmEmployer(
  ctx: NodeContext,
  claim: { accountId: string; organisationId: string },
  by: string | null,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const actorId = await lockPerson(tx, claim.accountId);
    const [council] = await tx.sql`
      select id from organisations where id = ${claim.organisationId} and local and ended is null`;
    if (!council) refuse("not-found");
    await tx.sql`
      update accounts set employer = 'verified', claimed_organisation_id = null where id = ${claim.accountId}`;
    await tx.sql`
      update actors set organisation_id = ${claim.organisationId}, updated = ${tx.now} where id = ${actorId}`;
    await personChanged(tx, actorId);
    const facts = { council: claim.organisationId };
    await recordAudit(tx, { kind: "employer.confirmed", accountId: by, subject: claim.accountId, facts });
  });
}

/** An administrator does not confirm it: the person stays, without a council beside the name. Refuses `not-found`. */
export function refuseEmployer(ctx: NodeContext, accountId: string, by: string | null): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const actorId = await lockPerson(tx, accountId);
    await tx.sql`update accounts set employer = 'invited', claimed_organisation_id = null where id = ${accountId}`;
    await tx.sql`update actors set organisation_id = null, updated = ${tx.now} where id = ${actorId}`;
    await personChanged(tx, actorId);
    await recordAudit(tx, { kind: "employer.refused", accountId: by, subject: accountId });
  });
}

async function lockPerson(tx: WriteContext, accountId: string): Promise<string> {
  const [row] = await tx.sql<{ actorId: string }[]>`
    select actor_id as "actorId" from accounts where id = ${accountId} for update`;
  return row?.actorId ?? refuse("not-found");
}
