import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { NodeContext } from "../context.ts";

/** Of this very process: a container that is started again may have the number of the one before. */
const RUN = randomUUID();

/** A name for a worker of this process, under which it holds leases: host, process number, run and one of its own. */
export function nameOfWorker(): string {
  return [hostname(), process.pid, RUN, randomUUID()].join(" ");
}

/**
 * Frees the lanes whose worker was one of a process of this machine that has ended (kill -9, a power cut), so that they need not
 * wait until its leases end. Leases of other machines, and of processes that run, stay. Returns how many were freed.
 */
export async function freeLanesOfEnded(ctx: NodeContext): Promise<number> {
  const held = await ctx.sql<{ worker: string }[]>`
    select distinct leased_by as worker from lanes where leased_by is not null`;
  const ended = held.map(({ worker }) => worker).filter(hasEnded);
  if (ended.length === 0) return 0;
  const freed = await ctx.sql`
    update lanes set leased_until = null, leased_by = null where leased_by = any(${ended}) returning 1`;
  return freed.length;
}

function hasEnded(worker: string): boolean {
  const [host, pid, run] = worker.split(" ");
  if (host !== hostname() || !/^[1-9]\d*$/.test(pid ?? "")) return false;
  return Number(pid) === process.pid ? run !== RUN : !runs(Number(pid));
}

/** Signal 0 only asks whether there is such a process (kill(2)); of one that belongs to another user it says EPERM. */
function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
