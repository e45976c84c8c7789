import { resolve } from "node:path";
import { nodes } from "./content/councils.ts";
import type { NodeKey } from "./content/types.ts";
import { type SiteProcess, siteProcess } from "./site-process.ts";
import { type Place, siteOf } from "./sites.ts";

export interface SitesOptions {
  readonly places: Readonly<Record<NodeKey, Place>>;
  readonly program: string;
  readonly say: (line: string) => void;
}

/** The three sites as processes. */
export interface Sites {
  startAll(): Promise<void>;
  stopAll(): Promise<void>;
  /** Does what another terminal asks (`stop somerset`, `start somerset`, `status`) and says in one line what came of it. */
  obey(words: readonly string[]): Promise<string>;
}

export function openSites(options: SitesOptions): Sites {
  const sites = new Map(nodes.map(({ key }) => [key, processOf(key, options)]));
  return {
    async startAll() {
      await Promise.all([...sites.values()].map((site) => site.start()));
    },
    async stopAll() {
      await Promise.all([...sites.values()].map((site) => site.stop()));
    },
    async obey([verb = "", name = ""]) {
      if (verb === "status") return statusOf(sites);
      const node = nodes.find(({ key }) => key === name);
      const site = node ? sites.get(node.key) : undefined;
      if (!node || !site) return `There is no site "${name}": say ${nodes.map(({ key }) => key).join(", ")}.`;
      const before = site.isRunning();
      const { origin } = options.places[node.key];
      if (verb === "stop") await site.stop();
      else await site.start();
      return sentenceFor(node.key, { verb, before, origin });
    },
  };
}

function processOf(key: NodeKey, { places, program, say }: SitesOptions): SiteProcess {
  const { name } = siteOf(key);
  const origins = Object.values(places).map((place) => place.origin);
  const order = { kind: "start", key, place: places[key], origins, assets: resolve("dist/client") } as const;
  return siteProcess({
    program,
    order,
    says: (line) => say(`${name}: ${line}`),
    lost: () => say(`${name} has ended unexpectedly. Bring it back with: npm run demo -- start ${key}`),
  });
}

function sentenceFor(
  key: NodeKey,
  done: { readonly verb: string; readonly before: boolean; readonly origin: string },
): string {
  const { name } = siteOf(key);
  if (done.verb === "start")
    return done.before
      ? `${name} is running already at ${done.origin}/.`
      : `${name} is back at ${done.origin}/; what waited for it arrives now.`;
  return done.before
    ? `${name} is stopped. Bring it back with: npm run demo -- start ${key}`
    : `${name} is stopped already. Bring it back with: npm run demo -- start ${key}`;
}

function statusOf(sites: ReadonlyMap<NodeKey, SiteProcess>): string {
  return nodes
    .map(({ key, name }) => `${name} ${sites.get(key)?.isRunning() ? "is running" : "is stopped"}`)
    .join("; ")
    .concat(".");
}
