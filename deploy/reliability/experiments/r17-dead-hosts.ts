import { createServer as createHttpServer } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { createCommunity } from "../../../node/communities/create.ts";
import { openDatabase, type Sql } from "../../../node/db/open.ts";
import { composePost } from "../../../node/posts/compose.ts";
import { publishPost } from "../../../node/posts/publish.ts";
import { joinAs, openSite, prepareSites, type Site } from "../../lab/councils.ts";
import { nodeProcess } from "../../lab/node-process.ts";
import { until } from "../../lab/pause.ts";
import { communityIdOn } from "../../simulate/setup.ts";
import { onGround } from "../ground.ts";
import { percentile } from "../measure.ts";
import type { Experiment, Report, Run } from "../types.ts";

const SCALES = {
  full: { dead: 100, live: 10, toDead: 10_000, toLive: 200 },
  short: { dead: 100, live: 10, toDead: 10_000, toLive: 200 },
  smoke: { dead: 40, live: 4, toDead: 400, toLive: 20 },
};
/** Of deliveries to those that answer, 95 of 100 are there within so many milliseconds. */
const KNOWN_DEAD_MS = 2_000;
const ALL_DIE_MS = 10_000;

/** A hundred nodes fall silent, with ten thousand deliveries for them; ten others get theirs all the same. */
export const deadHosts: Experiment = {
  name: "R17",
  title: "a hundred dead hosts, ten live ones",
  run: (run) => onGround(run, (ground) => play(run, ground)),
};

type Ground = Parameters<Parameters<typeof onGround>[1]>[0];

async function play(run: Run, { folder, postgres, ends }: Ground): Promise<Report> {
  const scale = SCALES[run.scale];
  const [dead, live] = [await openSilent(), await openSinks()];
  ends.push(dead.close, live.close);
  const origins = {
    dead: Array.from({ length: scale.dead }, (_, n) => `http://dead${n}.localhost:${dead.port}`),
    live: Array.from({ length: scale.live }, (_, n) => `http://live${n}.localhost:${live.port}`),
  };
  const reach = [...origins.dead, ...origins.live];
  const [site] = await prepareSites({ names: ["somerset"], postgres, folder, reach });
  if (!site) throw new Error("There is no site.");
  const activity = await writeSomething(site);
  const sql = openDatabase(site.databaseUrl, { connections: 2, owner: true, name: "moothall-lab" });
  ends.push(() => sql.end());
  const died: string[] = [];
  const lost = (how: string) => died.push(how);
  const node = nodeProcess({ program: run.program, role: "worker", settings: site.settings, lost });
  ends.push(() => node.stop());
  await node.start();
  const lay = async (to: readonly string[], count: number) => layFor(sql, { origins: to, count, activity });
  const send = (first: () => Promise<unknown>) =>
    timesOf(live.arrived, scale.toLive, async () => {
      await first();
      await lay(origins.live, scale.toLive);
    });
  const dying = await send(() => lay(origins.dead, scale.toDead));
  await sql`analyze deliveries`;
  await until("all dead ones are known", async () => {
    const [row] = await sql<{ n: number }[]>`select count(*)::int as n from lanes where failures > 0`;
    return (row?.n ?? 0) >= scale.dead;
  });
  const known = await send(() => sql`update lanes set open_from = now() where failures > 0`);
  const [row] = await sql<
    { n: number }[]
  >`select count(*)::int as n from deliveries where failed is null and origin like '%//dead%'`;
  return verdictOf({ dying, known, died, left: row?.n ?? 0, scale });
}

/** Milliseconds from the moment they were laid until each of so many deliveries arrived. */
async function timesOf(arrived: number[], count: number, lay: () => Promise<unknown>): Promise<number[]> {
  arrived.length = 0;
  await lay();
  const laid = Date.now();
  await until("all that answer have theirs", async () => arrived.length >= count, { longestMs: 300_000 });
  return arrived.map((at) => at - laid);
}

interface Seen {
  readonly dying: readonly number[];
  readonly known: readonly number[];
  readonly died: readonly string[];
  readonly left: number;
  readonly scale: (typeof SCALES)["full"];
}

function verdictOf({ dying, known, died, left, scale }: Seen): Report {
  const [whenDying, whenKnown] = [percentile(dying, 0.95), percentile(known, 0.95)];
  const broken = died.map((how) => `I8 ${how}`);
  if (whenDying > ALL_DIE_MS) broken.push(`I7 live p95 ${whenDying} ms while all die at once`);
  if (whenKnown > KNOWN_DEAD_MS) broken.push(`I7 live p95 ${whenKnown} ms beside known dead hosts`);
  if (left !== scale.toDead)
    broken.push(`I1 ${left} of ${scale.toDead} deliveries are kept for the dead hosts`);
  const figures = {
    "deliveries to dead hosts": scale.toDead,
    "live p50, p95, last while all die (ms)": `${percentile(dying, 0.5)}, ${whenDying}, ${Math.max(...dying)}`,
    "live p50, p95, last beside known dead (ms)": `${percentile(known, 0.5)}, ${whenKnown}, ${Math.max(...known)}`,
  };
  return { figures, broken };
}

/** A post whose activity can be delivered; gives the activity's IRI. */
async function writeSomething(site: Site): Promise<string> {
  const { ctx, stop } = await openSite(site);
  const { actorId } = await joinAs(ctx, site, "Martin Hale", 1);
  const draft = {
    name: "Street care",
    purpose: "Verges.",
    charter: {},
    level: "open",
    themes: [],
    language: "en",
  } as const;
  await createCommunity(ctx, { actorId }, draft);
  const [group] = await ctx.sql<{ iri: string }[]>`select iri from actors where kind = 'group'`;
  const question = {
    kind: "question",
    title: "Who cuts the verges?",
    text: "Twice a year?",
    lang: "en",
  } as const;
  const content = await composePost(ctx, {
    ...question,
    communityId: await communityIdOn(ctx, group?.iri ?? ""),
    parentId: null,
    themes: [],
    submission: null,
  });
  await publishPost(ctx, { authorId: actorId, content });
  const [activity] = await ctx.sql<{ iri: string }[]>`select iri from activities where type = 'Create'`;
  await stop();
  return activity?.iri ?? "";
}

interface Laying {
  readonly origins: readonly string[];
  readonly count: number;
  readonly activity: string;
}

async function layFor(sql: Sql, { origins, count, activity }: Laying): Promise<void> {
  await sql`insert into lanes (origin) select unnest(${[...origins]}::text[]) on conflict do nothing`;
  await sql`
    insert into deliveries (origin, inbox, activity_iri, kind, created)
    select o, o || '/inbox', ${activity}, 'relay', now() from generate_series(1, ${count / origins.length}) n,
      unnest(${[...origins]}::text[]) o`;
  // As the act's own process says it.
  await sql`select pg_notify('moothall_work', 'lanes')`;
}

interface Listening {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Takes connections and never answers. */
async function openSilent(): Promise<Listening> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on("close", () => open.delete(socket)).on("error", () => {}));
    socket.resume();
  });
  return listening(server, () => {
    for (const socket of open) socket.destroy();
  });
}

/** Answers every delivery with 202, and notes when it came. */
async function openSinks(): Promise<Listening & { readonly arrived: number[] }> {
  const arrived: number[] = [];
  const server = createHttpServer((request, response) => {
    request.resume().once("end", () => {
      arrived.push(Date.now());
      response.writeHead(202).end();
    });
  });
  return { arrived, ...(await listening(server, () => server.closeAllConnections())) };
}

async function listening(server: Server, cut: () => void): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        cut();
        server.close(() => resolve());
      }),
  };
}
