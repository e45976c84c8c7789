import { signedGet } from "../../federation/get-document.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import type { Level } from "../../node/visibility/readable.ts";
import { cookieNameOf } from "../../web/session.ts";
import { formAbout, signedInAgain } from "./canary-forms.ts";
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
  const { home, net, peers, rooms } = scene;
  const peer = peers.memberless;
  const { iri, topic, reply } = rooms[level];
  const ned = peer.person(`ned_${level}`);
  const note = (parent: string) => ({
    ...{ type: "Note", id: `${peer.origin}/ap/o/${level}`, attributedTo: ned.iri, to: [iri], audience: iri },
    ...{ inReplyTo: parent, content: "<p>Let me in.</p>", mediaType: "text/html" },
  });
  const letters: Record<string, JsonObject> = {
    Follow: { object: iri },
    Join: { object: iri },
    Leave: { object: iri },
    Create: { object: note(topic.iri), audience: iri },
    Like: { object: reply.iri, audience: iri },
    Flag: { object: [reply.iri], content: "Rude.", audience: iri },
    Delete: { object: reply.iri, audience: iri },
    Lock: { object: topic.iri, audience: iri },
    Add: { object: topic.iri, target: `${iri}/featured`, audience: iri },
    Accept: { object: topic.iri, audience: iri },
  };
  const send: Send = async (text) => {
    const [inbox = "", type = "", members = ""] = text.split(" | ");
    const before = peer.inbox.length;
    const said = JSON.parse(members) as JsonObject;
    const {
      status,
      headers,
      text: body,
    } = await peer.post(home, peer.write(ned, type, said, net.clock.now()), { to: inbox });
    await net.settle();
    const back = peer.inbox.slice(before).map(({ path, activity }) => `${path} ${activity.type}`);
    return { status, headers, text: [body, ...back].join("\n") };
  };
  return ["/ap/inbox", `${new URL(iri).pathname}/inbox`].flatMap((inbox) =>
    Object.entries(letters).map(([type, members]) => ({
      ...{
        surface: `AP POST ${inbox === "/ap/inbox" ? inbox : "/ap/g/:id/inbox"}`,
        viewer: "memberless node signed",
      },
      text: `${inbox} | ${type} | ${JSON.stringify({ to: [iri], ...members })}`,
      ...{ at: home, prepare: async () => send },
    })),
  );
}
