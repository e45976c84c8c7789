import { openDatabase } from "../../node/db/open.ts";
import { connect, openSite, type Site } from "../lab/councils.ts";
import type { NodeProcess } from "../lab/node-process.ts";

/** Wiltshire connects in the middle of it all, and begins to bring what was said before. */
export async function bringNewcomer(sites: readonly Site[], say: (line: string) => void): Promise<void> {
  const home = await openSite(siteNamed(sites, "somerset"));
  const third = await openSite(siteNamed(sites, "sunderland"));
  const newcomer = await openSite(siteNamed(sites, "wiltshire"));
  try {
    await connect(newcomer.ctx, home.ctx);
    await connect(newcomer.ctx, third.ctx);
  } finally {
    for (const node of [home, third, newcomer]) await node.stop();
  }
  say("Wiltshire has connected and brings the history.");
}

/** What share Wiltshire has of the logs that it follows: 1 when it lacks nothing. */
export async function shareBrought(sites: readonly Site[]): Promise<number> {
  const { databaseUrl } = siteNamed(sites, "wiltshire");
  const sql = openDatabase(databaseUrl, { connections: 1, owner: true, name: "moothall-lab" });
  try {
    const [row] = await sql<{ share: number | null }[]>`
      select sum(coalesce((select sum(upper(x) - lower(x)) from unnest(c.applied) x), 0))::float8 / nullif(sum(c.seq), 0) as share
      from communities c join actors g on g.id = c.actor_id where g.peer_id is not null`;
    return row?.share ?? 0;
  } catch {
    return 0;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function siteNamed(sites: readonly Site[], name: string): Site {
  const site = sites.find((one) => one.name === name);
  if (!site) throw new Error(`There is no site ${name}.`);
  return site;
}

/** Kills the newcomer's worker in the middle of bringing history; returns what share of it was there. */
export async function killHalfway(
  processes: readonly NodeProcess[],
  sites: readonly Site[],
): Promise<number> {
  const worker = processes.find((process) => process.name === "wiltshire worker");
  let share = 0;
  while (share < 0.3) share = await shareBrought(sites);
  await worker?.kill();
  share = await shareBrought(sites);
  await worker?.start();
  return share;
}
