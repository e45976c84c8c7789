import { statfs } from "node:fs/promises";
import type { NodeContext } from "../context.ts";

const PATIENCE_MS = 2_000;
/** Less than this and PostgreSQL may have to stop in the middle of a write. */
const LEAST_FREE_BYTES = 100 * 1024 * 1024;

/** Whether this process can serve people now: the database answers, and there is room to write. */
export async function isReady(ctx: NodeContext): Promise<boolean> {
  return inTime(Promise.all([ctx.sql`select 1`, hasRoom(ctx.config.dataDir)]).then(([, room]) => room));
}

/** Whether the database answers within two seconds. */
export async function isDatabaseThere(ctx: Pick<NodeContext, "sql">): Promise<boolean> {
  return inTime(ctx.sql`select 1`.then(() => true));
}

async function inTime(check: Promise<boolean>): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref());
  try {
    return await Promise.race([check, late]);
  } catch {
    return false;
  }
}

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= LEAST_FREE_BYTES;
}
