import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesBelow, ROOT, read } from "./source.ts";

test("FEDERATION.md names every term of the profile that is written or read", () => {
  const page = read("FEDERATION.md");
  const terms = filesBelow("federation")
    // The vocabulary itself declares more than is in use.
    .filter((file) => file.endsWith(".ts") && file !== "federation/contexts.ts")
    .flatMap((file) => [...read(file).matchAll(/"cop:(\w+)"/g)].map((found) => found[1] ?? ""));
  expect(terms.length).toBeGreaterThan(20);
  expect([...new Set(terms)].filter((term) => !new RegExp(`\\b${term}\\b`).test(page))).toEqual([]);
});

test("The changelog tells operators of every migration", () => {
  const changes = read("CHANGELOG.md");
  const numbers = readdirSync(join(ROOT, "node/db/migrations")).map((file) => file.slice(0, 4));
  expect(numbers.length).toBeGreaterThan(5);
  expect(numbers.filter((number) => !changes.includes(number))).toEqual([]);
});
