import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { receive } from "../../federation/inbox/receive.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { multikeyOf } from "../../federation/multibase.ts";
import { describeNode } from "../../federation/remote-nodes.ts";
import { createWire } from "../../federation/wire.ts";
import { inTransaction } from "../../node/context.ts";
import { ownFingerprint } from "../../node/keys/fingerprint.ts";
import { answerPeer, askPeer } from "../../node/peers/connect.ts";
import { readingDue } from "../../node/peers/directory-due.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { refusalOf } from "../support/accounts.ts";
import { openTestNode } from "../support/context.ts";
import { open as openEgress } from "../support/egress.ts";
import { connectPeer, listDirectory } from "../support/peer-connect.ts";
import { openGroup } from "../support/peer-group.ts";
import { openPeer, type Peer } from "../support/peerkit.ts";
import { type Network, type NetworkNode, startNodes } from "../support/start-nodes.ts";

// The numbers are those of docs/federation/connecting.md.

let net: Network;
let north: NetworkNode;
let east: Peer;
let other: Peer;
beforeEach(async () => {
  [east, other] = [await openPeer("east"), await openPeer("other")];
  net = await startNodes(["somerset"], { reach: [east.origin, other.origin] });
  north = net.node("somerset");
  listDirectory(east, [], net.clock.now());
});
afterEach(async () => {
  await net[Symbol.asyncDispose]();
  for (const peer of [east, other]) await peer.close();
});

const nodeOf = () => `${north.origin}/ap/actor`;
const held = () => peerByOrigin(north.ctx.sql, east.origin);

function write(peer: Peer, type: string, members: Record<string, Json | undefined>) {
  return peer.write(peer.node, type, { to: [nodeOf()], ...members }, net.clock.now());
}

/** Sends a letter of a peer's node to the node's own inbox; returns the status. */
async function send(peer: Peer, activity: JsonObject): Promise<number> {
  const { status } = await peer.post(north, activity, { to: "/ap/actor/inbox" });
  await net.settle();
  return status;
}

/** North asks east; returns the request as east received it. */
async function ask(): Promise<JsonObject & { readonly id: string }> {
  await askPeer(north.ctx, { accountId: null, address: east.origin, message: "" });
  await net.settle();
  const asked = east.inbox.findLast(({ activity }) => activity.type === "Follow")?.activity;
  if (!asked) throw new Error("East was not asked.");
  return asked;
}

test("P-03: of an unknown node nothing is taken and nothing fetched but a request to connect; a refused knock is no answer", async () => {
  const notes = [1, 2].map((n) => write(east, "Like", { object: `${north.origin}/ap/o/${n}` }));
  for (const note of notes) {
    const answer = await east.post(north, note);
    expect([answer.status, JSON.parse(answer.text).type]).toEqual([
      403,
      "https://w3id.org/cop/v1#err-not-trusted",
    ]);
  }
  expect(east.requests).toEqual([]);
  expect(await north.ctx.sql`select state from peers`).toEqual([{ state: "known" }]);

  const body = JSON.stringify({ type: "https://w3id.org/cop/v1#err-not-trusted", status: 403 });
  east.inboxAnswer = () => ({ status: 403, type: "application/problem+json", body });
  await ask();
  expect((await held())?.state).toBe("asked");
  const tried = east.inbox.length;
  net.clock.advance(60);
  await net.settle();
  expect(east.inbox.length).toBeGreaterThan(tried);
});

test("P-04: who asks is shown by its own document, whatever its request says", async () => {
  const claimed = [{ type: "Organization", name: "Someone Else's Council", "cop:own": true }];
  const asks = write(east, "Follow", { object: nodeOf(), content: "<p>Hello.</p>", "cop:councils": claimed });
  expect(await send(east, { ...asks, name: "Someone Else" } as JsonObject)).toBe(401);
  expect(await send(east, asks)).toBe(202);
  expect(await held()).toMatchObject({ state: "knocking", name: "east", councils: [], message: "Hello." });
  expect(east.requests.filter((line) => line.startsWith("GET"))).toContain("GET /ap/actor");
});

test("P-05: both sides read the same fingerprint, of the key that is not retired", async () => {
  const bytes = (key: Peer["node"]) =>
    key.ed25519.publicKey.export({ type: "spki", format: "der" }).subarray(-32);
  const wanted = createHash("sha256").update(bytes(east.node)).digest("hex").match(/.{4}/g)?.join(" ");
  const entry = (id: string, of: Peer["node"], revoked?: string) => ({
    id,
    type: "Multikey",
    controller: east.node.iri,
    publicKeyMultibase: multikeyOf(of.ed25519.publicKey),
    ...(revoked ? { revoked } : {}),
  });
  east.node.extra = {
    assertionMethod: [
      entry(`${east.node.iri}#old`, other.node, "2026-01-01T00:00:00Z"),
      entry(east.node.proofKeyId, east.node),
    ],
  };
  const { remote } = north.ctx.ports;
  expect((await remote.describe(north.ctx, east.origin)).fingerprint).toBe(wanted);
  expect(wanted).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  const served = JSON.parse((await east.ask(north, "/ap/actor")).text) as JsonObject;
  east.serve("/ap/actor", { body: JSON.stringify(served).replaceAll(north.origin, east.origin) });
  expect((await remote.describe(north.ctx, east.origin)).fingerprint).toBe(await ownFingerprint(north.ctx));
});

