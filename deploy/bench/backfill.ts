import type { JsonObject } from "../../federation/jcs.ts";
import { openDatabase } from "../../node/db/open.ts";
import type { Apart } from "./apart.ts";
import { ceilings, show } from "./figures.ts";
import { acceptJoin, askToJoin, connectScripted, type Origin, openScripted } from "./scripted.ts";
import { entry, question } from "./scripted-activities.ts";
import { serveLog } from "./scripted-log.ts";
import { joinNode, openSites, until } from "./sites.ts";

const ENTRIES = 10_000;
/** Counting posts is work for PostgreSQL, which is measured. */
const SELDOM_MS = 250;

/** The history of a community of 10,000 entries into a node where somebody has just joined it: how fast, at what cost. */
export async function benchBackfill(): Promise<void> {
  const scripted = await openScripted(2);
  try {
    const reach = scripted.origins.map((one) => one.origin);
    await using sites = await openSites({ names: ["somerset"], reach, workers: "by-hand" });
    const [node] = sites.nodes;
    const [home, elsewhere] = scripted.origins;
    if (!node || !home || !elsewhere) throw new Error("No node started.");
    serveLog(scripted, home, logOf(home, elsewhere));
    const { actorId } = await joinNode(node, "Amara Okafor");
    await connectScripted(node, scripted.origins);
    await askToJoin(node, home, actorId);
    const best = await ceilings(node.ctx);
    await using apart = await sites.apart(node);
    const sql = openDatabase(apart.databaseUrl, { connections: 1, owner: true, name: "moothall-bench" });
    const count = async () => (await sql<{ n: number }[]>`select count(*)::int as n from posts`)[0]?.n ?? 0;
    await acceptJoin(apart, home);
    const figures = await watch(apart, count);
    await sql.end();
    show(
      `Backfill: ${ENTRIES.toLocaleString("en-GB")} entries of a log, with their authors' proofs, into a node that indexes them`,
      figures,
    );
    show("What this computer does at best", best);
  } finally {
    await scripted.close();
  }
}

/** Questions of somebody at another council, announced one after the other. */
function logOf(home: Origin, elsewhere: Origin): readonly JsonObject[] {
  return Array.from({ length: ENTRIES }, (_, n) =>
    entry(home.group, question(elsewhere.person, home.group.iri), n + 1),
  );
}

/** From the first entry to the last; memory a third of the way, when all buffers are full, and at the end. */
async function watch(apart: Apart, count: () => Promise<number>) {
  await until(async () => (await count()) > 0);
  const [cpu, postgresCpu, began, first] = [
    apart.cpu(),
    apart.postgresCpu(),
    performance.now(),
    await count(),
  ];
  await until(async () => (await count()) >= ENTRIES / 3, SELDOM_MS);
  const early = apart.memory().program;
  await until(async () => (await count()) >= ENTRIES, SELDOM_MS);
  const brought = ENTRIES - first;
  return {
    "entries per second": (brought * 1000) / (performance.now() - began),
    "CPU-ms of the node for one": (apart.cpu() - cpu) / brought,
    "CPU-ms of PostgreSQL for one": (apart.postgresCpu() - postgresCpu) / brought,
    "memory of the node after a third (MiB)": early,
    "memory of the node at the end (MiB)": apart.memory().program,
  };
}
