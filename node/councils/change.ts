import { recordAudit } from "../audit/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import type { CouncilDraft } from "./types.ts";
import { insertCouncil, lockCouncils, updateCouncil, writeDomains } from "./write.ts";

const LONGEST_NAME = 120;

/**
 * An administrator adds a council that this node serves. `by` is the account acting, null for the command line.
 * Refuses `required`, `too-long`, `taken`, `invalid` with the field.
 */
export function addCouncil(ctx: NodeContext, draft: CouncilDraft, by: string | null): Promise<string> {
  checkName(draft);
  return inTransaction(ctx, async (tx) => {
    await lockCouncils(tx);
    const id = await insertCouncil(tx, draft);
    await updateCouncil(tx, id, draft);
    await writeDomains(tx, id, draft.domains, "pages");
    await recordAudit(tx, { kind: "council.added", accountId: by, subject: id });
    return id;
  });
}

/**
 * An administrator changes a council. Of one that stands in the configuration only further domains can be changed
 * here. Refuses `not-found` and what `addCouncil` refuses.
 */
export function changeCouncil(
  ctx: NodeContext,
  id: string,
  draft: CouncilDraft,
  by: string | null,
): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await lockCouncils(tx);
    const { fromConfig } = await find(tx, id);
    if (!fromConfig) {
      checkName(draft);
      await updateCouncil(tx, id, draft);
    }
    await writeDomains(tx, id, await withoutConfigured(tx, id, draft.domains), "pages");
    await recordAudit(tx, { kind: "council.changed", accountId: by, subject: id });
  });
}

/** A council leaves this node: nobody joins it any more, its people keep their label. Refuses `not-found`, `not-allowed`. */
export function endCouncil(ctx: NodeContext, id: string, by: string | null): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const { fromConfig } = await find(tx, id);
    if (fromConfig) refuse("not-allowed");
    await tx.sql`update organisations set ended = ${tx.now}, own = false where id = ${id}`;
    await recordAudit(tx, { kind: "council.ended", accountId: by, subject: id });
  });
}

async function find(tx: WriteContext, id: string): Promise<{ fromConfig: boolean }> {
  const [row] = await tx.sql<{ fromConfig: boolean }[]>`
    select from_config as "fromConfig" from organisations where id = ${id} and local and ended is null for update`;
  return row ?? refuse("not-found");
}

async function withoutConfigured(
  tx: WriteContext,
  id: string,
  domains: readonly string[],
): Promise<string[]> {
  const rows = await tx.sql<{ domain: string }[]>`
    select domain from organisation_domains where organisation_id = ${id} and from_config`;
  const configured = new Set(rows.map((row) => row.domain));
  return domains.filter((domain) => !configured.has(domain.trim().toLowerCase()));
}

function checkName(draft: CouncilDraft): void {
  if (draft.name.trim() === "") refuse("required", { field: "name" });
  if (draft.name.length > LONGEST_NAME) refuse("too-long", { field: "name", most: LONGEST_NAME });
}