test("P-07: an answer counts from the node that was asked, to the request that stands, and for these two nodes", async () => {
  const asked = await ask();
  listDirectory(other, [], net.clock.now());
  const pair = { type: "Follow", actor: nodeOf(), object: east.node.iri };
  const accept = (peer: Peer, object: Json) => send(peer, write(peer, "Accept", { object }));
  await accept(other, asked);
  await accept(east, { ...pair, id: `${asked.id}0` });
  await accept(east, { ...pair, id: asked.id, object: other.node.iri });
  await accept(east, { ...pair, id: asked.id, actor: other.node.iri });
  expect((await held())?.state).toBe("asked");
  expect((await peerByOrigin(north.ctx.sql, other.origin))?.state ?? "known").toBe("known");
  // Without an id it names no request: taken, as other programs answer so, and without effect.
  expect(await accept(east, pair)).toBe(202);
  expect((await held())?.state).toBe("asked");
  expect(await accept(east, { ...pair, id: asked.id })).toBe(202);
  expect((await held())?.state).toBe("accepted");
});

test("P-08: two nodes that ask each other are connected without another question", async () => {
  await ask();
  const asks = write(east, "Follow", { object: nodeOf() });
  expect(await send(east, asks)).toBe(202);
  expect((await held())?.state).toBe("accepted");
  expect(east.inbox.findLast(({ activity }) => activity.type === "Accept")?.activity).toMatchObject({
    object: { type: "Follow", id: asks.id, actor: east.node.iri, object: nodeOf() },
  });
});

test("P-09: a later Reject of the same request, or its Undo, ends the connection; another one's does not", async () => {
  await connectPeer(net, north, east);
  const [asked] = east.inbox.filter(({ activity }) => activity.type === "Follow");
  const follow = asked?.activity ?? {};
  await send(other, write(other, "Reject", { object: follow }));
  await send(east, write(east, "Reject", { object: { ...follow, id: "https://east.example/ap/a/9" } }));
  expect((await held())?.state).toBe("accepted");
  await send(east, write(east, "Reject", { object: follow, content: "<p>We merge.</p>" }));
  expect(await held()).toMatchObject({ state: "refused", reason: "We merge." });

  const again = write(east, "Follow", { object: nodeOf() });
  await send(east, again);
  const answer = { peerId: (await held())?.id ?? "", accept: true, reason: "", accountId: null };
  await answerPeer(north.ctx, answer);
  await net.settle();
  expect((await held())?.state).toBe("accepted");
  await send(east, write(east, "Undo", { object: { ...again, id: "https://east.example/ap/a/9" } }));
  expect((await held())?.state).toBe("accepted");
  await send(east, write(east, "Undo", { object: again }));
  expect((await held())?.state).toBe("known");
  expect((await east.post(north, write(east, "Like", { object: `${north.origin}/ap/o/1` }))).status).toBe(
    403,
  );
});

test("P-11: a loopback address and a live one refuse each other, whoever begins", async () => {
  const live = await openTestNode({ origin: "https://communities.sunderland.gov.example" });
  try {
    const wire = createWire(live.ctx, openEgress());
    expect(await refusalOf(describeNode(wire, east.origin))).toBe("loopback-only");
    const trial = createWire(north.ctx, openEgress());
    expect(await refusalOf(describeNode(trial, live.ctx.config.origin))).toBe("loopback-only");
    const fromTrial = await letterTo(wire, east.node.keyId);
    const fromLive = await letterTo(trial, `${live.ctx.iris.node}#main-key`);
    for (const answer of [fromTrial, fromLive]) {
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain("a trial node meets loopback addresses only");
    }
    expect(east.requests).toEqual([]);
    for (const { sql } of [live.ctx, north.ctx]) expect(await sql`select origin from peers`).toEqual([]);
    const among = await letterTo(trial, east.node.keyId);
    expect(await among.text()).not.toContain("loopback");
  } finally {
    await live[Symbol.asyncDispose]();
  }
});

/** A letter to the inbox of a node, signed by nobody in particular: the address of its key is looked at first. */
function letterTo(wire: ReturnType<typeof createWire>, keyId: string): Promise<Response> {
  const url = new URL(`${wire.ctx.config.origin}/ap/actor/inbox`);
  const headers = {
    "content-type": "application/activity+json",
    host: url.host,
    date: wire.ctx.clock.now().toUTCString(),
    digest: `SHA-256=${createHash("sha256").update("{}").digest("base64")}`,
    signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="AAAA"`,
  };
  return receive(wire, new Request(url, { method: "POST", headers, body: "{}" }), url);
}

test("P-13: a directory page that is older than what is held is not read", async () => {
  await connectPeer(net, north, east, [openGroup(east, "roads")]);
  const read = async (made: Date, group: string) => {
    listDirectory(east, [openGroup(east, group)], made);
    await inTransaction(north.ctx, (tx) => readingDue(tx, east.origin));
    await net.settle();
    const rows = await north.ctx.sql<{ handle: string }[]>`
      select g.handle from communities c join actors g on g.id = c.actor_id order by g.handle`;
    return rows.map(({ handle }) => handle);
  };
  expect(await read(new Date(net.clock.now().getTime() - 3_600_000), "older")).toEqual(["roads"]);
  expect(await read(net.clock.now(), "newer")).toEqual(["newer", "roads"]);
});

test("P-15: a hint makes the directory be read again, and several that wait are one", async () => {
  await connectPeer(net, north, east);
  const reads = () => east.asked.filter(({ path }) => path.startsWith("/ap/actor/communities")).length;
  const before = reads();
  for (let hint = 0; hint < 5; hint++) {
    const update = write(east, "Update", { object: `${east.node.iri}/communities` });
    expect((await east.post(north, update, { to: "/ap/actor/inbox" })).status).toBe(202);
  }
  await net.settle();
  expect(reads()).toBe(before + 1);
  net.clock.advance(61);
  await net.settle();
  expect(reads()).toBe(before + 2);
});
