import { describe, expect, test } from "vitest";
import { INBOX_LIMITS, readJson } from "../../federation/documents.ts";
import { checkEnvelope } from "../../federation/inbox/envelope.ts";
import { headOf } from "../../federation/inbox/guard.ts";
import { readBody } from "../../federation/inbox/read-body.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { ACTOR, KEY_ID, made } from "../support/deliveries.ts";
import { cavageByHand } from "../support/hostile-signer.ts";

describe("A46–A49: the shape of a body", () => {
  const note = (over: JsonObject): JsonObject => ({
    id: "https://east.example/ap/o/1",
    type: "Note",
    attributedTo: ACTOR,
    ...over,
  });
  const activity = (over: JsonObject): string =>
    JSON.stringify({
      "@context": "https://www.w3.org/ns/activitystreams",
      id: "https://east.example/ap/a/1",
      type: "Create",
      actor: ACTOR,
      object: note({}),
      ...over,
    });
  const judge = (text: string) => {
    const json = readJson(Buffer.from(text), INBOX_LIMITS);
    return json.ok ? checkEnvelope(json.value, { keyId: KEY_ID, profile: false }) : { ...json, status: 400 };
  };

  test("A46: deep nesting, thousands of keys, endless lists and doubled keys are 400", () => {
    expect(judge(activity({}))).toMatchObject({ ok: true });
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    for (const depth of [25, 1_000, 20_000])
      expect(judge(nested(depth))).toMatchObject({ ok: false, status: 400 });
    expect(judge(activity({ tag: Array.from({ length: 5_000 }, () => 1) }))).toMatchObject({
      ok: false,
      status: 400,
    });
    expect(
      judge(activity(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, 1])))),
    ).toMatchObject({ ok: false });
    expect(
      judge(activity({}).replace('"type":"Create"', '"type":"Create","actor":"https://victim.example/u"')),
    ).toMatchObject({ ok: false });
    const embedded = (depth: number): JsonObject =>
      depth === 0 ? note({}) : note({ context: embedded(depth - 1) });
    expect(judge(activity({ object: embedded(2) }))).toMatchObject({ ok: true });
    expect(judge(activity({ object: embedded(3) }))).toMatchObject({ ok: false, status: 400 });
  });

  test("A47, A48, A49: contexts that would be fetched or change meaning, and JSON-LD's containers, are 400", () => {
    const contexts: Json[] = [
      Array.from({ length: 200 }, (_, i) => `https://evil.example/${i}`),
      { "@import": "https://evil.example/self" },
      { "@vocab": "https://evil.example/" },
      { "@base": "https://victim.example/" },
      { actor: "as:object" },
      { id: "as:url" },
      { attributedTo: "https://evil.example/x" },
      { to: null },
      null,
    ];
    for (const context of contexts)
      expect(judge(activity({ "@context": context })), JSON.stringify(context)).toMatchObject({
        ok: false,
        status: 400,
      });
    for (const key of ["@graph", "@included", "@reverse", "@nest"]) {
      expect(judge(activity({ [key]: [note({})] })), key).toMatchObject({ ok: false, status: 400 });
      expect(judge(activity({ object: note({ [key]: {} }) })), key).toMatchObject({ ok: false, status: 400 });
    }
    for (const text of ["[]", `[${activity({})}]`, "null", "7", '"x"', "true"])
      expect(judge(text), text).toMatchObject({ ok: false, status: 400 });
  });
});

describe("A51, A53, A54: bodies without end or measure", () => {
  const stream = (chunks: Uint8Array[], end = true) => {
    const seen = { pulled: 0, cancelled: false };
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks[Math.min(seen.pulled, chunks.length - 1)] ?? new Uint8Array();
        if (seen.pulled++ < chunks.length || !end) controller.enqueue(chunk);
        else controller.close();
      },
      cancel() {
        seen.cancelled = true;
      },
    });
    return { body, seen };
  };
  const bytes = (size: number) => Buffer.alloc(size, 0x20);

  test("A body of 256 KiB is read; one byte more is 413, and reading stops there", async () => {
    const exact = await readBody(stream([bytes(200_000), bytes(262_144 - 200_000)]).body, {
      declaredBytes: 262_144,
    });
    expect(exact).toMatchObject({ ok: true });
    const over = stream([bytes(200_000), bytes(62_145)], false);
    expect(await readBody(over.body, { declaredBytes: null })).toMatchObject({ ok: false, status: 413 });
    const declared = stream([bytes(10)], false);
    expect(await readBody(declared.body, { declaredBytes: 50_000_000 })).toMatchObject({
      ok: false,
      status: 413,
    });
    const endless = stream([bytes(65_536)], false);
    expect(await readBody(endless.body, { declaredBytes: 100 })).toMatchObject({ ok: false, status: 413 });
    expect(endless.seen.pulled).toBeLessThan(8);
    for (const { seen } of [over, declared, endless]) expect(seen.cancelled).toBe(true);
  });

  test("A length that is not the declared one is 400, a body that never ends is 408, one that breaks off is 400", async () => {
    expect(await readBody(stream([bytes(10)]).body, { declaredBytes: 11 })).toMatchObject({
      ok: false,
      status: 400,
    });
    expect(await readBody(null, { declaredBytes: null })).toMatchObject({ ok: false, status: 400 });
    const silent = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
    expect(await readBody(silent, { declaredBytes: null, timeoutMs: 20 })).toMatchObject({
      ok: false,
      status: 408,
    });
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error("gone")),
    });
    expect(await readBody(broken, { declaredBytes: null })).toMatchObject({ ok: false, status: 400 });
  });

  test("A compressed body, another method and a garbled length are refused by their head", () => {
    const head = (headers: Record<string, string>, method = "POST") =>
      headOf({ ...cavageByHand({ ...made, headers }), method });
    for (const encoding of ["gzip", "br", "zstd", "deflate", "gzip, gzip"]) {
      expect(head({ "content-encoding": encoding })).toMatchObject({ ok: false, status: 415 });
    }
    for (const method of ["GET", "PUT", "DELETE", "post"])
      expect(head({}, method)).toMatchObject({ ok: false, status: 400 });
    for (const length of ["-1", "1e9", "0x10", "10, 10", "9".repeat(30)]) {
      expect(head({ "content-length": length })).toMatchObject({ ok: false, status: 400 });
    }
    expect(head({ "content-length": "1409" })).toMatchObject({ ok: true, declaredBytes: 1_409 });
    for (const keyId of [
      "x",
      "acct:a@b",
      "file:///k",
      "https://u@east.example/k",
      "https://east.example./k",
      `https://east.example/${"x".repeat(2_048)}`,
    ]) {
      expect(headOf(cavageByHand({ ...made, keyId })), keyId).toMatchObject({ ok: false, status: 400 });
    }
  });
});
