import { existsSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { NodeContext } from "../context.ts";

const FILE = "record-mark";

/**
 * Writes beside the database which change was the last one it held. A database that was brought back to an earlier state
 * does not have it any more, which the next start notices. A backup does not hold this file.
 */
export async function markRecord(ctx: NodeContext): Promise<void> {
  const [last] = await ctx.sql<{ id: string }[]>`
    select id from changes where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, position desc limit 1`;
  if (!last) return;
  const file = join(ctx.config.dataDir, FILE);
  await writeFile(`${file}.new`, `${last.id}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** The change that the database held when the mark was written last; null where there is no mark. */
export function readMark(dataDir: string): string | null {
  const file = join(dataDir, FILE);
  const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  return /^[0-9a-f-]{36}$/.test(text) ? text : null;
}
