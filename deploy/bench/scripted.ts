import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { PROFILE_CONTEXT, PUBLIC_IRI } from "../../federation/contexts.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { signProof } from "../../federation/proof.ts";
import { signRequest } from "../../federation/sign-request.ts";
import { askPeer } from "../../node/peers/connect.ts";
import type { RunningNode } from "../../node/start.ts";
import { ask } from "./http.ts";
import { actorDocument, emptyDirectory } from "./scripted-documents.ts";
import { settle, until } from "./sites.ts";

/** Someone on a scripted council's server. */
export interface Actor {
  readonly iri: string;
  readonly rsa: KeyObject;
  readonly proof: KeyObject;
}

/** A scripted council's server: an origin, its own actor, and one person. */
export interface Origin {
  readonly origin: string;
  readonly node: Actor;
  readonly person: Actor;
  /** Activities that came to its inboxes. */
  readonly inbox: JsonObject[];
}

export interface Scripted {
  readonly origins: readonly Origin[];
  /** Deliveries that came in all. */
  received(): number;
  close(): Promise<void>;
}

/** Opens scripted servers, all behind one socket, that speak the profile and answer every delivery with 202. */
export async function openScripted(count: number): Promise<Scripted> {
  const documents = new Map<string, () => JsonObject>();
  const inboxes = new Map<string, JsonObject[]>();
  let received = 0;
  const server = createServer((request, response) => {
    if (request.method === "POST") void take(request, response);
    else answer(response, documents.get(`http://${request.headers.host}${request.url}`));
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
    received: () => received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

function makeOrigin(origin: string, rsa: Pair, documents: Map<string, () => JsonObject>): Origin {
  const actor = (path: string, type: string, handle: string): Actor => {
    const ed25519 = generateKeyPairSync("ed25519");
    const iri = `${origin}${path}`;
    const keys = { rsa: rsa.publicKey, ed25519: ed25519.publicKey };
    documents.set(iri, () => actorDocument({ origin, iri, type, handle, keys }));
    return { iri, rsa: rsa.privateKey, proof: ed25519.privateKey };
  };
  const node = actor("/ap/actor", "Application", "bench");
  documents.set(`${node.iri}/communities`, () => emptyDirectory(node));
  return { origin, node, person: actor("/ap/p/ann", "Person", "ann"), inbox: [] };
}

/** Connects a scripted server with a node, and lets its person follow a community there. */
export async function follow(node: RunningNode, from: Origin, groupIri: string): Promise<void> {
  await askPeer(node.ctx, { accountId: null, address: from.origin, message: "" });
  const asked = await heard(node, from, "Follow");
  const accept = activity(from.node, "Accept", { to: [`${node.origin}/ap/actor`], object: asked });
  await post(node, from.node, accept);
  await settle([node]);
  await post(node, from.person, activity(from.person, "Follow", { object: groupIri, to: [groupIri] }));
  await heard(node, from, "Accept");
}

async function heard(node: RunningNode, from: Origin, type: string): Promise<JsonObject> {
  return until(async () => {
    await settle([node]);
    return from.inbox.find((one) => one.type === type);
  });
}

let written = 0;

/** An activity with its actor's proof. */
export function activity(by: Actor, type: string, members: Readonly<Record<string, Json>>): JsonObject {
  const { origin } = new URL(by.iri);
  const document = {
    "@context": PROFILE_CONTEXT,
    type,
    id: `${origin}/ap/a/${++written}`,
    actor: by.iri,
    to: [PUBLIC_IRI],
    cc: [],
    published: new Date().toISOString(),
    ...members,
  } as JsonObject;
  const verificationMethod = `${by.iri}#ed25519-key`;
  return signProof(document, { verificationMethod, privateKey: by.proof, created: new Date() });
}

/** A question in a community, as its author's server sends it. */
export function question(by: Actor, groupIri: string): JsonObject {
  const { origin } = new URL(by.iri);
  const published = new Date().toISOString();
  const text = "We changed the form in March, and the depot has kept to it since then. ".repeat(8).trim();
  const object = {
    type: "Article",
    id: `${origin}/ap/o/${++written}`,
    attributedTo: by.iri,
    audience: groupIri,
    to: [PUBLIC_IRI, groupIri],
    cc: [],
    name: `Who keeps the gullies of ward ${written}?`,
    summary: "<p>We changed the form in March.</p>",
    "cop:kind": "question",
    content: `<p>${text}</p>`,
    source: { content: text, mediaType: "text/markdown" },
    tag: [],
    attachment: [],
    published,
  };
  return activity(by, "Create", { object, audience: groupIri, published });
}

/** A signed delivery, ready to send. */
export interface Ready {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a delivery to a node's shared inbox. */
export async function sign(node: RunningNode, by: Actor, sent: JsonObject): Promise<Ready> {
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
export async function send(node: RunningNode, { headers, body }: Ready): Promise<void> {
  const answered = await ask(node.origin, { method: "POST", path: "/ap/inbox", headers, body });
  if (answered.status !== 202) throw new Error(`A delivery got ${answered.status}: ${answered.body}`);
}

async function post(node: RunningNode, by: Actor, sent: JsonObject): Promise<void> {
  await send(node, await sign(node, by, sent));
}

function answer(response: ServerResponse, document: (() => JsonObject) | undefined): void {
  if (!document) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(document()));
}
