import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { type Ready, send } from "./scripted.ts";
import type { FromStock } from "./stock-server.ts";

/**
 * Sends deliveries into an inbox of Fedify as it comes, in a process of its own under the origin they were signed for.
 * CPU-ms for one of those that are timed, after those that warm up.
 */
export async function benchStock(
  origin: string,
  warm: readonly Ready[][],
  timed: readonly Ready[][],
): Promise<number> {
  const server = fork(resolve("deploy/bench/stock-server.ts"), [new URL(origin).port]);
  try {
    await heard(server);
    await Promise.all(warm.map((queue) => sendAll(origin, queue)));
    const before = await cpuOf(server);
    await Promise.all(timed.map((queue) => sendAll(origin, queue)));
    return ((await cpuOf(server)) - before) / timed.flat().length;
  } finally {
    server.kill();
  }
}

async function cpuOf(server: ReturnType<typeof fork>): Promise<number> {
  const answer = heard(server);
  server.send("cpu");
  return Number(await answer);
}

async function heard(server: ReturnType<typeof fork>): Promise<FromStock> {
  const [said] = (await once(server, "message")) as [FromStock];
  return said;
}

async function sendAll(origin: string, queue: readonly Ready[]): Promise<void> {
  for (const ready of queue) await send({ origin }, ready);
}
