import { freePort as freeAmong } from "../../node/db/embedded-server.ts";

/** Ports of the workers that run test files side by side: those of each are its own. */
const FIRST = 20_000;
const EACH = 700;
const WORKERS = 16;

const given = new Set<number>();

/**
 * A free TCP port that no other file running now is given, and this one only once: between asking for it and listening, and while
 * a node of a test is stopped, another could take it.
 */
export async function freePort(): Promise<number> {
  const worker = (Number(process.env.VITEST_POOL_ID ?? 0) || 0) % WORKERS;
  const from = FIRST + worker * EACH;
  for (;;) {
    const port = await freeAmong({ from, to: from + EACH });
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}
