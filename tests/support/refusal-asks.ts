import { signedGet } from "../../federation/get-document.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import type { Level } from "../../node/visibility/readable.ts";
import { cookieNameOf } from "../../web/session.ts";
import { formAbout, signedInAgain } from "./canary-forms.ts";
import type { Room } from "./canary-scene.ts";
import { addressesOf, documentsOf, fillsOf, lookersAt } from "./matrix-looks.ts";
import type { MatrixScene } from "./matrix-scene.ts";
import { type Answered, send } from "./peerkit.ts";
import type { NetworkNode } from "./start-nodes.ts";
import { webAppFor } from "./web.ts";
import { routesOf } from "./web-routes.ts";

/** Somebody outside who asks for something of a room by its names. */
export interface Ask {
  /** As the registry names it: `GET /c/:name`, `AP /ap/g/:id/outbox`. */
  readonly surface: string;
  readonly viewer: string;
  /** What is asked, as text, names and all; what `prepare` gives takes the same with other names in it. */
  readonly text: string;
  readonly at: NetworkNode;
  /** Signs in, where somebody does; then one may ask. */
  readonly prepare: () => Promise<Send>;
  /** What comes of it once the answer is there: lets that happen, and says what came back. */
  readonly after?: () => Promise<string>;
}

type Send = (text: string) => Promise<Answered>;
type Closed = Exclude<Level, "open" | "restricted">;

/** Who may know nothing of a room of either level; of who asks to join a members-only one, they know that it is there. */
const OUTSIDERS: readonly string[] = [
  ...["anonymous", "same node's non-member", "ex-member", "pending", "administrator"],
  ...["other node's member", "anonymous elsewhere"],
];
const AS2 = "application/activity+json";
const FORM = "application/x-www-form-urlencoded";

/** Every page, its JSON, and every form, by everyone outside. */
export async function pageAsks(
  scene: MatrixScene,
  level: Closed,
  viewers: readonly string[] = OUTSIDERS,
): Promise<readonly Ask[]> {
  const asks: Ask[] = [];
  for (const [viewer, at, who] of lookersAt(scene).filter(([name]) => viewers.includes(name))) {
    const fill = (await fillsOf(scene, at))[level];
    const fills = { open: fill, restricted: fill, closed: fill, confidential: fill };
    const body = new URLSearchParams(formAbout(scene.rooms[level], scene.canaries[level].bait)).toString();
    for (const { method, path: route } of routesOf(webAppFor(at.ctx)))
      for (const path of addressesOf(route, fills))
        for (const accept of method === "GET" ? ["text/html", "application/json"] : ["text/html"]) {
          const text = [method, accept, path, ...(method === "POST" ? [body] : [])].join(" ");
          const prepare = async () => {
            const session = await signedInAgain(at.ctx, who);
            return (words: string) => sendAs(at, session?.token, words);
          };
          asks.push({ surface: `${method} ${route}`, viewer, text, at, prepare });
        }
  }
  return asks;
}

async function sendAs(at: NetworkNode, token: string | undefined, text: string): Promise<Answered> {
  const [method = "", accept = "", target = "", body = ""] = text.split(" ");
  const headers: Record<string, string> = {
    ...{ host: new URL(at.origin).host, accept },
    ...(method === "POST" ? { "sec-fetch-site": "same-origin", "content-type": FORM } : {}),
    ...(token === undefined ? {} : { cookie: `${cookieNameOf(at.origin)}=${token}` }),
  };
  return send(at, { method, target, headers: new Map(Object.entries(headers)), body });
}

/** Every document of the federation, by nobody and by nodes of each kind. */
export async function documentAsks(scene: MatrixScene, level: Closed): Promise<readonly Ask[]> {
  const { home, other, peers } = scene;
  const anonymously = (at: NetworkNode) => (path: string) => sendAs(at, undefined, `GET ${AS2} ${path}`);
  const askers: readonly (readonly [string, NetworkNode, Send])[] = [
    ["anonymous", home, anonymously(home)],
    ["anonymous elsewhere", other, anonymously(other)],
    ["memberless node signed", home, (path) => peers.memberless.ask(home, path)],
    ["foreign software signed", home, (path) => peers.foreign.ask(home, path)],
    // Somebody of it is in the members-only one.
    ...(level === "confidential"
      ? [["other node signed", home, (path: string) => signedBy(other, home, path)] as const]
      : []),
  ];
  const asks: Ask[] = [];
  for (const [viewer, at, send] of askers)
    for (const { route, path } of await documentsOf(scene, at))
      asks.push({ surface: `AP ${route}`, viewer, text: path, at, prepare: async () => send });
  return asks;
}

