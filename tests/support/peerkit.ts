import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { PROFILE_CONTEXT, PUBLIC_IRI } from "../../federation/contexts.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { signRequest } from "../../federation/sign-request.ts";
import { cavageByHand, type HandMade } from "./hostile-signer.ts";
import { actorDocument, actorOn, type PeerActor, provedBy, type Software } from "./peer-actor.ts";
import type { NetworkNode } from "./start-nodes.ts";

/** What a scripted peer answers to a GET. */
export interface Served {
  readonly status?: number;
  readonly type?: string;
  readonly body?: JsonObject | string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the body in its own way, after the head. */
  readonly pour?: (response: ServerResponse) => void;
}

/** What a peer answers, or how it finds out from whoever asks. */
export type Serving =
  | Served
  | ((asked: {
      readonly path: string;
      readonly headers: IncomingMessage["headers"];
    }) => Served | Promise<Served>);

/** No answer, ever: the request stays open until whoever sent it gives up. */
export const NEVER: Served = {};

/** What came to an inbox of a scripted peer. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
  readonly activity: JsonObject & { readonly type: string; readonly id: string };
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

export interface Posting {
  /** Who signs; null for nobody. Default: the actor that the activity names. */
  readonly by?: PeerActor | null;
  /** Path of the inbox; default the shared one. */
  readonly to?: string;
  readonly spec?: "cavage" | "rfc9421";
  /** Breaks a draft-cavage signature in any way. */
  readonly hand?: Partial<HandMade>;
  /** Bytes to send in place of the activity. */
  readonly raw?: string;
  /** Headers set after signing; null takes one away, a list sends it more than once. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | null>>;
}

/** A server of another make, on a real socket at `http://<name>.localhost:<port>`, that does what the test says. */
export interface Peer {
  readonly name: string;
  readonly origin: string;
  readonly software: Software;
  readonly node: PeerActor;
  /** Everyone on it by handle. */
  readonly actors: ReadonlyMap<string, PeerActor>;
  /** Request lines so far, inboxes included. */
  readonly requests: string[];
  /** Documents asked of it so far, with the headers. */
  readonly asked: { readonly path: string; readonly headers: IncomingMessage["headers"] }[];
  /** Connections so far, including those that never sent a request. */
  connections(): number;
  readonly inbox: Received[];
  /** What the inboxes answer; default 202. */
  inboxAnswer: (received: Received) => Served;
  /** Somebody at an address of its own make, as `/users/rosa` or `/u/bert`. */
  actor(path: string, type: string, handle: string, extra?: Record<string, Json | undefined>): PeerActor;
  person(handle: string, extra?: Record<string, Json | undefined>): PeerActor;
  group(handle: string, extra?: Record<string, Json | undefined>): PeerActor;
  /** Serves a document at its own id, or anything at a path. */
  serve(at: string, served: Serving): void;
  /** A document with context, id and addressees, unproved. */
  draft(actor: PeerActor, type: string, members: Record<string, Json | undefined>): Written;
  /** The same with the actor's proof, as a node of the profile writes it. */
  write(actor: PeerActor, type: string, members: Record<string, Json | undefined>, now: Date): Written;
  post(node: NetworkNode, activity: JsonObject, posting?: Posting): Promise<Answered>;
  /** Asks for a document of the node, signed by the peer's node. */
  ask(node: NetworkNode, path: string, accept?: string): Promise<Answered>;
  close(): Promise<void>;
}

export type Written = JsonObject & { readonly id: string };

