import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, read } from "./source.ts";

const FOLDER = "node/db/migrations";

test("A landed migration is never edited, and every new one is recorded", () => {
  const locked: Record<string, string> = JSON.parse(read("tests/repository/migrations.lock.json"));
  const files = readdirSync(join(ROOT, FOLDER)).filter((name) => name.endsWith(".sql"));
  const present = Object.fromEntries(files.map((name) => [name, sha256(read(`${FOLDER}/${name}`))]));
  expect(migrationFaultsOf(locked, present)).toEqual([]);
});

test("Migrations are numbered, and no two share a number", () => {
  const files = readdirSync(join(ROOT, FOLDER));
  expect(files.filter((name) => !/^\d{4}_[a-z0-9_]+\.sql$/.test(name))).toEqual([]);
  const numbers = files.map((name) => name.slice(0, 4));
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("The rule refuses an edited and an unrecorded migration, and allows a recorded one", () => {
  expect(migrationFaultsOf({ "0001_a.sql": "x" }, { "0001_a.sql": "x" })).toEqual([]);
  expect(migrationFaultsOf({ "0001_a.sql": "x" }, { "0001_a.sql": "y" })[0]).toContain("was edited");
  expect(migrationFaultsOf({ "0001_a.sql": "x" }, {})[0]).toContain("is gone");
  expect(migrationFaultsOf({}, { "0001_a.sql": "x" })[0]).toContain("lock-migrations");
});

function migrationFaultsOf(locked: Record<string, string>, present: Record<string, string>): string[] {
  const command = "node tests/repository/lock-migrations.mjs";
  const changed = Object.entries(locked)
    .filter(([name, hash]) => present[name] !== hash)
    .map(
      ([name]) =>
        `Migrations: ${name} ${present[name] ? "was edited" : "is gone"}. Instead: restore it, write a new one.`,
    );
  const added = Object.keys(present)
    .filter((name) => !locked[name])
    .map((name) => `Migrations: ${name} is not recorded. Instead: when it is final, run ${command}`);
  return [...changed, ...added];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
