import { signRequest } from "../../federation/sign-request.ts";
import { type Answer, type Client, openClient } from "../lab/client.ts";
import { signIn } from "../lab/councils.ts";
import type { LedgerPost } from "../simulate/ledger.ts";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

/** One look at one address by somebody from outside. */
export interface Visit {
  readonly who: string;
  readonly site: string;
  readonly path: string;
  /** What the ledger's history calls it. */
  readonly kind: string;
  /** It is to be told that there is nothing, as of an address that never was. */
  readonly hidden: boolean;
  readonly ask: () => Promise<Answer>;
}

interface Looker {
  readonly who: string;
  readonly site: string;
  readonly kind?: string;
  readonly get: (path: string) => Promise<Answer>;
}

const HTML = { accept: "text/html" };
const JSON_ = { accept: "application/json" };
const AS2 = { accept: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"' };
const MANY = { sockets: 64 };

const looking =
  ({ who, site, kind = "probe", get }: Looker, hidden: boolean) =>
  (path: string): Visit => ({ who, site, path, kind, hidden, ask: () => get(path) });

const as = (who: string, site: string, client: Client, headers: typeof HTML): Looker => ({
  ...{ who, site, kind: headers === AS2 ? "document" : "probe" },
  get: (path) => client.get(path, headers),
});

/** Visitors of every site, and a node that is connected and has no member in any of the rooms; in turn one of each site. */
export function visitsOf(stage: Stage, scene: Scene, clients: Client[]): readonly Visit[] {
  const group = new URL(scene.groupIri);
  const lists = stage.sites.map(({ origin }) => {
    const client = openClient(origin, MANY);
    clients.push(client);
    const [page, json, document] = [HTML, JSON_, AS2].map((headers) =>
      as("a visitor", origin, client, headers),
    );
    if (!page || !json || !document) return [];
    const home = origin === group.origin;
    const community = home ? `/c/${scene.handle}` : `/c/${scene.handle}@${group.host}`;
    const pages = ["/", "/communities", community, `${community}/questions`, `${community}/about`];
    const documents = home ? listsOf(group.pathname) : ["/ap/actor", "/.well-known/nodeinfo"];
    const shown = [...[...pages, ...searchesOf(scene)].map(looking(page, false))];
    if (!home) return [...shown, ...documents.map(looking(document, false))];
    const posts = scene.canaries.iris.map((iri) => new URL(iri).pathname);
    return [
      ...[...shown, ...documents.map(looking(document, false))],
      ...posts.map(looking(document, scene.level === "closed")),
      ...[page, json].flatMap((looker) => roomVisits(scene, looker, "pages")),
      ...roomVisits(scene, document, "documents"),
      ...roomVisits(scene, asNode(scene, client), "documents"),
    ];
  });
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, n) =>
    lists.flatMap((list) => list[n % list.length] ?? []),
  ).flat();
}

/** Somebody of the community's own council, signed in and a member of nothing. */
export async function signedInVisits(scene: Scene, clients: Client[]): Promise<readonly Visit[]> {
  const { outsider } = scene;
  const client = await signIn(outsider, MANY);
  clients.push(client);
  return [HTML, JSON_].flatMap((headers) => {
    const looker = {
      ...as("an officer who is no member", outsider.site.origin, client, headers),
      kind: "signed in",
    };
    const pages = [...searchesOf(scene), "/", "/notifications"];
    return [...roomVisits(scene, looker, "pages"), ...pages.map(looking(looker, false))];
  });
}

/** What a visitor asks of a post that was written just now in a community for members only, at its author's council. */
export function visitsTo(post: LedgerPost, clientOn: (origin: string) => Client): readonly Visit[] {
  const { origin, pathname } = new URL(post.iri);
  const client = clientOn(origin);
  return [
    looking(as("a visitor", origin, client, HTML), true)(post.thread),
    looking(as("a visitor", origin, client, JSON_), true)(post.thread),
    looking(as("a visitor", origin, client, AS2), true)(pathname),
  ];
}

function roomVisits({ rooms }: Scene, looker: Looker, what: "pages" | "documents"): readonly Visit[] {
  return rooms.flatMap((room) => [
    ...room.shown[what].map(looking(looker, false)),
    ...room.hidden[what].map(looking(looker, true)),
  ]);
}

/** A council's node, which signs: by the clock of the nodes, or its signature would be too old. */
function asNode({ stranger, groupIri }: Scene, client: Client): Looker {
  const { origin } = new URL(groupIri);
  return {
    who: stranger.keyId,
    site: origin,
    kind: "document",
    async get(path) {
      const { keyId, privateKey, now } = stranger;
      const asked = { method: "GET", url: `${origin}${path}`, body: null } as const;
      const signed = await signRequest({ ...asked, keyId, privateKey, spec: "cavage", now: now() });
      return client.get(path, { ...signed, ...AS2 });
    },
  };
}

function searchesOf({ canaries }: Scene): readonly string[] {
  return ["Canary", ...canaries.words.map((word) => word.slice(0, -3))].map(
    (word) => `/search?q=${encodeURIComponent(word)}`,
  );
}

function listsOf(group: string): readonly string[] {
  const lists = ["", "/outbox", "/sync", "/history?after=0&limit=100", "/followers", "/memberships"];
  return [...lists.map((list) => `${group}${list}`), "/ap/actor", "/ap/actor/communities"];
}
