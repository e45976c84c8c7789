import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import type { CouncilDraft } from "./types.ts";
import { insertCouncil, lockCouncils, updateCouncil, writeDomains } from "./write.ts";

/**
 * Brings the councils of the configuration into the database, at every start: new ones are added, names and domains
 * follow, ones no longer named end (their people keep the label; nobody joins them). Councils and domains that an
 * administrator added on the pages are left alone.
 */
export async function syncCouncils(ctx: NodeContext): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockCouncils(tx);
    const named: string[] = [];
    for (const council of tx.config.councils) named.push(await syncCouncil(tx, council));
    const ended = await tx.sql<{ id: string }[]>`
      update organisations set ended = ${tx.now}, own = false
      where local and from_config and ended is null and id <> all(${named}) returning id`;
    for (const { id } of ended)
      await recordAudit(tx, { kind: "council.ended", accountId: null, subject: id });
  });
}

async function syncCouncil(tx: WriteContext, council: CouncilDraft): Promise<string> {
  const known = await findNamed(tx, council);
  const id = known ?? (await insertCouncil(tx, council));
  await updateCouncil(tx, id, council);
  await tx.sql`update organisations set from_config = true, ended = null where id = ${id}`;
  await writeDomains(tx, id, council.domains, "config");
  if (known === null) await recordAudit(tx, { kind: "council.added", accountId: null, subject: id });
  return id;
}

/** By register id where both have one, else by name. */
async function findNamed(tx: WriteContext, council: CouncilDraft): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id from organisations
    where local and (register_id = ${council.registerId} or lower(name) = lower(${council.name}))
    order by (register_id = ${council.registerId}) desc nulls last limit 1`;
  return row?.id ?? null;
}
