import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { signedGet } from "../../federation/get-document.ts";
import { idOf, newUuid } from "../../node/ids.ts";
import { postByIri } from "../../node/posts/find.ts";
import { LEVELS, type Level } from "../../node/visibility/readable.ts";
import { cookieNameOf } from "../../web/session.ts";
import { federationSurfaces, filesIn } from "./federation-routes.ts";
import type { MatrixScene } from "./matrix-scene.ts";
import type { NetworkNode } from "./start-nodes.ts";
import { webAppFor } from "./web.ts";
import { addressOf, type Fill, routesOf } from "./web-routes.ts";
import type { Somebody } from "./web-scene.ts";

/** Somebody looking at one address. */
export interface Look {
  /** As the registry names it: `GET /c/:name`, `AP /ap/g/:id/outbox`. */
  readonly surface: string;
  readonly viewer: string;
  /** With method and what is accepted, for messages. */
  readonly what: string;
  /** What whoever looks says themselves: it tells nothing where it comes back. */
  readonly path: string;
  /** Everything that the answer says, headers included. */
  readonly read: () => Promise<string>;
}

const AS2 = "application/activity+json";
const PAGES = ["text/html", "application/json"];

/** Questions that pages take, besides none; each word in braces is filled in for every room. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  "/search": [
    "?q={bait}",
    "?q={bait}&in=people",
    "?q={short}",
    "?q=text&community={handle}",
    "?q={topic}",
    "?q={group}",
  ],
  "/communities": ["", "?q={bait}"],
  "/communities/similar": ["?name={bait}&purpose={bait}"],
  "/similar": ["?title={bait}&text={bait}&q={bait}"],
  "/mentions": ["?q={bait}", "?q=room"],
  "/people": ["", "?q={bait}"],
  "/open": ["?item={group}", "?item={topic}", "?item={reply}"],
  "/hidden/:place/t/:id": ["", "?post={post}"],
  "/c/:name": ["", "?post={post}"],
  "/c/:name/t/:id": ["", "?post={post}"],
};

/** Everyone who looks at pages, and where. */
export function lookersAt(scene: MatrixScene): readonly (readonly [string, NetworkNode, Somebody | null])[] {
  const { home, other, people } = scene;
  return [
    ["anonymous", home, null],
    ["other node's member", other, people.olga],
    ["same node's non-member", home, people.outsider],
    ["ex-member", home, people.left],
    ["pending", home, people.asking],
    ["suspended", home, people.suspended],
    ["member", home, people.member],
    ["facilitator", home, people.facilitator],
    ["administrator", home, people.administrator],
    ["member elsewhere", other, people.sunny],
    ["anonymous elsewhere", other, null],
  ];
}

/** Every page and its JSON, by everyone. */
export async function pageLooks(scene: MatrixScene): Promise<readonly Look[]> {
  const looks: Look[] = [];
  const fills = { home: await fillsOf(scene, scene.home), other: await fillsOf(scene, scene.other) };
  for (const [viewer, node, who] of lookersAt(scene)) {
    const fill = node === scene.home ? fills.home : fills.other;
    for (const { method, path: route } of routesOf(webAppFor(node.ctx)))
      if (method === "GET")
        for (const path of addressesOf(route, fill))
          for (const accept of PAGES)
            looks.push({
              surface: `GET ${route}`,
              viewer,
              what: `GET ${path} (${accept})`,
              path,
              read: () => get(node, path, { accept, who }),
            });
  }
  return looks;
}

async function get(
  node: NetworkNode,
  path: string,
  { accept, who }: { accept: string; who: Somebody | null },
): Promise<string> {
  const cookie: Record<string, string> =
    who === null ? {} : { cookie: `${cookieNameOf(node.origin)}=${who.token}` };
  const answer = await node.get(path, { accept, ...cookie });
  return wordsOf(await answer.text(), answer.headers);
}

function wordsOf(body: string, headers: Headers): string {
  return [body, ...headers.values()].join("\n");
}

