import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holdPeer } from "../../node/peers/hold.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { attacks, checkAttack, expectVictimWorks, HEARD } from "../support/attack-case.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
import { type PeerActor, rsaPair } from "../support/peer-actor.ts";
import type { Answered, Posting } from "../support/peerkit.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** Somebody says something that concerns nobody: what counts is whether the signature is believed. */
function speak(actor: PeerActor, posting: Posting = {}): Promise<Answered> {
  const { east, north, martins } = scene;
  return east.post(north, east.draft(actor, "Dislike", { object: martins.iri }), { by: actor, ...posting });
}

describe("A25: a key that its owner replaced", () => {
  test.each(["a new id", "the same id"])(
    "A25: under %s, the new one counts at once and the old one no longer",
    async (how) => {
      const { east, net } = scene;
      const cara = east.person(how === "a new id" ? "cara" : "cora");
      expect((await speak(cara)).status).toBe(202);
      const old = { ...cara };
      cara.rsa = rsaPair(how === "a new id" ? 30 : 31);
      if (how === "a new id") cara.keyId = `${cara.iri}#main-key-2`;
      net.clock.advance(1);
      expect((await speak(cara)).status).toBe(202);
      expect((await speak(cara, { by: old })).status).toBe(401);
      net.clock.advance(2);
      expect((await speak(cara, { by: old })).status).toBe(401);
      expect((await speak(cara)).status).toBe(202);
    },
  );
});

describe("A26: an account that is gone", () => {
  test("A26: its key is believed for a day at most, and its farewell once", async () => {
    const { east, north, open, net } = scene;
    const dan = east.person("dan");
    const follow = { object: open.iri, to: [open.iri] };
    expect((await east.post(north, east.write(dan, "Follow", follow, net.clock.now()))).status).toBe(202);
    east.serve(dan.iri, { status: 410 });
    const farewell = () => east.write(dan, "Delete", { object: dan.iri, to: [open.iri] }, net.clock.now());
    expect((await east.post(north, farewell())).status).toBe(202);
    const [membership] = await north.ctx.sql`
      select m.state from memberships m join actors a on a.id = m.actor_id where a.iri = ${dan.iri}`;
    expect(membership?.state).toBe("ended");
    const before = await rowsOf(north.ctx);
    expect((await east.post(north, farewell())).status).toBe(401);
    expect((await speak(dan)).status).toBe(401);
    expect(changedRows(before, await rowsOf(north.ctx), HEARD)).toEqual([]);
    await expectVictimWorks(scene);
  });

  test("A26: one that went without a word is no longer believed after a day", async () => {
    const { east, net } = scene;
    const eva = east.person("eva");
    expect((await speak(eva)).status).toBe(202);
    east.serve(eva.iri, { status: 410 });
    expect((await speak(eva)).status).toBe(202);
    net.clock.advance(24 * 60 + 1);
    expect((await speak(eva)).status).toBe(401);
    await expectVictimWorks(scene);
  });
});

const pem = (pair: ReturnType<typeof rsaPair>) =>
  pair.publicKey.export({ type: "spki", format: "pem" }).toString();
const rsaOf = (modulusLength: number, publicExponent = 65537) =>
  generateKeyPairSync("rsa", { modulusLength, publicExponent });

/** Keys that are no keys, each in the document of somebody of the connected node. */
const WEAK: readonly (readonly [
  string,
  () => { publicKeyPem: string; privateKey?: PeerActor["rsa"]["privateKey"] },
])[] = [
  ["RSA of 512 bits", () => weak(rsaOf(512))],
  ["RSA of 1024 bits", () => weak(rsaOf(1024))],
  ["RSA with exponent 3", () => weak(rsaOf(2048, 3))],
  ["an elliptic curve", () => weak(generateKeyPairSync("ec", { namedCurve: "P-256" }))],
  ["16 KB of key", () => ({ publicKeyPem: pem(rsaPair(0)).replace("\n", `\n${"A".repeat(16_384)}\n`) })],
  [
    "a private key",
    () => ({ publicKeyPem: rsaPair(0).privateKey.export({ type: "pkcs8", format: "pem" }).toString() }),
  ],
];

