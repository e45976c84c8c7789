import { inTransaction, type NodeContext } from "../context.ts";
import { type EndedLog, renewEpochs } from "../outbox/renew-epoch.ts";
import { readMark } from "./mark.ts";

/** A time at which this node was brought back to an earlier state, and how far it is with asking the others. */
export interface Restoration {
  readonly id: string;
  readonly noticed: Date;
  readonly made: Date | null;
  readonly how: "restored" | "noticed";
  readonly logs: readonly EndedLog[];
  readonly asked: readonly string[];
  readonly recovered: number;
  readonly lost: number;
  readonly finished: Date | null;
}

/**
 * At a start: notices that the database is older than the last thing this data folder knows of it, and, after a restore
 * or where it was noticed, begins new epochs before anything is relayed or answered. Doing it again changes nothing.
 */
export async function settleRestoration(ctx: NodeContext): Promise<void> {
  const mark = readMark(ctx.config.dataDir);
  await inTransaction(ctx, async (tx) => {
    await tx.sql`select pg_advisory_xact_lock(7264120)`;
    const waiting = await tx.sql<{ id: string }[]>`select id from restorations where renewed is null`;
    if (waiting.length === 0 && mark !== null) {
      const [known] = await tx.sql`select 1 from changes where id = ${mark}`;
      const [noticed] = await tx.sql`select 1 from restorations where missing = ${mark}`;
      if (known || noticed) return;
      await tx.sql`insert into restorations (noticed, how, missing) values (${tx.now}, 'noticed', ${mark})`;
    } else if (waiting.length === 0) return;
    const logs = await renewEpochs(tx);
    await tx.sql`update restorations set renewed = ${tx.now}, logs = ${tx.sql.json(logs as never)} where renewed is null`;
  });
}

/** The newest restoration, or null. */
export async function findRestoration(ctx: NodeContext): Promise<Restoration | null> {
  const [row] = await ctx.sql<Restoration[]>`
    select id, noticed, made, how, logs, asked, recovered, lost, finished from restorations order by noticed desc limit 1`;
  return row ?? null;
}

/** Origins of connected nodes that were not asked yet what this node forgot. */
export async function listToAsk(ctx: NodeContext): Promise<readonly string[]> {
  const rows = await ctx.sql<{ origin: string }[]>`
    select p.origin from peers p, restorations r
    where p.state = 'accepted' and r.finished is null and r.renewed is not null and p.origin <> all(r.asked) order by p.origin`;
  return rows.map((row) => row.origin);
}

/** A node has told all it keeps; with the last one the restoration is finished. */
export async function noteAsked(
  ctx: NodeContext,
  origin: string,
  came: { readonly recovered: number; readonly lost: number },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.sql`update restorations set asked = asked || ${origin}::text, recovered = recovered + ${came.recovered},
      lost = lost + ${came.lost} where finished is null and ${origin} <> all(asked)`;
    await tx.sql`update restorations set finished = ${tx.now} where finished is null and not exists (
      select 1 from peers p where p.state = 'accepted' and p.origin <> all(restorations.asked))`;
  });
}
