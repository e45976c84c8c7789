import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { prepareSites, type Site, wayAddress } from "../lab/councils.ts";
import { type Link, openLink, type Place } from "../lab/link.ts";
import { type NodeProcess, nodeProcess } from "../lab/node-process.ts";
import type { LabPostgres } from "../lab/postgres.ts";
import { type Ledger, newLedger } from "../simulate/ledger.ts";
import { type Ground, onGround } from "./ground.ts";
import { openPostbox, type Postbox } from "./postbox.ts";
import type { Report, Run } from "./types.ts";

/** Where an experiment takes place: nodes as processes of their own, the ways between them, one PostgreSQL. */
export interface Stage {
  readonly run: Run;
  readonly folder: string;
  readonly postgres: LabPostgres;
  readonly sites: readonly Site[];
  readonly ledger: Ledger;
  /** Processes that ended without having been killed, and other things that must not be. */
  readonly died: string[];
  site(name: string): Site;
  /** The way on which one site asks another. */
  link(from: string, to: string): Link;
  links(): readonly Link[];
  postboxes(): readonly Postbox[];
  /** Prepares a process of a site; it ends with the stage. */
  process(site: Site, role?: "all" | "web" | "worker"): NodeProcess;
  /** Anything else that is to end with the stage. */
  atEnd(end: () => Promise<unknown>): void;
}

export interface StageOptions {
  /** The first is home of the community. */
  readonly names: readonly string[];
  /** Further settings of every site. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Postboxes on the ways between the sites instead of links. */
  readonly postboxes?: boolean;
  /** Where PostgreSQL keeps its data, when not in the experiment's folder. */
  readonly postgresFolder?: string;
}

/** Opens a stage and plays on it. What clients were told is kept where a promise was broken. */
export function onStage(
  run: Run,
  options: StageOptions,
  play: (stage: Stage) => Promise<Report>,
): Promise<Report> {
  return onGround(
    run,
    async (ground) => {
      const stage = await open(run, options, ground);
      const report = await play(stage);
      const broken = [...report.broken, ...stage.died.map((line) => `I8 ${line}`)];
      if (run.keep || broken.length > 0) await keepHistory(ground.folder, stage.ledger);
      return { ...report, broken };
    },
    options.postgresFolder,
  );
}

async function open(run: Run, options: StageOptions, { folder, postgres, ends }: Ground): Promise<Stage> {
  const { names, settings = {} } = options;
  const sites = await prepareSites({ names, postgres, folder, ways: true, settings });
  const links = new Map<string, Link>();
  const postboxes: Postbox[] = [];
  for (const way of waysBetween(sites)) {
    if (options.postboxes) postboxes.push(await openPostbox(way.from, way.to));
    else links.set(way.name, await openLink(way.from, way.to, run.random));
  }
  ends.push(() => Promise.all([...links.values(), ...postboxes].map((way) => way.close())));
  const died: string[] = [];
  const lost = (how: string) => {
    died.push(how);
    run.say(how);
  };
  return {
    run,
    folder,
    postgres,
    sites,
    ledger: newLedger(),
    died,
    site: (name) =>
      found(
        sites.find((one) => one.name === name),
        name,
      ),
    link: (from, to) => found(links.get(`${from} ${to}`), `${from} → ${to}`),
    links: () => [...links.values()],
    postboxes: () => postboxes,
    process(site, role = "all") {
      const made = nodeProcess({ program: run.program, role, settings: site.settings, lost });
      ends.push(() => made.stop());
      return made;
    },
    atEnd: (end) => ends.push(end),
  };
}

interface Way {
  readonly name: string;
  readonly from: Place;
  readonly to: Place;
}

function waysBetween(sites: readonly Site[]): readonly Way[] {
  return sites.flatMap((asking, from) =>
    sites.flatMap((asked, to) => {
      const port = Number(new URL(asked.origin).port);
      const ends = { from: { address: wayAddress(from, to), port }, to: { address: "127.0.0.1", port } };
      return from === to ? [] : [{ name: `${asking.name} ${asked.name}`, ...ends }];
    }),
  );
}

function found<T>(one: T | undefined, name: string): T {
  if (one === undefined) throw new Error(`There is no ${name} on this stage.`);
  return one;
}

async function keepHistory(folder: string, ledger: Ledger): Promise<void> {
  const lines = ledger.history.map((entry) => JSON.stringify(entry));
  await writeFile(join(folder, "history.jsonl"), `${lines.join("\n")}\n`);
}
