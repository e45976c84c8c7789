import { afterAll, beforeAll, expect, test } from "vitest";
import type { SearchQuery } from "../../node/ports.ts";
import { type Viewer, viewerOf } from "../../node/visibility/viewer.ts";
import { PUBLIC } from "../../search/document.ts";
import type { SearchEngine } from "../../search/engine.ts";
import { nodeIndex } from "../../search/node-index.ts";
import { openSearch } from "../../search/open.ts";
import { NO_REMOTE } from "../../search/remote.ts";
import { openSearchSql } from "../node/search/sql.ts";
import { startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

const SECRET = "quinzelbrand";

let councils: ThreeCouncils;
let engine: SearchEngine;
let end: () => Promise<void>;
let question = "";
beforeAll(async () => {
  councils = await startThreeCouncils("closed");
  const { net, somerset, martin } = councils;
  question = await councils.write(martin, { title: `The ${SECRET} case`, text: `About ${SECRET}.` });
  await net.settle();
  const opened = openSearchSql(somerset.database.url);
  end = opened.end;
  engine = openSearch({ engine: "postgres", sql: opened.sql, clock: net.clock });
});
afterAll(async () => {
  await end();
  await councils[Symbol.asyncDispose]();
});

/** The engine with its filter taken out: whoever asks, it answers as to somebody who is in every community. */
async function unfiltered(): Promise<SearchEngine> {
  const { sql } = councils.somerset.ctx;
  const rows = await sql<{ one: number }[]>`select distinct unnest(acl) as one from search_document`;
  const marks = rows.map(({ one }) => one);
  expect(marks.length, "what is closed has a mark of its own").toBeGreaterThan(0);
  const principals = [PUBLIC, ...marks] as const;
  const search: SearchEngine["search"] = (viewer, query) => engine.search({ ...viewer, principals }, query);
  return Object.assign(Object.create(engine), { search });
}

const QUERY: SearchQuery = {
  ...({ in: "knowledge", text: SECRET, kinds: [], councils: [], communities: [] } as const),
  ...({ since: null, language: null, sort: "relevance", page: 1 } as const),
};

/** What somebody finds, and what the log says of it. */
async function found(by: SearchEngine, viewer: Viewer) {
  const said: unknown[] = [];
  const real = councils.somerset.ctx;
  const log = Object.create(real.log, {
    error: { value: (_text: string, facts: unknown) => void said.push(facts) },
  });
  const page = await nodeIndex(by, NO_REMOTE).find({ ...real, log }, viewer, QUERY);
  return { page, said };
}

test("48: a search engine that forgets its filter shows nobody what they may not read, and the log says so at once", async () => {
  const { somerset, martin } = councils;
  const outsider = await councils.officer(somerset, "Otto Lane");
  await councils.net.settle();
  const sound = await found(engine, viewerOf(martin.actorId));
  expect(sound.page.hits.map((hit) => hit.title)).toHaveLength(1);
  expect(sound.said).toEqual([]);
  expect(question).toContain(somerset.origin);
  const broken = await unfiltered();
  const { page, said } = await found(broken, viewerOf(outsider.actorId));
  expect([page.hits, page.total, page.facets]).toEqual([[], 0, {}]);
  await expect.poll(() => said, { timeout: 20_000 }).toMatchObject([{ count: 1 }]);
  expect(JSON.stringify(said)).not.toContain(SECRET);
});
