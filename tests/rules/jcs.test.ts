import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, type Json } from "../../federation/jcs.ts";

test("The example of RFC 8785 gets its canonical text", () => {
  const value: Json = {
    numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("Members are sorted by UTF-16 code units, numbers among the names too", () => {
  const value = {
    "\u20ac": 1,
    "\r": 2,
    "\ufb33": 3,
    "1": 4,
    "10": 5,
    "2": 6,
    "\ud83d\ude00": 7,
    "\u0080": 8,
  };
  const names = Object.keys(JSON.parse(canonicalJson(value)));
  expect(canonicalJson(value).match(/:(\d)/g)?.join("")).toBe(":2:4:5:6:8:1:7:3");
  expect(names).toHaveLength(8);
});

test("Whatever JSON can carry survives the canonical text, and its order does not matter", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: "grapheme" }), (value) => {
      fc.pre(!JSON.stringify(value).includes("\\u0000"));
      const text = canonicalJson(value as Json);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(canonicalJson(reversed(JSON.parse(text)))).toBe(text);
    }),
  );
});

test("Text without a canonical form is refused, a member without a value counts as absent", () => {
  const cycle: Record<string, Json> = {};
  cycle.self = cycle;
  for (const value of ["\ud800", "a\0b", { "\udc00": 1 }, [Number.NaN], Number.POSITIVE_INFINITY, cycle]) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  }
  const foreign: unknown[] = [new Date(0), undefined, [undefined], 1n, () => {}];
  for (const value of foreign) expect(() => canonicalJson(value as Json)).toThrow(TypeError);
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
});

function reversed(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner ?? null)]),
  );
}
