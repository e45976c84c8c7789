import { openDatabase, type Sql } from "../../node/db/open.ts";
import type { Site } from "../lab/councils.ts";
import { pause } from "../lab/pause.ts";
import { communityIdOn } from "./setup.ts";

/** One node's database, read when everything is over. */
export interface Look {
  readonly site: Site;
  readonly sql: Sql;
  /** Community → row id there. */
  readonly communities: ReadonlyMap<string, string>;
}

export async function openLooks(
  sites: readonly Site[],
  groupIris: readonly string[],
): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (const site of sites) {
    const sql = openDatabase(site.databaseUrl, { connections: 2, owner: true, name: "moothall-lab" });
    const communities = new Map<string, string>();
    for (const iri of groupIris) communities.set(iri, await communityIdOn({ sql }, iri));
    looks.push({ site, sql, communities });
  }
  return looks;
}

/** Waits until nothing is on its way between the nodes and each has every log to its end. False when it never is. */
export async function quiet(looks: readonly Look[], longestMs: number): Promise<boolean> {
  const end = Date.now() + longestMs;
  for (let still = 0; still < 3; ) {
    still = (await isQuiet(looks)) ? still + 1 : 0;
    if (Date.now() > end) return false;
    await pause(500);
  }
  return true;
}

async function isQuiet(looks: readonly Look[]): Promise<boolean> {
  const heads = new Map<string, number>();
  for (const { sql, communities } of looks) {
    const [row] = await sql<{ busy: boolean }[]>`
      select exists (select 1 from deliveries where failed is null)
        or exists (select 1 from posts where state = 'pending') as busy`;
    if (row?.busy !== false) return false;
    const logs = await sql<{ iri: string; local: boolean; seq: number; have: number }[]>`
      select g.iri, g.peer_id is null as local, c.seq,
        coalesce((select sum(upper(x) - lower(x)) from unnest(c.applied) x), 0)::int as have
      from communities c join actors g on g.id = c.actor_id where g.iri = any(${[...communities.keys()]})`;
    for (const log of logs) {
      const head = log.local ? log.seq : log.have;
      if ((heads.get(log.iri) ?? head) !== head) return false;
      heads.set(log.iri, head);
    }
  }
  return true;
}
