import { existsSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { NodeContext } from "../context.ts";
import { finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import type { Finding } from "./types.ts";

/** Free space where the data folder is and, where that is another disk, where its PostgreSQL is. */
export async function checkDisk(ctx: NodeContext): Promise<readonly Finding[]> {
  const data = resolve(ctx.config.dataDir);
  const folders = [data, join(data, "postgres")].filter((folder) => existsSync(folder));
  const devices = await Promise.all(folders.map(async (folder) => (await stat(folder)).dev));
  const apart = folders.filter((_, at) => devices.indexOf(devices[at] ?? -1) === at);
  return Promise.all(
    apart.map(async (folder) => {
      const { bavail, blocks, bsize } = await statfs(folder);
      return judgeDisk(folder, { free: bavail * bsize, size: blocks * bsize });
    }),
  );
}

/** What so much free space means. `free`, `size`: bytes. */
export function judgeDisk(folder: string, { free, size }: { free: number; size: number }): Finding {
  const facts = { folder, megabytes: Math.floor(free / 1024 ** 2) };
  if (free < LIMITS.diskFull) return finding("disk.full", facts, { about: folder });
  const low = free < LIMITS.diskLow && free < size * LIMITS.diskLowShare;
  return finding(low ? "disk.low" : "disk.fine", facts, { about: folder });
}
