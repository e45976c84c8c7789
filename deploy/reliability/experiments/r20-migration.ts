import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { migrate } from "../../../node/db/migrate.ts";
import { openDatabase, type Sql } from "../../../node/db/open.ts";
import { prepareSites, type Site } from "../../lab/councils.ts";
import { nodeProcess } from "../../lab/node-process.ts";
import { pause } from "../../lab/pause.ts";
import { type Ground, onGround } from "../ground.ts";
import type { Experiment, Report, Run } from "../types.ts";

const SCALES = {
  full: { posts: 100_000, kills: 10 },
  short: { posts: 20_000, kills: 5 },
  smoke: { posts: 2_000, kills: 2 },
};
/** The schema that a node of the first trials has. */
const EARLIER = "0701";
const LONGEST_WAIT_MS = 1_000;

/** A database of an earlier schema with many posts is brought up to date, killed at it again and again, while others read and write. */
export const migration: Experiment = {
  name: "R20",
  title: "migration of an earlier schema, killed in the middle",
  run: (run) => onGround(run, (ground) => play(run, ground)),
};

async function play(run: Run, { folder, postgres, ends }: Ground): Promise<Report> {
  const scale = SCALES[run.scale];
  const [site] = await prepareSites({ names: ["somerset"], postgres, folder });
  if (!site) throw new Error("There is no site.");
  await migrate(site.databaseUrl, (name) => name < EARLIER);
  const sql = openDatabase(site.databaseUrl, { connections: 3, owner: true, name: "moothall-lab" });
  ends.push(() => sql.end());
  await writePosts(sql, site, scale.posts);
  const before = await sumOf(sql);
  const user = startUser(site);
  // Somebody who holds a table for a while, so that the migration has to wait for them.
  const holding = sql.begin(async (tx) => {
    await tx`lock table deliveries, peers in row exclusive mode`;
    await pause(3_000);
  });
  for (let kill = 0; kill < scale.kills; kill++) await migrateAndKill(run, site);
  await holding;
  const died: string[] = [];
  const lost = (how: string) => died.push(how);
  const node = nodeProcess({ program: run.program, role: "all", settings: site.settings, lost });
  ends.push(() => node.stop());
  await node.start();
  const { waits, failed } = await user.end();
  const after = await sumOf(sql);
  const broken = died.map((how) => `I8 ${how}`);
  if (after !== before) broken.push(`I1 posts changed: ${before} before, ${after} after`);
  if (failed > 0) broken.push(`I8 ${failed} statements of the earlier release failed`);
  const longest = Math.max(...waits);
  if (longest > LONGEST_WAIT_MS) broken.push(`I8 a statement waited ${longest} ms`);
  const figures = {
    posts: scale.posts,
    kills: scale.kills,
    statements: waits.length,
    "longest wait (ms)": longest,
  };
  return { figures, broken };
}

/** `moothall migrate up` in a process of its own, killed at a random moment. */
async function migrateAndKill(run: Run, site: Site): Promise<void> {
  const config = join(site.settings.dataDir, "moothall.config.json");
  await mkdir(site.settings.dataDir, { recursive: true, mode: 0o700 });
  await writeFile(config, JSON.stringify(site.settings), { mode: 0o600 });
  const child = spawn(process.execPath, [join(dirname(run.program), "cli.js"), "migrate", "up"], {
    stdio: "ignore",
    env: { PATH: process.env.PATH, MOOTHALL_CONFIG: config },
  });
  const ended = once(child, "exit");
  await pause(300 + run.random() * 2_000);
  child.kill("SIGKILL");
  await ended;
}

/** What a node of the earlier release asks and writes, twenty times a second, under the role that it has. */
function startUser({ databaseUrl }: Site) {
  const sql = openDatabase(databaseUrl, { connections: 4, name: "moothall-earlier" });
  const waits: number[] = [];
  let [failed, ending] = [0, false];
  const ask = async () => {
    const began = Date.now();
    try {
      await sql`select id, title from posts order by last_reply desc nulls last limit 25`;
      await sql`update communities set last_activity = now()`;
      await sql`select origin, state from peers limit 5`;
      await sql`select id, origin, inbox, attempts from deliveries where failed is null limit 5`;
    } catch {
      failed++;
    }
    waits.push(Date.now() - began);
  };
  const loop = (async () => {
    while (!ending) {
      await Promise.all([ask(), pause(50)]);
    }
  })();
  return {
    async end() {
      ending = true;
      await loop;
      await sql.end();
      return { waits, failed };
    },
  };
}

async function writePosts(sql: Sql, { origin }: Site, posts: number): Promise<void> {
  const [person] = await sql<{ id: string }[]>`
    insert into actors (iri, kind, handle, name) values (${`${origin}/ap/p/one`}, 'person', 'one', 'One') returning id`;
  const [group] = await sql<{ id: string }[]>`
    insert into actors (iri, kind, handle, name) values (${`${origin}/ap/g/one`}, 'group', 'group', 'Group') returning id`;
  const [community] = await sql<{ id: string }[]>`
    insert into communities (actor_id, level, purpose, epoch) values (${group?.id ?? ""}, 'open', 'Many posts.', '1') returning id`;
  await sql`
    insert into posts (iri, community_id, author_id, kind, title, source, html, state, published, seq)
    select ${origin} || '/ap/o/' || n, ${community?.id ?? ""}, ${person?.id ?? ""}, 'topic', 'Post ' || n, repeat(md5(n::text), 20),
      repeat(md5(n::text), 20), 'accepted', now(), n from generate_series(1, ${posts}) n`;
}

async function sumOf(sql: Sql): Promise<string> {
  const [row] = await sql<{ sum: string }[]>`
    select count(*) || ' posts, ' || sum(hashtextextended(iri || title || source || html || state, 0)::numeric) as sum from posts`;
  return row?.sum ?? "";
}
