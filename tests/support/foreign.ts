import { createHash, createPublicKey, verify } from "node:crypto";
import { isJsonObject, type Json, type JsonObject } from "../../federation/jcs.ts";
import { type Program, SHAPES, type Shape } from "./foreign-shapes.ts";
import { cavageByHand } from "./hostile-signer.ts";
import { actorDocument, type PeerActor } from "./peer-actor.ts";
import { type Answered, type Peer, type Received, send } from "./peerkit.ts";
import type { NetworkNode } from "./start-nodes.ts";

/** A server of another make, and the way it signs, asks and checks. */
export interface Foreign {
  readonly program: Program;
  readonly peer: Peer;
  user(handle: string, extra?: Record<string, Json | undefined>): PeerActor;
  group(path: string, handle: string): PeerActor;
  /** Sends an activity to the shared inbox in the program's own style, by the actor that it names. */
  send(activity: JsonObject): Promise<Answered>;
  /** Fetches a document with a GET that its own node actor signs. */
  fetch(iri: string): Promise<Answered>;
  /** The same, which must be there. */
  fetched(iri: string): Promise<JsonObject>;
  /** What came since the last time; each delivery must be signed by the actor that it names. */
  take(): Promise<readonly Received["activity"][]>;
}

/** A peer that behaves as a program does, towards one node. */
export function foreignOn(program: Program, peer: Peer, node: NetworkNode): Foreign {
  const shape = SHAPES[program];
  const add = (actor: PeerActor) => {
    actor.keyId = shape.keyId(actor.iri);
    actor.extra = { ...actor.extra, ...membersOf(shape, peer.origin) };
    guardActor(shape, peer, actor);
    return actor;
  };
  add(peer.node);
  peer.node.extra = { ...peer.node.extra, inbox: `${peer.origin}/node/inbox` };
  serveNodeInfo(peer, program, shape.version);
  const foreign: Foreign = {
    program,
    peer,
    user: (handle, extra = {}) => add(peer.actor(shape.userPath(handle), "Person", handle, extra)),
    group: (path, handle) => add(peer.actor(path, "Group", handle)),
    send: (activity) =>
      peer.post(node, activity, {
        hand: {
          algorithm: shape.algorithm,
          components: [...shape.signs],
          headers: { "content-type": shape.contentType },
        },
      }),
    fetch: (iri) => fetchAs(shape, peer, node, iri),
    async fetched(iri) {
      const answer = await foreign.fetch(iri);
      if (answer.status !== 200) throw new Error(`${iri} answers ${answer.status}.`);
      const type = answer.headers["content-type"] ?? "";
      if (type !== "application/activity+json") throw new Error(`${iri} answers as ${type}.`);
      return JSON.parse(answer.text) as JsonObject;
    },
    async take() {
      const came = peer.inbox.splice(0);
      for (const one of came) await checkSigned(foreign, one);
      return came.map(({ activity }) => activity);
    },
  };
  return foreign;
}

function membersOf(shape: Shape, origin: string): Record<string, Json | undefined> {
  return {
    assertionMethod: null,
    generator: null,
    endpoints: shape.sharedInbox === null ? null : { sharedInbox: `${origin}${shape.sharedInbox}` },
  };
}

/** Where a program answers signed requests alone, its key stands apart from the actor, in a stub that anyone may read. */
function guardActor(shape: Shape, peer: Peer, actor: PeerActor): void {
  const whole = () => ({ body: actorDocument(actor, peer.origin, peer.software) });
  if (!shape.signedGets) {
    peer.serve(actor.iri, whole);
    return;
  }
  peer.serve(actor.iri, ({ headers }) => (headers.signature ? whole() : { status: 401, type: "text/plain" }));
  peer.serve(actor.keyId, () => {
    const { id, type, preferredUsername, publicKey } = whole().body;
    return { body: { "@context": shape.context, id, type, preferredUsername, publicKey } as JsonObject };
  });
}

/** Serves NodeInfo as a program writes it; `name` as it spells itself. */
export function serveNodeInfo(peer: Peer, name: string, version = "1.0"): void {
  const type = "application/json";
  const rel = "http://nodeinfo.diaspora.software/ns/schema/2.0";
  const body = { links: [{ rel, href: `${peer.origin}/nodeinfo/2.0` }] };
  peer.serve("/.well-known/nodeinfo", { type, body });
  peer.serve("/nodeinfo/2.0", {
    type: `${type}; profile="${rel}#"`,
    body: { version: "2.0", software: { name, version }, protocols: ["activitypub"] },
  });
}

function fetchAs(shape: Shape, peer: Peer, node: NetworkNode, iri: string): Promise<Answered> {
  const url = new URL(iri);
  const target = url.pathname + url.search;
  const { headers } = cavageByHand({
    privateKey: peer.node.rsa.privateKey,
    keyId: peer.node.keyId,
    now: node.ctx.clock.now(),
    body: "",
    method: "GET",
    target,
    host: url.host,
    algorithm: shape.algorithm,
    components: shape.signs.filter((name) => name !== "digest" && name !== "content-type"),
    headers: { digest: null, "content-type": null, accept: "application/activity+json" },
  });
  return send(node, { method: "GET", target, headers: new Map([...headers]), body: "" });
}

/**
 * What every program checks of a delivery (interop.md §8): draft-cavage over request target, host, date and digest, a
 * digest in exactly this case, and a key that the actor itself lists under the key id without its fragment.
 */
async function checkSigned(foreign: Foreign, { path, headers, text, activity }: Received): Promise<void> {
  const fault = (what: string) => new Error(`${activity.type} ${activity.id}: ${what}`);
  const said = String(headers.signature ?? "");
  const part = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(said)?.[1] ?? "";
  if (part("algorithm") !== "rsa-sha256") throw fault("names no algorithm that PieFed knows");
  const digest = `SHA-256=${createHash("sha256").update(text).digest("base64")}`;
  if (headers.digest !== digest) throw fault("the digest is another");
  const covered = part("headers").split(" ");
  for (const name of ["(request-target)", "host", "date", "digest"])
    if (!covered.includes(name)) throw fault(`${name} is not signed`);
  const keyId = part("keyId");
  if (keyId.split("#")[0] !== activity.actor) throw fault(`signed with the key of ${keyId}`);
  const { publicKey } = await foreign.fetched(String(activity.actor));
  if (!isJsonObject(publicKey) || publicKey.id !== keyId || publicKey.owner !== activity.actor)
    throw fault("its actor lists another key");
  const base = covered.map((name) =>
    name === "(request-target)" ? `${name}: post ${path}` : `${name}: ${headers[name]}`,
  );
  const key = createPublicKey(String(publicKey.publicKeyPem));
  if (!verify("sha256", Buffer.from(base.join("\n")), key, Buffer.from(part("signature"), "base64")))
    throw fault("the signature does not verify");
}
