import type { NodeContext } from "../../../node/context.ts";
import { freePort } from "../../../node/db/embedded-server.ts";
import { removeMember } from "../../../node/memberships/remove.ts";
import type { OpenNode } from "../../../node/start.ts";
import { pause, until } from "../../lab/pause.ts";
import { communityIdOn, openSites } from "../../simulate/setup.ts";
import { judge } from "../invariants.ts";
import { type Kept, keep, shutAfter, waysNot } from "../kept.ts";
import { waitForMails, whatIsLeft, writtenBy } from "../left.ts";
import { startProber } from "../prober.ts";
import { type Scene, setScene } from "../scene.ts";
import { onStage, type Stage } from "../stage.ts";
import { talk } from "../talk.ts";
import type { Experiment, Report, Run } from "../types.ts";

/** A removal takes effect within so many seconds; where others work too a guard, and how long it took is said. */
const SCALES = {
  full: { within: 60, off: 90 },
  short: { within: 60, off: 30 },
  smoke: { within: 600, off: 5 },
};
/** Beyond the time that is promised, so that what is late is told from what never comes. */
const BEYOND_MS = 120_000;
const SITES = ["somerset", "sunderland", "wiltshire"] as const;

/** Somebody of the community's own council, of another, and of one that is off meanwhile is removed from a community for members only. */
export const removal: Experiment = {
  name: "REMOVAL",
  title: "somebody is removed: at home, elsewhere, at a council that is off",
  async run(run) {
    const mailPort = await freePort();
    const smtp = { url: `smtp://127.0.0.1:${mailPort}`, from: "Communities <no-reply@example.gov.example>" };
    return onStage(run, { names: SITES, settings: { smtp } }, async (stage) => {
      const nodes = await openSites(stage.sites);
      stage.atEnd(() => Promise.all([...nodes.values()].map((node) => node.stop())));
      return play(run, stage, { nodes, mailPort });
    });
  },
};

interface Means {
  readonly nodes: ReadonlyMap<string, OpenNode>;
  readonly mailPort: number;
}

async function play(run: Run, stage: Stage, { nodes, mailPort }: Means): Promise<Report> {
  const { within, off } = SCALES[run.scale];
  const processes = new Map(stage.sites.map((site) => [site.name, stage.process(site)]));
  const scene = await setScene(stage, {
    level: "closed",
    writers: [2, 2, 2],
    start: () => Promise.all([...processes.values()].map((process) => process.start())),
  });
  const ctxOf = (name: string) => nodes.get(name)?.ctx ?? missing(name);
  const { removed, stay } = await open(scene, ctxOf);
  const prober = startProber(stage, scene);
  const [figures, broken]: [Record<string, string>, string[]] = [{}, []];
  const written = new Map<Kept, number>();
  for (const kept of removed) {
    const { name } = kept.officer.site;
    const away = name === "wiltshire" ? processes.get(name) : undefined;
    await nothingUnderWay(ctxOf(name));
    await away?.stop();
    written.set(kept, await remove(scene, kept, ctxOf));
    if (away) await pause(off * 1000);
    await away?.start();
    const shut = await shutAfter(kept, { since: Date.now(), longestMs: within * 1000 + BEYOND_MS });
    const { figure, late } = judged(kept, shut, within);
    figures[`${name}${away ? `, back after ${off} s` : ""}: all ${shut.size} ways shut after (s)`] = figure;
    broken.push(...late);
  }
  broken.push(...(await waitForMails(mailPort, { stage, removed, ctxOf })));
  const { seen, looks } = await prober.end();
  const { broken: apart, settledMs } = await judge(stage, scene, { withinSeconds: 120 });
  broken.push(...(await whatIsLeft({ removed, stay, written, home: ctxOf("somerset") })));
  for (const { client, program } of [...removed, ...stay]) for (const one of [client, program]) one.close();
  return {
    figures: { ...figures, "settled after (ms)": settledMs ?? "never", looks },
    broken: [...seen, ...broken, ...apart],
  };
}

/** The slowest way in words, and those that were shut too late or never. */
function judged({ officer }: Kept, shut: ReadonlyMap<string, number | null>, within: number) {
  const last = Math.max(...[...shut.values()].map((ms) => ms ?? Number.POSITIVE_INFINITY));
  const slowest = [...shut].filter(([, ms]) => (ms ?? Number.POSITIVE_INFINITY) === last).map(([way]) => way);
  const late = [...shut].filter(([, ms]) => ms === null || ms > within * 1000);
  return {
    figure: `${secondsOf(last)}, last ${slowest[0]}`,
    late: late.map(
      ([way, ms]) => `I4 ${way} was shut to ${officer.name} of ${officer.site.name} after ${secondsOf(ms)} s`,
    ),
  };
}

function secondsOf(ms: number | null): string {
  return ms === null || ms === Number.POSITIVE_INFINITY ? "never" : (ms / 1000).toFixed(1);
}

function missing(name: string): never {
  throw new Error(`There is no ${name} on this stage.`);
}

type CtxOf = (name: string) => NodeContext;

/** At each council one who will be removed and one who stays have everything open; throws where something is not there. */
async function open(
  scene: Scene,
  ctxOf: CtxOf,
): Promise<{ readonly removed: Kept[]; readonly stay: Kept[] }> {
  const groups = SITES.map((name) => scene.writers.filter(({ site }) => site.name === name));
  const iri = await talk(
    scene,
    groups.flatMap(([first]) => first ?? []),
    ctxOf,
  );
  const [removed, stay]: [Kept[], Kept[]] = [[], []];
  for (const group of groups)
    for (const [index, officer] of group.entries()) {
      const home = scene.groupIri.startsWith(officer.site.origin);
      const community = `/c/${scene.handle}${home ? "" : `@${new URL(scene.groupIri).host}`}`;
      const kept = await keep(ctxOf(officer.site.name), officer, { iri, community });
      (index === 0 ? removed : stay).push(kept);
    }
  for (const kept of removed) await allOpen(kept);
  return { removed, stay };
}

/** Throws, with its names, where a way is not open: then that it is shut later would say nothing. */
async function allOpen(kept: Kept): Promise<void> {
  let shut: readonly string[] = [];
  const look = async () => {
    shut = await waysNot(kept, { open: true });
    return shut.length === 0;
  };
  await until("everything is open", look, { everyMs: 1_000, longestMs: 30_000 }).catch(() => {
    throw new Error(`Not open to ${kept.officer.name}: ${shut.join(", ")}.`);
  });
}

/** Removes them at home; how many of their posts stand there then. */
async function remove(scene: Scene, { officer }: Kept, ctxOf: CtxOf): Promise<number> {
  const home = ctxOf(scene.martin.site.name);
  const [row] = await home.sql<{ id: string }[]>`
    select id from actors where name = ${officer.name} and kind = 'person'`;
  const communityId = await communityIdOn(home, scene.groupIri);
  const act = { byId: scene.martin.actorId, actorId: row?.id ?? "", communityId };
  await removeMember(home, { ...act, reason: "Left the service." });
  return writtenBy(home, officer);
}

/** What was written while everything was open has come home. */
async function nothingUnderWay({ sql }: NodeContext): Promise<void> {
  await until("nothing that was written is on its way", async () => {
    const rows = await sql`select 1 from posts where state = 'pending'`;
    return rows.length === 0;
  });
}