/** Opens a peer. Its origin must be among those that the node under test may reach (`reach` of `startNodes`). */
export async function openPeer(
  name: string,
  software: Software = "moothall",
  nodePath = "/ap/actor",
): Promise<Peer> {
  const documents = new Map<string, Serving>();
  const actors = new Map<string, PeerActor>();
  const requests: string[] = [];
  const inbox: Received[] = [];
  const asked: Peer["asked"] = [];
  const sockets = new Set<Socket>();
  let connected = 0;
  const server = createServer((incoming, response) => void answer(incoming, response));
  server.on("connection", (socket: Socket) => {
    connected++;
    sockets.add(socket.on("close", () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://${name}.localhost:${(server.address() as AddressInfo).port}`;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push(`${incoming.method} ${incoming.url}`);
    if (incoming.method === "GET") asked.push({ path: incoming.url ?? "/", headers: incoming.headers });
    const served = incoming.method === "POST" ? await take(incoming) : await find(incoming);
    if (served === NEVER) return;
    const { status = 200, type = "application/activity+json", body = "", headers = {} } = served;
    response.writeHead(status, { "content-type": type, ...headers });
    if (served.pour) return served.pour(response);
    response.end(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  }

  async function take(incoming: IncomingMessage): Promise<Served> {
    const text = await textOf(incoming);
    const activity = JSON.parse(text) as Received["activity"];
    const received = { path: incoming.url ?? "", headers: incoming.headers, text, activity };
    inbox.push(received);
    const answer = peer.inboxAnswer(received);
    return answer === NEVER ? answer : { type: "text/plain", ...answer };
  }

  async function find({ url: path = "/", headers }: IncomingMessage): Promise<Served> {
    const served = documents.get(path) ?? documents.get(path.replace(/\?.*$/, ""));
    if (!served) return { status: 404, type: "text/plain" };
    return typeof served === "function" ? served({ path, headers }) : served;
  }

  function add(path: string, type: string, handle: string, extra: Record<string, Json | undefined> = {}) {
    const actor = actorOn(origin, path, { type, handle, extra });
    actors.set(handle, actor);
    peer.serve(actor.iri, () => ({ body: actorDocument(actor, origin, software) }));
    return actor;
  }

  let number = 0;
  const peer: Peer = {
    name,
    origin,
    software,
    actors,
    requests,
    inbox,
    asked,
    connections: () => connected,
    inboxAnswer: () => ({ status: 202 }),
    serve: (at, served) => void documents.set(at.startsWith("http") ? pathOf(at) : at, served),
    actor: add,
    person: (handle, extra) => add(`/ap/p/${handle}`, "Person", handle, extra),
    group: (handle, extra) => add(`/ap/g/${handle}`, "Group", handle, extra),
    draft: (actor, type, members) => ({
      "@context": software === "moothall" ? PROFILE_CONTEXT : "https://www.w3.org/ns/activitystreams",
      type,
      id: `${origin}/ap/a/${++number}`,
      actor: actor.iri,
      to: [PUBLIC_IRI],
      cc: [],
      ...members,
    }),
    write: (actor, type, members, now) => {
      const draft = peer.draft(actor, type, { published: now.toISOString(), ...members });
      return provedBy(actor, draft, now) as Written;
    },
    post: (node, activity, posting = {}) => deliver(node, activity, posting, actors),
    ask: (node, path, accept = "application/activity+json") => askAs(peer.node, node, path, accept),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
    node: actorOn(origin, nodePath, { type: "Application", handle: name }),
  };
  actors.set(name, peer.node);
  peer.serve(peer.node.iri, () => ({ body: actorDocument(peer.node, origin, software) }));
  return peer;
}

async function deliver(
  node: NetworkNode,
  activity: JsonObject,
  posting: Posting,
  actors: ReadonlyMap<string, PeerActor>,
): Promise<Answered> {
  const by = posting.by === undefined ? byIri(actors, activity.actor) : posting.by;
  const body = posting.raw ?? JSON.stringify(activity);
  const target = posting.to ?? "/ap/inbox";
  const headers = await signedHeaders({ node, by, body, target, posting });
  for (const [name, value] of Object.entries(posting.headers ?? {})) headers.set(name, value);
  return send(node, { method: posting.hand?.method ?? "POST", target, headers, body });
}

async function askAs(by: PeerActor, node: NetworkNode, target: string, accept: string): Promise<Answered> {
  const signed = await signRequest({
    method: "GET",
    url: `${node.origin}${target}`,
    body: null,
    keyId: by.keyId,
    privateKey: by.rsa.privateKey,
    spec: "cavage",
    now: node.ctx.clock.now(),
  });
  const headers = new Map([...Object.entries(signed), ["accept", accept]] as [string, string][]);
  return send(node, { method: "GET", target, headers, body: "" });
}

interface ToSign {
  readonly node: NetworkNode;
  readonly by: PeerActor | null;
  readonly body: string;
  readonly target: string;
  readonly posting: Posting;
}

type Headers = Map<string, string | readonly string[] | null>;

async function signedHeaders({ node, by, body, target, posting }: ToSign): Promise<Headers> {
  const now = node.ctx.clock.now();
  const host = new URL(node.origin).host;
  if (by === null) return new Map([["host", host], TYPE]);
  if (posting.spec === "rfc9421") {
    const signed = await signRequest({
      method: "POST",
      url: `${node.origin}${target}`,
      body: Buffer.from(body),
      keyId: by.keyId,
      privateKey: by.rsa.privateKey,
      spec: "rfc9421",
      now,
    });
    return new Map(Object.entries(signed));
  }
  const hand = { privateKey: by.rsa.privateKey, keyId: by.keyId, now, body, host, target, ...posting.hand };
  return new Map([...cavageByHand(hand).headers]);
}

const TYPE: [string, string] = ["content-type", "application/activity+json"];

/** The status of a connection that was closed without an answer. */
export const CLOSED = 499;

/** Sends a request byte for byte as given: nothing is added, tidied or followed. */
export async function send(
  node: Pick<NetworkNode, "origin">,
  sent: { method: string; target: string; headers: Headers; body: string | Buffer },
): Promise<Answered> {
  const raw: string[] = [];
  for (const [name, value] of sent.headers) {
    if (value === null) continue;
    for (const one of typeof value === "string" ? [value] : value) raw.push(name, one);
  }
  if (sent.body.length > 0) raw.push("content-length", String(Buffer.byteLength(sent.body)));
  return new Promise((resolve, reject) => {
    const port = Number(new URL(node.origin).port);
    const outgoing = request(
      { host: "127.0.0.1", port, method: sent.method, path: sent.target, headers: raw, agent: false },
      async (response) => {
        const { statusCode = 0, headers } = response;
        resolve({ status: statusCode, headers, text: await textOf(response) });
      },
    );
    // A server that has read enough closes; its answer may not come through then.
    outgoing.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ECONNRESET" || error.code === "EPIPE"
        ? resolve({ status: CLOSED, headers: {}, text: "closed" })
        : reject(error),
    );
    outgoing.end(sent.body);
  });
}

function byIri(actors: ReadonlyMap<string, PeerActor>, iri: Json | undefined): PeerActor | null {
  return [...actors.values()].find((actor) => actor.iri === iri) ?? null;
}

function pathOf(iri: string): string {
  const url = new URL(iri);
  return url.pathname + url.search;
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
