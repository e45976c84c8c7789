import { spawnSync } from "node:child_process";
import { request } from "node:http";
import { dirname, join } from "node:path";
import { openDatabase, type Sql } from "../../../node/db/open.ts";
import type { Site } from "../../lab/councils.ts";
import { until } from "../../lab/pause.ts";
import { judge } from "../invariants.ts";
import { doneBy } from "../measure.ts";
import { startProber } from "../prober.ts";
import { setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import type { Experiment, Run } from "../types.ts";
import { startWork } from "../work.ts";

const SCALES = {
  full: { posts: 500, poison: 50, bodies: 20 },
  short: { posts: 150, poison: 15, bodies: 10 },
  smoke: { posts: 30, poison: 4, bodies: 4 },
};
/** Others are everywhere within so many milliseconds, whatever becomes of the poison. */
const OTHERS_MS = 30_000;
const HUGE_BYTES = 64 * 1024 * 1024;

/**
 * Some of what a council's people write makes the handlers at the home and at a third node throw, some
 * deliveries of the home are broken, and a stranger sends bodies larger than memory should hold: all else goes on, and the poison is set aside with the
 * reason, and goes through once it is cured and the administrator says so.
 */
export const poison: Experiment = {
  name: "R18",
  title: "poison: handler throws, huge bodies, bad rows",
  run: (run) => onStage(run, { names: ["somerset", "sunderland", "wiltshire"] }, (stage) => play(run, stage)),
};

async function play(run: Run, stage: Stage) {
  const processes = stage.sites.map((site) => stage.process(site));
  const scene = await setScene(stage, {
    writers: [2, 2, 1],
    start: () => Promise.all(processes.map((process) => process.start())),
  });
  const scale = SCALES[run.scale];
  const home = stage.site("somerset");
  const sql = openDatabase(home.databaseUrl, { connections: 2, owner: true, name: "moothall-lab" });
  stage.atEnd(() => sql.end());
  const every = Math.floor(scale.posts / scale.poison);
  await poisonHandler(sql, every, 0);
  await lookAt(stage.site("wiltshire"), (there) => poisonHandler(there, every, 1));
  await poisonRows(sql, stage.site("sunderland").origin, scale.poison);
  const prober = startProber(stage, scene);
  const work = await startWork(stage, scene, { posts: scale.posts });
  const huge = new Set<number>();
  for (let body = 0; body < scale.bodies; body++) huge.add(await sendHuge(home));
  await work.done;
  const others = await whenOthersAreThere(stage);
  const aside = await Promise.all(stage.sites.map(asideOn));
  await cure(sql);
  await lookAt(stage.site("wiltshire"), cure);
  const retried = await retryAll(run, stage);
  const { seen, looks } = await prober.end();
  const { broken, settledMs } = await judge(stage, scene, { withinSeconds: 120, shuffled: true });
  const figures = {
    posts: stage.ledger.posts.length,
    "others there after (ms)": others,
    "waiting apart + set aside (why)": aside
      .map((one) => `${one.waiting}+${one.failed} (${one.errors})`)
      .join(", "),
    "lanes retried by the command line": retried,
    "answers to huge bodies": [...huge].join(" "),
    "settled after the cure (ms)": settledMs ?? "never",
    looks,
    acts: doneBy(stage.ledger),
  };
  return { figures, broken: [...seen, ...faultsOf({ huge, others, aside }), ...broken] };
}

function faultsOf(seen: { huge: ReadonlySet<number>; others: number; aside: readonly Aside[] }): string[] {
  const lines = [...seen.huge].filter((status) => status >= 500).map((status) => `I8 a huge body: ${status}`);
  if (seen.others > OTHERS_MS)
    lines.push(`I7 what is not poison was everywhere only after ${seen.others} ms`);
  if (seen.aside.every((one) => one.waiting + one.failed === 0))
    lines.push("I8 nothing waited apart: there was no poison");
  return lines;
}

/** Of all posts that come from elsewhere every so-manyth cannot be stored, those whose number leaves `rest`. */
async function poisonHandler(sql: Sql, every: number, rest: number): Promise<void> {
  await sql`create function poison() returns trigger language plpgsql as $$
    begin
      if new.html ~ 'case [0-9]+x' and (substring(new.html from 'case ([0-9]+)x'))::int % tg_argv[0]::int = tg_argv[1]::int
        and exists (select 1 from actors a where a.id = new.author_id and a.peer_id is not null)
      then raise exception 'poison'; end if;
      return new;
    end $$`;
  await sql.unsafe(
    `create trigger poison before insert on posts for each row execute function poison(${every}, ${rest})`,
  );
}

/** Deliveries of the home that cannot even be begun: their inbox is no address. */
async function poisonRows(sql: Sql, origin: string, count: number): Promise<void> {
  await sql`
    insert into deliveries (origin, inbox, activity_iri, kind, created)
    select ${origin}, 'nonsense', iri, 'relay', now() from activities where type = 'Announce' limit ${count}`;
}

async function cure(sql: Sql): Promise<void> {
  await sql`drop trigger poison on posts`;
  await sql`update deliveries set inbox = origin || '/ap/inbox' where inbox = 'nonsense'`;
}

/** Milliseconds until nothing waits in any lane but what waits apart, and what is said of the same things. */
async function whenOthersAreThere(stage: Stage): Promise<number> {
  const began = Date.now();
  const waiting = (site: Site) =>
    lookAt(site, async (sql) => {
      const [row] = await sql<{ n: number }[]>`
        select count(*)::int as n from deliveries d where failed is null and later is null and not exists (
          select 1 from deliveries w join activities x on x.iri = w.activity_iri join activities y on y.object_iri = x.object_iri
          where w.id < d.id and w.later is not null and y.iri = d.activity_iri)`;
      return row?.n ?? 0;
    });
  const done = async () => (await Promise.all(stage.sites.map(waiting))).every((n) => n === 0);
  await until("what is not poison is everywhere", done, { longestMs: 400_000 });
  return Date.now() - began;
}

interface Aside {
  readonly waiting: number;
  readonly failed: number;
  readonly errors: string;
}

function asideOn(site: Site): Promise<Aside> {
  return lookAt(site, async (sql) => {
    const [row] = await sql<Aside[]>`
      select count(*) filter (where failed is null)::int as waiting, count(*) filter (where failed is not null)::int as failed,
        coalesce(string_agg(distinct error, ' '), '') as errors from deliveries`;
    return row ?? { waiting: 0, failed: 0, errors: "" };
  });
}

async function lookAt<T>({ databaseUrl }: Site, look: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openDatabase(databaseUrl, { connections: 1, owner: true, name: "moothall-lab" });
  try {
    return await look(sql);
  } finally {
    await sql.end();
  }
}

/** `moothall queue retry <address> --failed` for every lane of every node, as an administrator does it. */
async function retryAll({ program }: Run, stage: Stage): Promise<number> {
  let retried = 0;
  for (const site of stage.sites) {
    const lanes = await lookAt(site, (sql) => sql<{ origin: string }[]>`select origin from lanes`);
    const env = { ...process.env, MOOTHALL_CONFIG: join(site.settings.dataDir, "moothall.config.json") };
    for (const { origin } of lanes) {
      const args = [join(dirname(program), "cli.js"), "queue", "retry", origin, "--failed"];
      const done = spawnSync(process.execPath, args, { env, encoding: "utf8" });
      if (done.status === 0) retried++;
      else stage.died.push(`queue retry on ${site.name} ended with ${done.status}: ${done.stderr}`);
    }
  }
  return retried;
}

/** A body of 64 MB to the inbox; the status of the answer, 0 when the connection was ended instead. */
function sendHuge({ origin }: Site): Promise<number> {
  const { host, port } = new URL(origin);
  const { promise, resolve } = Promise.withResolvers<number>();
  const headers = { host, "content-type": "application/activity+json", "content-length": HUGE_BYTES };
  const sent = request({ host: "127.0.0.1", port, path: "/ap/inbox", method: "POST", headers }, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? 0);
    sent.destroy();
  });
  sent.once("error", () => resolve(0));
  const piece = Buffer.alloc(256 * 1024, 32);
  const write = () => {
    while (!sent.destroyed && sent.write(piece));
  };
  sent.on("drain", write);
  write();
  return promise;
}
