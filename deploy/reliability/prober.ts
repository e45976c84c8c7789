import { type Client, openClient } from "../lab/client.ts";
import { pause } from "../lab/pause.ts";
import { tryOnce } from "../simulate/insist.ts";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

const EVERY_MS = 50;
const AS2 = { accept: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"' };

/** Somebody who is not signed in and looks everywhere, twenty times a second. */
export interface Prober {
  /** Stops it; what it saw and may not see, a line each (I4), and how often it looked. */
  end(): Promise<{ readonly seen: readonly string[]; readonly looks: number }>;
}

/** Begins to look at public pages and documents of every site for what nobody outside may see. */
export function startProber(stage: Stage, scene: Scene): Prober {
  const seen: string[] = [];
  const visits = visitsOf(stage, scene);
  let looks = 0;
  let ending = false;
  const underWay = new Set<Promise<void>>();
  const visit = async ({ client, path, site, headers }: Visit) => {
    const { body } = await tryOnce(stage.ledger, headers === AS2 ? "document" : "probe", () =>
      client.get(path, headers),
    );
    const text = typeof body === "string" ? body : JSON.stringify(body);
    // A page may say back what it was asked for.
    for (const word of scene.canaries.words)
      if (text.includes(word) && !path.includes(word)) seen.push(`I4 ${word} on ${site}${path}`);
  };
  const loop = (async () => {
    for (let turn = 0; !ending; turn++) {
      const next = visits[turn % visits.length];
      // A node that does not answer keeps a few waiting, never all.
      if (next && underWay.size < 200) {
        looks++;
        const looking = visit(next).finally(() => underWay.delete(looking));
        underWay.add(looking);
      }
      await pause(EVERY_MS);
    }
  })();
  return {
    async end() {
      ending = true;
      await loop;
      await Promise.all(underWay);
      for (const { client } of visits) client.close();
      return { seen: [...new Set(seen)], looks };
    },
  };
}

interface Visit {
  readonly client: Client;
  readonly site: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

function visitsOf(stage: Stage, scene: Scene): readonly Visit[] {
  const group = new URL(scene.groupIri);
  const paths = stage.sites.map((site) => {
    const client = openClient(site.origin, { sockets: 64 });
    const home = site.origin === group.origin;
    const community = home ? `/c/${scene.handle}` : `/c/${scene.handle}@${group.host}`;
    const pages = ["/", "/communities", community, `${community}/questions`, `${community}/about`];
    const searches = ["Canary", ...scene.canaries.words.map((word) => word.slice(0, -3))].map(
      (word) => `/search?q=${word}`,
    );
    const documents = home ? documentsOf(group.pathname, scene) : ["/ap/actor", "/.well-known/nodeinfo"];
    const visit = (headers: Readonly<Record<string, string>>) => (path: string) => ({
      client,
      site: site.origin,
      path,
      headers,
    });
    return [...[...pages, ...searches].map(visit({ accept: "text/html" })), ...documents.map(visit(AS2))];
  });
  // In turn one of each site.
  const longest = Math.max(...paths.map((list) => list.length));
  return Array.from({ length: longest }, (_, n) =>
    paths.flatMap((list) => list[n % list.length] ?? []),
  ).flat();
}

function documentsOf(group: string, { canaries }: Scene): readonly string[] {
  const posts = canaries.iris.map((iri) => new URL(iri).pathname);
  const lists = ["", "/outbox", "/sync", "/history?after=0&limit=100", "/followers", "/memberships"];
  return [...posts, ...lists.map((list) => `${group}${list}`), "/ap/actor", "/ap/actor/communities"];
}
