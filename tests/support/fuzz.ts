import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import type { Json, JsonObject } from "../../federation/jcs.ts";

/** How often a property is tried, and from which seed: `MOOTHALL_FUZZ_RUNS`, `MOOTHALL_FUZZ_SEED` (else always the same). */
export function fuzzing(usual: number): { readonly seed: number; readonly numRuns: number } {
  const seed = Number(process.env.MOOTHALL_FUZZ_SEED ?? 1);
  const numRuns = Number(process.env.MOOTHALL_FUZZ_RUNS ?? usual);
  console.log(`Fuzzing ${numRuns} times with seed ${seed}; MOOTHALL_FUZZ_SEED=${seed} repeats it.`);
  return { seed, numRuns };
}

/** Bytes in use after everything that nobody holds was thrown away. */
export function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Texts that careless programs trip over. */
export const oddTexts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme-composite", maxLength: 60 }),
  fc.constantFrom(
    ...[
      "",
      " ",
      "\u0000",
      "\ud800",
      "\udc00\ud800",
      "\u202e",
      "__proto__",
      "constructor",
      "%00",
      "../..",
      "'",
      '"',
    ],
    ...[
      "0000-01-01T00:00:00Z",
      "9999-12-31T23:59:59+23:59",
      "2026-02-30T25:61:00Z",
      "-1",
      "1e309",
      "0x1f",
      "NaN",
    ],
    ...["as:Public", "https://www.w3.org/ns/activitystreams#Public", "http://[::1", "https://x.example/%zz"],
    ...[
      "https://x.example:0/",
      "acct:a@b",
      "javascript:alert(1)",
      "<".repeat(300),
      "a.".repeat(300),
      "x".repeat(9000),
    ],
  ),
);

/** Values of JSON that do not belong where they are put. */
export const oddValues: fc.Arbitrary<Json> = fc.oneof(
  oddTexts,
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    2 ** 53,
    1e300,
    [],
    {},
    [[]],
    [null],
    { id: null },
    { type: [] },
  ),
  fc.integer(),
  fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>,
);

/** One change of a document: where, and what. */
const change = fc.record({
  at: fc.nat(1_000),
  how: fc.constantFrom("replace", "remove", "many", "wrap", "add", "swap"),
  value: oddValues,
  key: fc.oneof(
    oddTexts,
    fc.constantFrom("id", "type", "object", "actor", "to", "inReplyTo", "tag", "published", "cop:seq"),
  ),
});

/** A few changes to a document; `applyChanges` makes them. */
export const changes = fc.array(change, { minLength: 0, maxLength: 4 });

/** The document with the changes made somewhere in it; the document given stays as it is. */
export function applyChanges(
  document: JsonObject,
  made: readonly (typeof change extends fc.Arbitrary<infer C> ? C : never)[],
): JsonObject {
  const copy = structuredClone(document) as JsonObject;
  for (const { at, how, value, key } of made) {
    const places = placesIn(copy);
    const place = places[at % places.length];
    if (!place) continue;
    const { holder, name } = place;
    const old = (holder as Record<string, Json>)[name] ?? null;
    const put = (next: Json) =>
      Object.defineProperty(holder, name, {
        value: next,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    if (how === "replace") put(value);
    else if (how === "remove" && !Array.isArray(holder)) Reflect.deleteProperty(holder, name);
    else if (how === "many") put([old, value]);
    else if (how === "wrap") put({ id: old, type: "Note", [key]: value } as Json);
    else if (how === "add")
      Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
    else put((places[(at * 7) % places.length] as Place).value());
  }
  return copy;
}

interface Place {
  readonly holder: object;
  readonly name: string;
  value(): Json;
}

function placesIn(value: Json): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    { holder: value, name, value: () => structuredClone(inner) as Json },
    ...placesIn(inner as Json),
  ]);
}
