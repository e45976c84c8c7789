import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { prepareSites } from "../lab/councils.ts";
import { nodeProcess } from "../lab/node-process.ts";
import { startLabPostgres } from "../lab/postgres.ts";
import { targetAt } from "./target.ts";
import type { Target } from "./types.ts";

/** Starts an empty node of its own, lets it be attacked, and removes it. `memory`: bytes that its process holds. */
export async function attackOwnNode(
  attack: (target: Target, memory: () => number) => Promise<number>,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "moothall-attack-"));
  const postgres = await startLabPostgres(join(folder, "postgres"));
  try {
    const [site] = await prepareSites({ names: ["somerset"], postgres, folder });
    if (!site) throw new Error("No site was prepared.");
    const node = nodeProcess({
      program: resolve("dist/server/main.js"),
      role: "all",
      settings: site.settings,
      lost: (how) => console.error(how),
    });
    await node.start();
    try {
      return await attack(targetAt(site.origin), () => memoryOf(node.pid()));
    } finally {
      await node.stop();
    }
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resident bytes of a process; 0 where the system does not say. */
function memoryOf(pid: number | null): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