interface RoomFill {
  readonly parts: Fill;
  readonly words: Readonly<Record<string, string>>;
}

/** The addresses of a route: one for each room where its parts or questions name one, else one. */
export function addressesOf(route: string, fills: Readonly<Record<Level, RoomFill>>): readonly string[] {
  const all = LEVELS.flatMap((level) => {
    const { parts, words } = fills[level];
    const paths = [addressOf(route, parts), addressOf(route, { ...parts, "p/:post": words.removed ?? "" })];
    const questions = QUESTIONS[route] ?? [""];
    return paths.flatMap((path) =>
      questions.map(
        (one) =>
          path + one.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(words[name] ?? "")),
      ),
    );
  });
  return [...new Set(all)];
}

/** What stands in addresses of a node for each room. */
export async function fillsOf(
  scene: MatrixScene,
  node: NetworkNode,
): Promise<Readonly<Record<Level, RoomFill>>> {
  const fills = {} as Record<Level, RoomFill>;
  for (const level of LEVELS) fills[level] = await fillOf(scene, node, level);
  return fills;
}

async function fillOf(scene: MatrixScene, node: NetworkNode, level: Level): Promise<RoomFill> {
  const room = scene.rooms[level];
  const away = node !== scene.home;
  const handle = away ? `${room.handle}@${new URL(scene.home.origin).host}` : room.handle;
  const idHere = async (post: { id: string; iri: string }) =>
    idOf((away ? await postByIri(node.ctx.sql, post.iri) : post)?.id ?? post.id);
  const reply = await idHere(room.reply);
  const nothing = newUuid(node.ctx.clock.now());
  const uuids = "councils sessions invitations invite tokens".split(" ");
  const secrets = ["invite", "reset", "email", "first", "confirm"];
  const { sql } = scene.home.ctx;
  const [code] = await sql<
    { code: string | null }[]
  >`select join_code as code from communities where id = ${room.id}`;
  const [peer] = await node.ctx.sql<
    { id: string }[]
  >`select id from peers where delivery_class = 'profile' limit 1`;
  const [notice] = await sql<{ id: string }[]>`select id from notices n
    where n.account_id = ${scene.people.member.accountId} and n.community_id = ${room.id} limit 1`;
  const appeal = idOf(scene.appeals[level === "confidential" ? level : "closed"]);
  return {
    parts: {
      ...{ "c/:name": handle, "t/:id": await idHere(room.topic), "p/:post": reply },
      ...{ "join/:code": code?.code ?? "A".repeat(12), "people/:handle": "room_mona" },
      ...{
        "moderation/:id": idOf(room.reportId),
        "held/:id": reply,
        "appeals/:id": appeal,
        "appeals/:appeal": appeal,
      },
      ...{
        "people/:id": scene.people.member.accountId,
        "members/:person": idOf(scene.people.member.actorId),
      },
      ...{ "assets/:file": "x.css", "files/:key": room.file, "files/:file": room.file },
      ...{ "notifications/:id": notice?.id ?? nothing },
      ...{ "hidden/:place": idOf(scene.placeId), "reports/:report": idOf(room.reportId) },
      "peers/:id": peer?.id ?? nothing,
      "unsubscribe/:token": stopLinkAbout(scene.home, room.handle) ?? "A".repeat(43),
      ...Object.fromEntries(uuids.map((one) => [`${one}/:id`, nothing])),
      ...Object.fromEntries(secrets.map((one) => [`${one}/:token`, "A".repeat(43)])),
    },
    words: {
      ...{ bait: scene.canaries[level].bait, short: scene.canaries[level].bait.slice(0, 6), handle },
      ...{ group: room.iri, topic: room.topic.iri, reply: room.reply.iri, post: reply },
      removed: await idHere(room.removed),
    },
  };
}

