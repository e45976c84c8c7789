import { statfs } from "node:fs/promises";
import type { NodeContext } from "../context.ts";

const PATIENCE_MS = 2_000;
/** Less than this and PostgreSQL may have to stop in the middle of a write. */
const LEAST_FREE_BYTES = 100 * 1024 * 1024;

/** Whether this process can serve people now: the database answers, and there is room to write. */
export async function isReady(ctx: NodeContext): Promise<boolean> {
  const checks = Promise.all([ctx.sql`select 1`, hasRoom(ctx.config.dataDir)]);
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref());
  try {
    const [, room] = (await Promise.race([checks, late])) ?? [];
    return room === true;
  } catch {
    return false;
  } finally {
    checks.catch(() => {});
  }
}

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize >= LEAST_FREE_BYTES;
}
