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

/**
 * What a node of the release before cannot live with: it goes on reading and writing while the tables are changed, and
 * is started again where the new release is taken back. What is no longer used is dropped one release later.
 */
const CONTRACTING: readonly (readonly [what: RegExp, instead: string])[] = [
  [/\bdrop (table|column|view|function)\b/, "drop it one release after nothing uses it"],
  [/\brename (column|to)\b/, "add the new one beside it, and write both"],
  [/\bset not null\b/, "add a check that is not valid, and validate it one release later"],
  [/\balter column \w+ (set data )?type\b/, "add a column of the new type, and write both"],
  [
    /\badd column (?![^,;]*\bdefault\b)[^,;]*\bnot null\b/,
    "give it a default, which the release before does not name",
  ],
];

/** Written before the first release: no node of an earlier one runs. */
const BEFORE_RELEASES = 700;

test("A migration takes nothing away that the release before still uses (R20)", () => {
  const files = readdirSync(join(ROOT, FOLDER)).filter((name) => Number(name.slice(0, 4)) > BEFORE_RELEASES);
  expect(files.length).toBeGreaterThan(0);
  expect(files.flatMap((name) => contractionsIn(name, read(`${FOLDER}/${name}`)))).toEqual([]);
  for (const refused of [
    "alter table posts drop column title;",
    "alter table posts rename column title to heading;",
    "alter table posts alter column url set not null;",
    "alter table posts alter column seq type int;",
    "alter table posts add column weight int not null;",
    "drop table drafts;",
  ])
    expect(contractionsIn("0999_a.sql", refused), refused).toHaveLength(1);
  for (const allowed of [
    "alter table posts add column weight int not null default 0;",
    "alter table posts add column weight int;",
    "create table weights (post_id uuid not null);",
    "-- drop table drafts, one day",
  ])
    expect(contractionsIn("0999_a.sql", allowed), allowed).toEqual([]);
  // The release before no longer uses it; those before that one do not start on what is left.
  expect(contractionsIn("0999_a.sql", "-- readable from 0950\ndrop table drafts;")).toEqual([]);
  expect(contractionsIn("0999_a.sql", "-- readable from 0999\ndrop table drafts;")).toHaveLength(1);
});

/** What a migration says that it needs of a release is a migration before it. */
function contractionsIn(name: string, sql: string): string[] {
  const [, from] = /^-- readable from (\d{4})\b/m.exec(sql) ?? [];
  if (from !== undefined && from < name.slice(0, 4)) return [];
  const text = sql.replaceAll(/--.*$/gm, "").toLowerCase();
  return CONTRACTING.filter(([what]) => what.test(text)).map(
    ([what, instead]) => `Migrations: ${name} has ${what.source}. Instead: ${instead}.`,
  );
}

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
