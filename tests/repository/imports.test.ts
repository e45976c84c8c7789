import { expect, test } from "vitest";
import { circlesAmong, folderCirclesAmong, importFaultsOf } from "./import-rules.ts";
import { readSource, readSources } from "./source.ts";

const sources = readSources();

/**
 * Nouns that lean on each other, file by file without a circle: who may change a community is a matter of memberships,
 * and whether a person is known outside a closed community a matter of posts. This list may only shrink.
 */
const LEANING = ["node/communities → node/memberships", "node/people → node/posts"] as const;

test("Every file imports only what its folder may (rules R1–R4, R6, R7, R9)", () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(importFaultsOf)).toEqual([]);
});

test("No file and no folder of the core depends on itself in a circle (rule R10)", () => {
  expect(circlesAmong(sources)).toEqual([]);
  expect(folderCirclesAmong(sources, LEANING)).toEqual([]);
});

test("The rules refuse what they are for, and allow the way around", () => {
  const cases: [file: string, code: string, rule: string | null][] = [
    ["node/posts/publish.ts", 'import { app } from "../../web/app.ts";', "R1"],
    ["node/start.ts", 'import { app } from "../web/app.ts";', null],
    ["web/app.ts", 'import { onCreate } from "../federation/inbox/create.ts";', "R2"],
    ["web/app.ts", 'import { publishPost } from "../node/posts/publish.ts";', null],
    ["web/app.ts", 'import { startNode } from "../node/start.ts";', "R3"],
    ["node/main.ts", 'import { startNode } from "./start.ts";', null],
    ["deploy/demo/main.ts", 'import { startNode } from "../../node/start.ts";', null],
    ["node/start.ts", 'import { makePerson } from "../tests/support/people.ts";', "R3"],
    ["web/forms.ts", 'import { verify } from "@fedify/fedify/sig";', "R4"],
    ["federation/keys.ts", 'import { verify } from "@fedify/fedify/sig";', null],
    ["federation/inbox.ts", 'import { Hono } from "hono/tiny";', "R4"],
    ["web/main.ts", 'import { serve } from "@hono/node-server";', "R4"],
    ["search/open.ts", 'import postgres from "postgres";', "R4"],
    ["search/open.ts", 'import type { Sql } from "../node/db/open.ts";', null],
    ["node/posts/read.ts", 'const boss = await import("pg-boss");', "R4"],
    ["federation/deliver.ts", 'import { fetch } from "undici";', "R4"],
    ["federation/deliver.ts", 'import { request } from "node:https";', "R9"],
    ["web/pages/posts.tsx", 'export { posts } from "../../node/posts/table.ts";', "R6"],
    ["node/posts/policy.ts", 'import { inTransaction } from "../context.ts";', "R7"],
    ["node/posts/policy.ts", 'import type { NodeContext } from "../context.ts";', null],
    ["web/forms.ts", 'import { z } from "zod";', null],
  ];
  for (const [file, code, rule] of cases) {
    const [fault] = importFaultsOf(readSource(file, code));
    expect([file, code, fault?.slice(0, 2) ?? null]).toEqual([file, code, rule]);
  }
});

test("A circle is found, and one made of types alone is none", () => {
  const a = readSource("node/a/a.ts", 'import { b } from "../b/b.ts"; export const a = b;');
  const b = readSource("node/b/b.ts", 'import { a } from "../a/a.ts"; export const b = a;');
  const typed = readSource(
    "node/b/b.ts",
    'import type { a } from "../a/a.ts"; export const b: typeof a = 1;',
  );
  expect(circlesAmong([a, b])[0]).toContain("node/a/a.ts → node/b/b.ts → node/a/a.ts");
  expect(folderCirclesAmong([a, b])[0]).toContain("node/a → node/b → node/a");
  expect([...circlesAmong([a, typed]), ...folderCirclesAmong([a, typed])]).toEqual([]);
});
