import fc from "fast-check";
import { expect, test } from "vitest";
import { INBOX_LIMITS, PAGE_LIMITS, readDocument, readJson } from "../../federation/documents.ts";

function read(text: string, limits = INBOX_LIMITS) {
  return readJson(new TextEncoder().encode(text), limits);
}

test("Ordinary JSON is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: "grapheme" }), fc.nat(2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      fc.pre(!text.includes("\\u0000") && !text.includes("__proto__"));
      expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

test("What is no JSON is refused, never thrown", () => {
  for (const text of [
    "",
    "{",
    "}",
    '{"a"',
    '{"a":1,}',
    "[1,]",
    '"\\x"',
    '{"\\x":1}',
    "nul",
    "{'a':1}",
    "1 2",
    '"a',
    "]]]]",
    '\ufeff{"a":1}',
  ]) {
    expect(read(text), text).toMatchObject({ ok: false, code: "json" });
  }
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof read(text).ok === "boolean"));
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      (bytes) => typeof readJson(bytes, INBOX_LIMITS).ok === "boolean",
    ),
  );
  expect(readJson(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), INBOX_LIMITS).ok).toBe(false);
  expect(readJson(Uint8Array.of(0x22, 0xff, 0x22), INBOX_LIMITS).ok).toBe(false);
});

test("A key that occurs twice is refused, however it is spelt; the same key in two objects is not", () => {
  for (const text of [
    '{"a":1,"a":2}',
    '{"actor":"x","b":{},"\\u0061ctor":"y"}',
    '[{"x":{"k":1,"l":[],"k":{}}}]',
    '{"":1,"":2}',
  ]) {
    expect(read(text), text).toMatchObject({ ok: false, detail: "a key occurs twice" });
  }
  for (const text of [
    '{"a":{"a":[{"a":1},{"a":2}]}}',
    '{"a":"a","b":"a,a:a"}',
    '{"a":"\\",\\"a\\":1"}',
    '[["a","a"],"a"]',
  ]) {
    expect(read(text), text).toMatchObject({ ok: true });
  }
});

test("A59: NUL and lone surrogates are refused, in keys and values; pairs and other escapes are not", () => {
  for (const text of [
    '"\\u0000"',
    '{"\\u0000":1}',
    '"\\ud800"',
    '"\\udc00"',
    '"\\uD83Dx"',
    '"\\ud83d\\u0041"',
    '"\\ude00\\ud83d"',
    '{"\\udfff":1}',
    '"\\ud800',
  ]) {
    expect(read(text), text).toMatchObject({ ok: false });
  }
  for (const text of [
    '"\\ud83d\\ude00"',
    '"\\uD83D\\uDE00 \\u00e9"',
    '"\\\\u0000"',
    '"\\\\ud800"',
    '"😀"',
    '"\\u200f\\u202e"',
  ]) {
    expect(read(text), text).toMatchObject({ ok: true });
  }
});

test("A key that could change JavaScript's own objects is refused", () => {
  expect(read('{"object":{"__proto__":{"admin":true}}}')).toMatchObject({ ok: false });
  expect(read('{"\\u005f_proto__":1}')).toMatchObject({ ok: false });
  expect(read('{"name":"__proto__","constructor":1,"toString":2}')).toMatchObject({ ok: true });
});

test("A46: nesting is read to 24 and refused from 25 on, to any depth, before it is parsed", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  expect(read(nested(24)).ok).toBe(true);
  for (const depth of [25, 1_000, 20_000, 120_000])
    expect(read(nested(depth))).toMatchObject({ ok: false, detail: "nested deeper than 24" });
  expect(read(`${'{"a":'.repeat(25)}1${"}".repeat(25)}`).ok).toBe(false);
  expect(read("[".repeat(200_000)).ok).toBe(false);
});

test("A46: 5,000 keys, a million elements and 4,001 containers are refused, a long honest post is not", () => {
  const keys = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i]));
  expect(read(JSON.stringify(keys))).toMatchObject({ ok: false, detail: "more than 2000 members" });
  const wide = { ...INBOX_LIMITS, maxBytes: 10_000_000 };
  expect(read(`[${"1,".repeat(1_000_000)}1]`, wide)).toMatchObject({
    ok: false,
    detail: "more than 2000 members",
  });
  const containers = (count: number) =>
    JSON.stringify([Array.from({ length: count - 3 }, () => ({})), {}].flatMap((x) => [x]));
  expect(read(containers(1_900)).ok).toBe(true);
  const many = JSON.stringify([1, 2, 3].map(() => Array.from({ length: 1_400 }, () => [])));
  expect(read(many)).toMatchObject({ ok: false, detail: "more than 4000 objects and lists" });
  expect(read(JSON.stringify({ content: "x".repeat(200_000), tag: [{}, {}] })).ok).toBe(true);
  expect(read(`"${"x".repeat(256 * 1024)}"`)).toMatchObject({
    ok: false,
    detail: "larger than 262144 bytes",
  });
});

test("A page of a collection counts its containers entry by entry, and its entries", () => {
  const entry = (containers: number) => ({ tag: Array.from({ length: containers - 2 }, () => ({})) });
  const page = (entries: unknown[], key = "orderedItems") =>
    JSON.stringify({ type: "OrderedCollectionPage", [key]: entries, tag: [] });
  const heavy = Array.from({ length: 100 }, () => entry(500));
  expect(read(page(heavy), PAGE_LIMITS).ok).toBe(true);
  expect(read(page(heavy, "items"), PAGE_LIMITS).ok).toBe(true);
  expect(read(page(heavy, "attachment"), PAGE_LIMITS)).toMatchObject({ ok: false });
  const threefold = { a: entry(1_900), b: entry(1_900), c: entry(1_900) };
  expect(read(page([threefold]), PAGE_LIMITS)).toMatchObject({
    ok: false,
    detail: "more than 4000 objects and lists",
  });
  expect(read(page(Array.from({ length: 1_000 }, () => ({ id: 1 }))), PAGE_LIMITS).ok).toBe(true);
  expect(read(page(Array.from({ length: 1_001 }, () => 1)), PAGE_LIMITS)).toMatchObject({
    ok: false,
    detail: "more than 1000 members",
  });
});

test("A fetched document must be an ActivityPub document that bears the address it was asked for", () => {
  const url = "https://a.example/u/1";
  const answer = (over: { status?: number; type?: string; text?: string }) => ({
    status: over.status ?? 200,
    headers: { "content-type": over.type ?? "application/activity+json" },
    body: new TextEncoder().encode(over.text ?? JSON.stringify({ id: url, type: "Person" })),
  });
  expect(readDocument(answer({}), url)).toMatchObject({ ok: true, document: { type: "Person" } });
  expect(readDocument(answer({}), `${url}#main-key`)).toMatchObject({ ok: true });
  expect(readDocument(answer({}), "https://a.example/u/2")).toMatchObject({ ok: false, code: "id" });
  expect(readDocument(answer({ text: '{"type":"Person"}' }), url)).toMatchObject({ ok: false, code: "id" });
  expect(readDocument(answer({ text: "[]" }), url)).toMatchObject({ ok: false, code: "json" });
  for (const status of [201, 301, 302, 304, 401, 404, 410, 500]) {
    expect(readDocument(answer({ status }), url)).toMatchObject({ ok: false, code: "status", status });
  }
});
