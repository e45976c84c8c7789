import { inTransaction, type NodeContext } from "../context.ts";
import { dropBytes } from "./drop.ts";
import { FILE_LIMITS } from "./limits.ts";
import { fileStore } from "./store.ts";

/**
 * Takes away what nobody has: uploads of more than a day ago that were never posted, bytes without a row, and what
 * stopped half-way in (R04). Bytes are looked at only when they are older than five minutes, for their row comes after
 * them. A scheduled job calls it every five minutes.
 */
export async function sweepFiles(ctx: NodeContext): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = new Date(tx.now.getTime() - FILE_LIMITS.unpostedHours * 3_600_000);
    const rows = await tx.sql<{ id: string }[]>`
      delete from files where post_id is null and uploaded < ${before} returning id`;
    dropBytes(tx, rows);
  });
  const store = fileStore(ctx);
  const before = new Date(ctx.clock.now().getTime() - FILE_LIMITS.strayMinutes * 60_000);
  await store.removeStrays(before);
  let names: string[] = [];
  for await (const { name, written } of store.names()) {
    if (written < before) names.push(name);
    if (names.length < 1_000) continue;
    await removeUnknown(ctx, names);
    names = [];
  }
  await removeUnknown(ctx, names);
}

async function removeUnknown(ctx: NodeContext, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const ids = [...new Set(names.map((name) => name.slice(0, 36)))];
  const rows = await ctx.sql<
    { id: string }[]
  >`select id from files where id = any(${ids}) and state <> 'infected'`;
  const known = new Set(rows.map(({ id }) => id));
  for (const name of names) if (!known.has(name.slice(0, 36))) await fileStore(ctx).remove(name);
}
