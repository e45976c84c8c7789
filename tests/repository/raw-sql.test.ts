import { parseSync } from "vite";
import { expect, test } from "vitest";
import { readSources, type SyntaxNode, visit } from "./source.ts";

/**
 * Where a text is sent to PostgreSQL as it stands, without parameters of its own (W22): how often, and why nothing typed
 * can be part of it. Everything else is a tagged template, whose values travel beside the text. This list may only shrink.
 */
const RAW: Readonly<Record<string, readonly [calls: number, why: string]>> = {
  "node/db/migrate.ts": [4, "migrations, and the name of a role, which is a constant"],
  "node/db/embedded.ts": [1, "makes the database, under a constant name"],
  "node/db/lasting-pool.ts": [1, "passes on what these files ask, and asks nothing itself"],
  "node/db/search-sql.ts": [
    1,
    "statements of search/, whose values go beside them (W22 is tried on its pages)",
  ],
  "node/jobs/connection.ts": [2, "statements of the queue, whose values go beside them"],
  "node/jobs/install.ts": [1, "the queue's tables, a constant"],
  "deploy/demo/databases.ts": [5, "the demo's databases, named in its code"],
  "deploy/lab/postgres.ts": [1, "the laboratory's databases, named in its code"],
  "deploy/reliability/invariants.ts": [1, "counts of what must not be left, written in its code"],
  "deploy/reliability/experiments/r14-replayed.ts": [1, "every table there is, by its name in the catalogue"],
  "deploy/reliability/experiments/r18-poison.ts": [1, "a trigger, whose number cannot be a parameter"],
  "deploy/bench/sites.ts": [1, "the bench's databases, named in its code"],
};

const sources = readSources(["node", "web", "federation", "search", "deploy"]);

test("W22: SQL without parameters is sent from a few named files only", () => {
  const counted = sources.map(({ file, text }) => [file, rawCallsIn(file, text)] as const);
  const expected = Object.entries(RAW).map(([file, [calls]]) => [file, calls]);
  expect(counted.filter(([, calls]) => calls > 0).sort()).toEqual(expected.sort());
});

test("The rule sees every way to send a text as it stands, and lets templates through", () => {
  expect(rawCallsIn("a.ts", "await sql.unsafe(text);")).toBe(1);
  expect(rawCallsIn("a.ts", "await tx.unsafe(`select 1`); db.execute(sql.raw(text));")).toBe(2);
  expect(rawCallsIn("a.ts", "const run = sql.unsafe; await sql['unsafe'](text);")).toBe(2);
  expect(rawCallsIn("a.ts", "await sql`select 1`; String.raw`x`; content.raw;")).toBe(0);
});

/** Mentions of `.unsafe` and of `sql.raw`, called or handed on. */
function rawCallsIn(file: string, text: string): number {
  let calls = 0;
  visit(parseSync(file, text, {}).program, "", (node) => {
    if (node.type !== "MemberExpression") return;
    const name = node.property as SyntaxNode;
    const said = text.slice(name.start, name.end).replaceAll(/["']/g, "");
    const of = node.object as SyntaxNode;
    if (said === "unsafe" || (said === "raw" && /\bsql$/.test(text.slice(of.start, of.end)))) calls += 1;
  });
  return calls;
}
