import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROFILE_CONTEXT } from "../../federation/contexts.ts";
import type { Json } from "../../federation/jcs.ts";
import { type Attack, attacks, checkAttack, expectVictimWorks } from "../support/attack-case.ts";
import { openScene, type Scene, writeAs } from "../support/attack-scene.ts";
import { rsaPair } from "../support/peer-actor.ts";
import { CLOSED } from "../support/peerkit.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** A body signed by Ann over exactly these bytes: only its shape is wrong. */
function body(made: (at: Scene) => string): Attack["send"] {
  return (at) => at.east.post(at.north, {}, { by: at.ann, raw: made(at) });
}

/** Ann's Like of Martin's question with something in it. */
function like(at: Scene, over: Record<string, Json | undefined>): string {
  const sent = at.east.draft(at.ann, "Like", { object: at.martins.iri, audience: at.open.iri });
  return JSON.stringify({ ...sent, ...over });
}

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const within = (at: Scene, inner: string) => like(at, { "cop:x": "HERE" }).replace('"HERE"', inner);

const SHAPES = attacks({ status: [400], before: "any fetch" }, [
  ...[25, 1000, 20_000].map((depth) => ({
    no: "A46",
    what: `nesting ${depth} deep`,
    send: body((at: Scene) => within(at, nested(depth))),
  })),
  {
    no: "A46",
    what: "5,000 keys",
    send: body((at) => like(at, Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`k${n}`, n])))),
  },
  {
    no: "A46",
    what: "100,000 elements in a list",
    send: body((at) => within(at, `[${"0,".repeat(99_999)}0]`)),
  },
  {
    no: "A46",
    what: "a list of a million elements",
    send: body((at) => within(at, `[${"0,".repeat(999_999)}0]`)),
    status: [413],
  },
  { no: "A46", what: "a key twice", send: body((at) => like(at, {}).replace("{", '{"type":"Delete",')) },
  { no: "A46", what: "__proto__", send: body((at) => like(at, {}).replace("{", '{"__proto__":{},')) },
  { no: "A46", what: "a text that is no JSON", send: body((at) => like(at, {}).slice(0, -1)) },
  {
    no: "A47",
    what: "200 contexts elsewhere",
    send: body((at) =>
      like(at, { "@context": Array.from({ length: 200 }, (_, n) => `${at.evil.origin}/context/${n}`) }),
    ),
    notAsked: (at) => [at.evil],
  },
  {
    no: "A47",
    what: "a context on Mallory's server",
    send: body((at) => like(at, { "@context": [...PROFILE_CONTEXT, `${at.evil.origin}/self`] })),
    notAsked: (at) => [at.evil],
  },
  ...(
    [
      ["actor", { actor: "https://evil.example/ns#actor" }],
      ["id", { id: "https://evil.example/ns#id" }],
      ["id by another name", { identifier: "@id", id: "as:name" }],
      ["attributedTo", { attributedTo: "as:actor" }],
      ["to", { to: "as:bto" }],
      ["object", { object: { "@id": "as:target", "@type": "@id" } }],
      ["@vocab", { "@vocab": "https://evil.example/ns#" }],
      ["@base", { "@base": "https://evil.example/" }],
      ["@import", { "@import": "https://evil.example/context" }],
      ["a term that stands for @graph", { g: "@graph" }],
      ["a context within a term", { x: { "@id": "as:name", "@context": { actor: "as:name" } } }],
    ] as const
  ).map(([what, context]) => ({
    no: "A48",
    what: `another meaning for ${what}`,
    send: body((at: Scene) => like(at, { "@context": [...PROFILE_CONTEXT, context as Json] })),
  })),
  ...["@graph", "@included", "@reverse", "@nest", "@id", "@type"].map((word) => ({
    no: "A49",
    what: word,
    send: body((at: Scene) => like(at, { [word]: [{ id: at.martins.iri }] })),
  })),
  ...["[]", "null", "7", '"x"', "true", ""].map((text) => ({
    no: "A49",
    what: `a body that is ${text === "" ? "empty" : text}`,
    send: body(() => text),
  })),
  { no: "A49", what: "a list with an activity in it", send: body((at) => `[${like(at, {})}]`) },
  ...(["id", "type", "actor"] as const).map((member) => ({
    no: "A49",
    what: `no ${member}`,
    send: body((at: Scene) => like(at, { [member]: undefined })),
  })),
  {
    no: "A49",
    what: "two actors",
    send: body((at) => like(at, { actor: [at.ann.iri, at.bob.iri] })),
  },
]);

describe("A46–A49: the shape of what is sent", () => {
  test.each(SHAPES)("$no: $what is refused and changes nothing", async (attack) => {
    await checkAttack(scene, attack);
  });
});

describe("W-11: sizes and time", () => {
  const OVERSIZE = attacks({ status: [413, CLOSED], before: "any fetch" }, [
    { no: "A51", what: "a body of 257 KiB", send: body((at) => within(at, `"${"x".repeat(257 * 1024)}"`)) },
    { no: "A51", what: "a body of 50 MB", send: body(() => " ".repeat(50_000_000)) },
    {
      no: "W-11",
      what: "objects with ids, four deep",
      send: body((at) =>
        like(at, { object: { id: "a:1", x: { id: "a:2", x: { id: "a:3", x: { id: "a:4" } } } } as Json }),
      ),
      status: [400],
    },
    {
      no: "A53",
      what: "a compressed body",
      send: (at) =>
        at.east.post(at.north, writeAs(at, "ann", "Like", { object: at.martins.iri }), {
          headers: { "content-encoding": "gzip" },
        }),
      status: [415],
    },
  ]);

  test.each(OVERSIZE)("$no: $what is refused and changes nothing", async (attack) => {
    await checkAttack(scene, attack);
  });

  test("A50: a graph of blank nodes under a linked-data signature is not looked at: the request itself must be signed", async () => {
    const poison = Array.from({ length: 500 }, (_, n) => ({
      id: `_:b${n}`,
      next: { id: `_:b${(n * 7) % 500}` },
    }));
    const signature = {
      type: "RsaSignature2017",
      creator: scene.ann.keyId,
      created: "2026-11-16T09:00:00Z",
      signatureValue: "x",
    };
    const raw = like(scene, { "cop:x": poison as Json, signature });
    const { status } = await scene.east.post(
      scene.north,
      {},
      { by: { ...scene.ann, rsa: rsaPair(40) }, raw },
    );
    expect([400, 401]).toContain(status);
    await expectVictimWorks(scene);
  });
});