function weak(pair: PeerActor["rsa"]) {
  return { publicKeyPem: pem(pair), privateKey: pair.privateKey };
}

test.each(WEAK)("A27: %s is no key to believe", async (name, made) => {
  const { east } = scene;
  const { publicKeyPem, privateKey } = made();
  const handle = `weak_${name.replaceAll(/\W/g, "_").toLowerCase()}`;
  const weakOne = east.person(handle);
  weakOne.extra = { publicKey: { id: weakOne.keyId, owner: weakOne.iri, publicKeyPem } };
  if (privateKey) weakOne.rsa = { ...weakOne.rsa, privateKey };
  expect((await speak(weakOne)).status).toBe(401);
  await expectVictimWorks(scene);
});

test("A29: a thousand keys at one host are asked for thirty times in a minute, then it is told to wait", async () => {
  const { evil, north, martins, mallory, net } = scene;
  net.clock.advance(2);
  const asked = evil.requests.length;
  const statuses = new Map<number, number>();
  let told: string | undefined;
  // A key nobody looks at is as good as any: elliptic ones sign faster.
  const rsa = generateKeyPairSync("ed25519");
  for (let n = 0; n < 1000; n++) {
    const nobody = {
      ...mallory,
      rsa,
      iri: `${evil.origin}/ap/p/none${n}`,
      keyId: `${evil.origin}/ap/p/none${n}#main-key`,
    };
    const { status, headers } = await evil.post(
      north,
      evil.draft(nobody, "Dislike", { object: martins.iri }),
      { by: nobody },
    );
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    told ??= headers["retry-after"];
  }
  expect(evil.requests.length - asked).toBeLessThanOrEqual(30);
  expect([...statuses.keys()].sort()).toEqual([401, 429]);
  expect(statuses.get(401)).toBeLessThanOrEqual(30);
  expect(Number(told)).toBeGreaterThan(0);
  await expectVictimWorks(scene);
});

const ANSWERS = attacks({ status: [403] }, [
  {
    no: "A30",
    what: "a valid delivery of a node that nobody connected",
    send: (at) => {
      const person = at.stranger.person("sam");
      return at.stranger.post(at.north, at.stranger.draft(person, "Dislike", { object: at.martins.iri }));
    },
    but: ["peers"],
    before: "any fetch",
  },
  {
    no: "A30",
    what: "another one of it, when its knock is known",
    send: (at) => {
      const person = at.stranger.person("sal");
      const follow = at.stranger.write(person, "Follow", { object: at.open.iri }, at.net.clock.now());
      return at.stranger.post(at.north, follow);
    },
    before: "any fetch",
  },
]);

test.each(ANSWERS)("$no: $what is refused and changes nothing", async (attack) => {
  await checkAttack(scene, attack);
});

test("A30: a node that was blocked a moment ago is refused, and heard again when the block is lifted", async () => {
  const { north, evil, mallory, open, net } = scene;
  const peer = await peerByOrigin(north.ctx.sql, evil.origin);
  const hold = (state: "blocked" | "resumed") =>
    holdPeer(north.ctx, { peerId: peer?.id ?? "", state, reason: "", accountId: null });
  const follow = () => evil.write(mallory, "Follow", { object: open.iri, to: [open.iri] }, net.clock.now());
  await evil.post(north, evil.draft(mallory, "Dislike", { object: open.iri }));
  await hold("blocked");
  await checkAttack(scene, {
    no: "A30",
    what: "a valid delivery of a blocked node",
    send: () => evil.post(north, follow()),
    status: [403],
    before: "any fetch",
  });
  await hold("resumed");
  expect((await evil.post(north, follow())).status).toBe(202);
});
