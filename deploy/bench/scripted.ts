import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { JsonObject } from "../../federation/jcs.ts";
import { signRequest } from "../../federation/sign-request.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { askPeer } from "../../node/peers/connect.ts";
import type { RunningNode } from "../../node/start.ts";
import { ask } from "./http.ts";
import { activity } from "./scripted-activities.ts";
import { actorDocument, directoryOf, listingOf } from "./scripted-documents.ts";
import { settle, until } from "./sites.ts";

/** Someone on a scripted council's server. */
export interface Actor {
  readonly iri: string;
  readonly rsa: KeyObject;
  readonly proof: KeyObject;
}

/** A scripted council's server: an origin, its own actor, one person and one community. */
export interface Origin {
  readonly origin: string;
  readonly node: Actor;
  readonly person: Actor;
  /** An open community there. */
  readonly group: Actor;
  /** Activities that came to its inboxes. */
  readonly inbox: JsonObject[];
}

/** What answers GET at an address. */
type Documents = Map<string, (query: URLSearchParams) => JsonObject>;

export interface Scripted {
  readonly origins: readonly Origin[];
  serve(address: string, document: (query: URLSearchParams) => JsonObject): void;
  /** Deliveries that came in all. */
  received(): number;
  close(): Promise<void>;
}

/** Opens scripted servers, all behind one socket, that speak the profile and answer every delivery with 202. */
export async function openScripted(count: number): Promise<Scripted> {
  const documents: Documents = new Map();
  const inboxes = new Map<string, JsonObject[]>();
  let received = 0;
  const server = createServer((request, response) => {
    if (request.method === "POST") void take(request, response);
    else answer(response, documents, new URL(`http://${request.headers.host}${request.url}`));
  });
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    inboxes.get(`http://${request.headers.host}`)?.push(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    received++;
    response.writeHead(202).end();
  }
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const origins = Array.from({ length: count }, (_, n) =>
    makeOrigin(`http://bench${n}.localhost:${port}`, rsa, documents),
  );
  for (const one of origins) inboxes.set(one.origin, one.inbox);
  return {
    origins,
    serve: (address, document) => void documents.set(address, document),
    received: () => received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

function makeOrigin(origin: string, rsa: Pair, documents: Documents): Origin {
  const actor = (path: string, type: string, handle: string): Actor => {
    const ed25519 = generateKeyPairSync("ed25519");
    const iri = `${origin}${path}`;
    const keys = { rsa: rsa.publicKey, ed25519: ed25519.publicKey };
    documents.set(iri, () => actorDocument({ origin, iri, type, handle, keys }));
    return { iri, rsa: rsa.privateKey, proof: ed25519.privateKey };
  };
  const node = actor("/ap/actor", "Application", "bench");
  const group = actor("/ap/g/roads", "Group", "roads");
  documents.set(`${node.iri}/communities`, () => directoryOf(node, [listingOf(group.iri, "Roads")]));
  return { origin, node, person: actor("/ap/p/ann", "Person", "ann"), group, inbox: [] };
}

/** Connects scripted servers with a node. */
export async function connectScripted(node: RunningNode, all: readonly Origin[]): Promise<void> {
  for (const { origin } of all) await askPeer(node.ctx, { accountId: null, address: origin, message: "" });
  for (const [from, asked] of await heard(node, all, "Follow")) {
    const accept = activity(from.node, "Accept", { to: [`${node.origin}/ap/actor`], object: asked });
    await post(node, from.node, accept);
  }
  await settle([node]);
}

/** Connects scripted servers with a node, and lets the person of each follow a community there. */
export async function follow(node: RunningNode, all: readonly Origin[], groupIri: string): Promise<void> {
  await connectScripted(node, all);
  for (const { person } of all)
    await post(node, person, activity(person, "Follow", { object: groupIri, to: [groupIri] }));
  await heard(node, all, "Accept");
}

/** Connects a scripted server with a node, and lets somebody of the node join the community there. */
export async function joinScripted(node: RunningNode, at: Origin, actorId: string): Promise<void> {
  await connectScripted(node, [at]);
  await askToJoin(node, at, actorId);
  await acceptJoin(node, at, () => settle([node]));
}

/** Somebody of the node asks to join the community of a connected server. */
export async function askToJoin(node: RunningNode, at: Origin, actorId: string): Promise<void> {
  const [copy] = await node.ctx.sql<{ id: string }[]>`
    select c.id from communities c join actors g on g.id = c.actor_id where g.iri = ${at.group.iri}`;
  if (!copy) throw new Error("The directory was not read.");
  await joinCommunity(node.ctx, { actorId, communityId: copy.id });
}

/** The community lets in who asked, once the node has sent it; `work` lets a node work that does not by itself. */
export async function acceptJoin(
  node: { readonly origin: string },
  at: Origin,
  work: () => Promise<void> = async () => {},
): Promise<void> {
  const asked = await until(async () => {
    await work();
    return at.inbox.find((one) => one.object === at.group.iri);
  });
  await post(node, at.group, activity(at.group, "Accept", { to: [String(asked.actor)], object: asked }));
}

/** The first activity of a type that came to each of them, once it came to all. */
async function heard(
  node: RunningNode,
  all: readonly Origin[],
  type: string,
): Promise<Map<Origin, JsonObject>> {
  return until(async () => {
    await settle([node]);
    const first = new Map<Origin, JsonObject>();
    for (const one of all) {
      const came = one.inbox.find((sent) => sent.type === type);
      if (came) first.set(one, came);
    }
    return first.size === all.length ? first : undefined;
  });
}

/** A signed delivery, ready to send. */
export interface Ready {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a delivery to a node's shared inbox. */
export async function sign(node: { readonly origin: string }, by: Actor, sent: JsonObject): Promise<Ready> {
  const body = JSON.stringify(sent);
  const headers = await signRequest({
    method: "POST",
    url: `${node.origin}/ap/inbox`,
    body: Buffer.from(body),
    keyId: `${by.iri}#main-key`,
    privateKey: by.rsa,
    spec: "rfc9421",
    now: new Date(),
  });
  return { headers, body };
}

/** Sends what was signed; throws unless it is taken. */
export async function send(node: { readonly origin: string }, { headers, body }: Ready): Promise<void> {
  const answered = await ask(node.origin, { method: "POST", path: "/ap/inbox", headers, body });
  if (answered.status !== 202) throw new Error(`A delivery got ${answered.status}: ${answered.body}`);
}

async function post(node: { readonly origin: string }, by: Actor, sent: JsonObject): Promise<void> {
  await send(node, await sign(node, by, sent));
}

/** A document at its address, or one that reads the query itself. */
function answer(response: ServerResponse, documents: Documents, url: URL): void {
  const document = documents.get(url.href) ?? documents.get(url.origin + url.pathname);
  if (!document) return void response.writeHead(404).end();
  const text = JSON.stringify(document(url.searchParams));
  response.writeHead(200, { "content-type": "application/activity+json" }).end(text);
}
