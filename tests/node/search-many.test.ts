import { afterAll, beforeAll, expect, test } from "vitest";
import type { IndexDoc } from "../../search/document.ts";
import type { SearchEngine } from "../../search/engine.ts";
import { openSearch } from "../../search/open.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { ask, closedDoc, daysAgo, doc, idsFor, memberOf, store, TODAY, VISITOR } from "./search/bench.ts";
import { openSearchSql } from "./search/sql.ts";

const LARGE_ROOM = 1_001;
const SMALL_ROOM = 1_002;

/** Every document has the word "council": so many that only the best are ranked, and PostgreSQL goes down an index. */
const open = Array.from({ length: 3_200 }, (_, i) => numbered(i, {}));
const large = Array.from({ length: 3_100 }, (_, i) => ({
  ...numbered(i, { at: 0.25 }),
  id: `large-${i}`,
  thread: `large-${i}`,
  acl: [LARGE_ROOM] as const,
}));
const best = { title: "Council", tier: 3, answered: true, createdAt: daysAgo(100) } as const;
const planted = [
  doc({ id: "best-open", ...best }),
  closedDoc({ id: "best-large", ...best }, LARGE_ROOM),
  closedDoc({ id: "best-small", ...best }, SMALL_ROOM),
];

let database: TestDatabase;
let engine: SearchEngine;
let end: () => Promise<void>;

beforeAll(async () => {
  database = await createDatabase("many");
  const opened = openSearchSql(database.url);
  end = opened.end;
  engine = openSearch({ engine: "postgres", sql: opened.sql, clock: { now: () => TODAY } });
  await engine.open();
  const all = [...open, ...large, ...planted];
  for (let i = 0; i < all.length; i += 1_000) await store(engine, all.slice(i, i + 1_000));
  await engine.tidy();
});

afterAll(async () => {
  await end();
  await database.drop();
});

test("A word that everything has finds the best first, and says that there is more than was counted", async () => {
  for (const viewer of [VISITOR, memberOf(), memberOf(1_999)]) {
    const page = await ask(engine, "council", { facets: ["kind", "year"] }, viewer);
    expect([page.hits[0]?.id, page.totalIsLowerBound, page.total]).toEqual(["best-open", true, 600]);
    expect(page.facets.kind).toEqual([["question", 600]]);
    expect(page.hits.every((hit) => !hit.closed)).toBe(true);
  }
});

test("Members find the best of their closed communities among the best, whether much or little was written there", async () => {
  const top = async (...rooms: number[]) =>
    (await idsFor(engine, "council", {}, memberOf(...rooms)))
      .slice(0, 3)
      .filter((id) => id.startsWith("best"))
      .sort();
  expect(await top(SMALL_ROOM)).toEqual(["best-open", "best-small"]);
  expect(await top(LARGE_ROOM)).toEqual(["best-large", "best-open"]);
  expect(await top(LARGE_ROOM, SMALL_ROOM)).toEqual(["best-large", "best-open", "best-small"]);
  expect(await top(1_999)).toEqual(["best-open"]);
});

test("The newest are exact over open and closed communities, with and without words", async () => {
  const newest = (docs: readonly IndexDoc[]) =>
    [...docs]
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, 20)
      .map((d) => d.id);
  for (const q of ["", "council", "council numbered"]) {
    expect(await idsFor(engine, q, { sort: "newest" }), q).toEqual(newest(open));
    expect(await idsFor(engine, q, { sort: "newest" }, memberOf(SMALL_ROOM)), q).toEqual(newest(open));
    expect(await idsFor(engine, q, { sort: "newest" }, memberOf(LARGE_ROOM)), q).toEqual(
      newest([...open, ...large]),
    );
  }
});

test("Pages of a common word show nothing twice, to the last one that can be reached", async () => {
  for (const viewer of [VISITOR, memberOf(SMALL_ROOM), memberOf(LARGE_ROOM)]) {
    const ids: string[] = [];
    for (let page = 1; page <= 13; page++)
      ids.push(...(await idsFor(engine, "council", { page, size: 50 }, viewer)));
    expect([ids.length, new Set(ids).size]).toEqual([600, 600]);
  }
});

test("A filter next to a common word leaves exact counts", async () => {
  const page = await ask(engine, "council", { councils: ["council-7"], facets: ["council"] });
  expect([page.total, page.totalIsLowerBound, page.facets.council]).toEqual([32, false, [["council-7", 32]]]);
  expect((await ask(engine, "council", { tags: ["rare"] })).total).toBe(3);
});

/** Each a little older than the one before, `at` a fraction of a day. */
function numbered(i: number, { at = 0 }): IndexDoc {
  return doc({
    id: `open-${i}`,
    title: `Numbered matter ${i}`,
    body: "What the council decided about it.",
    council: `council-${i % 100}`,
    tags: i % 1_100 === 5 ? ["rare"] : [],
    useful: i % 4,
    createdAt: daysAgo(i / 100 + at / 100),
  });
}