async function signedBy(by: NetworkNode, at: NetworkNode, path: string): Promise<Answered> {
  const { status, headers, body } = await signedGet(by.node.wire, `${at.origin}${path}`, { page: true });
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers)),
    text: Buffer.from(body).toString("utf8"),
  };
}

/** What somebody of a node that is in no room may send about one: to the node's inbox, and to the room's own. */
export async function letterAsks(scene: MatrixScene, level: Closed): Promise<readonly Ask[]> {
  const { memberless, foreign } = scene.peers;
  return [
    ...lettersOf(scene, level, { viewer: "memberless node signed", peer: memberless }),
    ...lettersOf(scene, level, { viewer: "foreign software signed", peer: foreign }),
  ];
}

interface Sender {
  readonly viewer: string;
  readonly peer: MatrixScene["peers"]["memberless"];
}

function lettersOf(scene: MatrixScene, level: Closed, { viewer, peer }: Sender): readonly Ask[] {
  const { home, net, rooms } = scene;
  const { iri } = rooms[level];
  const ned = peer.person(`ned_${level}`);
  let before = 0;
  const send: Send = (text) => {
    const [inbox = "", type = "", members = ""] = text.split(" | ");
    before = peer.inbox.length;
    const said = JSON.parse(members) as JsonObject;
    return peer.post(home, peer.write(ned, type, said, net.clock.now()), { to: inbox });
  };
  const after = async () => {
    await net.settle();
    return peer.inbox
      .slice(before)
      .map(({ path, activity }) => `${path} ${activity.type}`)
      .join("\n");
  };
  return ["/ap/inbox", `${new URL(iri).pathname}/inbox`].flatMap((inbox) =>
    Object.entries(wordsAbout(rooms[level], peer, ned.iri)).map(([type, members]) => ({
      ...{ surface: `AP POST ${inbox === "/ap/inbox" ? inbox : "/ap/g/:id/inbox"}`, viewer },
      text: `${inbox} | ${type} | ${JSON.stringify({ to: [iri], ...members })}`,
      ...{ at: home, prepare: async () => send, after },
    })),
  );
}

/** Activities of every kind that name a room or what stands in it. */
function wordsAbout(room: Room, { origin }: Sender["peer"], by: string): Record<string, JsonObject> {
  const { iri, topic, reply } = room;
  const about = { audience: iri };
  const note = {
    ...{ type: "Note", id: `${origin}/ap/o/${iri.slice(-26)}`, attributedTo: by, to: [iri], audience: iri },
    ...{ inReplyTo: topic.iri, content: "<p>Let me in.</p>", mediaType: "text/html" },
  };
  const like = { type: "Like", id: `${origin}/ap/a/${iri.slice(-26)}`, actor: by, object: reply.iri };
  return {
    Follow: { object: iri },
    Join: { object: iri },
    Leave: { object: iri },
    Create: { object: note, ...about },
    Update: { object: note, ...about },
    Like: { object: reply.iri, ...about },
    Undo: { object: like, ...about },
    ChooseAnswer: { object: reply.iri, ...about },
    Flag: { object: [reply.iri], content: "Rude.", ...about },
    Delete: { object: reply.iri, ...about },
    Lock: { object: topic.iri, ...about },
    Add: { object: topic.iri, target: `${iri}/featured`, ...about },
    Remove: { object: topic.iri, target: `${iri}/featured`, ...about },
    Move: { object: topic.iri, origin: iri, target: iri, ...about },
    Block: { object: by, target: iri, ...about },
    Announce: { object: reply.iri, ...about },
    Accept: { object: topic.iri, ...about },
    Reject: { object: iri, ...about },
  };
}