/** The link by which one stops mails about a room, out of a mail. */
function stopLinkAbout(node: NetworkNode, handle: string): string | null {
  const folder = join(node.dataDir, "mail");
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), "utf8").replaceAll(/=\r?\n/g, "");
    const [, token] = /unsubscribe\/([\w.-]+)/.exec(text) ?? [];
    if (token !== undefined && text.includes(handle)) return token;
  }
  return null;
}

/** Every document of the federation, by nodes of each kind and by nobody. */
export async function documentLooks(scene: MatrixScene): Promise<readonly Look[]> {
  const { home, other, peers } = scene;
  const askers: readonly (readonly [string, NetworkNode, (path: string) => Promise<string>])[] = [
    ["anonymous", home, (path) => get(home, path, { accept: AS2, who: null })],
    ["anonymous elsewhere", other, (path) => get(other, path, { accept: AS2, who: null })],
    ["other node signed", home, (path) => signed(other, home, path)],
    ["home signed", other, (path) => signed(home, other, path)],
    ...(["memberless", "foreign"] as const).map(
      (kind) =>
        [
          kind === "foreign" ? "foreign software signed" : "memberless node signed",
          home,
          async (path: string) => {
            const { text, headers } = await peers[kind].ask(home, path);
            return `${text} ${JSON.stringify(headers)}`;
          },
        ] as const,
    ),
  ];
  const surfaces = new Map([
    [home, await documentsOf(scene, home)],
    [other, await documentsOf(scene, other)],
  ]);
  return askers.flatMap(([viewer, node, ask]) =>
    (surfaces.get(node) ?? []).map(({ route, path }) => ({
      surface: `AP ${route}`,
      viewer,
      what: `${path} at ${node.name}`,
      path,
      read: () => ask(path),
    })),
  );
}

async function signed(by: NetworkNode, at: NetworkNode, path: string): Promise<string> {
  const answer = await signedGet(by.node.wire, `${at.origin}${path}`, { page: true });
  const text = Buffer.from(answer.body).toString("utf8");
  return `${text} ${JSON.stringify(answer.headers)}`;
}

/** Addresses of documents of a node about the rooms. */
export async function documentsOf(scene: MatrixScene, node: NetworkNode) {
  const { sql } = node.ctx;
  const own = `${node.origin}/%`;
  const iris = async (rows: Promise<readonly { iri: string }[]>) => (await rows).map(({ iri }) => iri);
  const rooms = Object.values(scene.rooms);
  const groups = rooms.map(({ iri }) => iri);
  const posts = await iris(sql`select p.iri from posts p join communities c on c.id = p.community_id
    join actors g on g.id = c.actor_id where g.iri in ${sql(groups)} and p.iri like ${own}`);
  const acts = await iris(sql`select v.iri from activities v join communities c on c.id = v.community_id
    join actors g on g.id = c.actor_id where g.iri in ${sql(groups)} and v.iri like ${own}
    union select grant_iri from memberships where grant_iri like ${own}`);
  const { member, sunny } = scene.people;
  const people = await iris(
    sql`select iri from actors where id in (${member.actorId}, ${sunny.actorId}) and iri like ${own}`,
  );
  const here = node === scene.home;
  const host = new URL(node.origin).host;
  const handles = rooms.map(({ handle }) => `acct:${handle}@${host}`);
  const asked = here ? [...rooms.flatMap(({ topic, reply }) => [topic.iri, reply.iri])] : posts;
  const held = here ? await Promise.all(rooms.map(({ id }) => filesIn(node, id))) : [];
  const files = held.flatMap((one) => one.files);
  const digest = held.flatMap((one) => one.digest);
  return federationSurfaces({
    things: { g: here ? groups : [], p: people, o: posts, a: acts, files },
    questions: {
      digest,
      ...{ after: ["0"], group: groups, epoch: ["1"], before: ["1000"], limit: ["100"], page: ["1"] },
      ...{
        form: ["id"],
        root: rooms.map(({ topic }) => topic.iri),
        id: asked,
        is_follower: people,
        for: people,
      },
      resource: [...groups, ...people, ...handles],
    },
  });
}
