import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { IndexDoc } from "../../search/document.ts";
import type { SearchEngine } from "../../search/engine.ts";
import { openSearch } from "../../search/open.ts";
import { createDatabase } from "../support/database.ts";
import { daysAgo, doc, OFFICER, store, TODAY } from "./search/bench.ts";
import { openSearchSql } from "./search/sql.ts";

/** Written items of local government, about 200: `id|kind|lang|title|body`, an answer's id is its question's and "-a". */
const items = linesOf("items.txt").map(
  ([id = "", kind = "", lang = "", title = "", body = ""], n): IndexDoc => {
    const answer = kind === "answer";
    const thread = answer ? id.slice(0, -2) : id;
    return doc({
      id,
      lang,
      title,
      body,
      thread,
      kind: answer ? "reply" : kind === "topic" ? "topic" : "question",
      tier: answer ? 3 : 1,
      answered: answer,
      createdAt: daysAgo((n * 37) % 700),
    });
  },
);

/** Forty and more queries: `kind|query|threads that answer it`. */
const queries = linesOf("queries.txt").map(([kind = "", q = "", wanted = ""]) => ({
  kind,
  q,
  wanted: wanted.split(","),
}));

/** Gates of the relevance set R2: mean reciprocal rank, and the share found among the first five. */
const GATES: Readonly<Record<string, { mrr: number; first5: number }>> = {
  known: { mrr: 0.85, first5: 0.95 },
  form: { mrr: 0.85, first5: 0.9 },
  name: { mrr: 0.85, first5: 0.9 },
  asked: { mrr: 0.85, first5: 0.9 },
  welsh: { mrr: 0.85, first5: 0.9 },
};

test("what officers look for stands at the top: known items, other forms of words, names of things, questions, Welsh", async () => {
  await using database = await createDatabase("relevance");
  const { sql, end } = openSearchSql(database.url);
  const engine = openSearch({ engine: "postgres", sql, clock: { now: () => TODAY } });
  await engine.open();
  await store(engine, items);
  await engine.tidy();
  const ranks = await ranksOf(engine);
  await end();
  const report = ranks.filter(({ rank }) => rank !== 1).map(({ q, rank }) => `${rank || "not found"}: ${q}`);
  for (const [kind, gate] of Object.entries(GATES)) {
    const mine = ranks.filter((found) => found.kind === kind);
    const mrr = mean(mine.map(({ rank }) => (rank === 0 ? 0 : 1 / rank)));
    expect(mrr, `${kind}\n${report.join("\n")}`).toBeGreaterThanOrEqual(gate.mrr);
    expect(mean(mine.map(({ rank }) => Number(rank > 0 && rank <= 5))), kind).toBeGreaterThanOrEqual(
      gate.first5,
    );
  }
  expect(items.length).toBeGreaterThanOrEqual(190);
  expect(ranks.length).toBeGreaterThanOrEqual(40);
});

/** Rank of the first right thread among the first twenty, 0 when it is not there. */
async function ranksOf(engine: SearchEngine) {
  const ranks: { kind: string; q: string; rank: number }[] = [];
  for (const { kind, q, wanted } of queries) {
    const locale = kind === "welsh" ? "cy" : "en";
    const page = await engine.search({ ...OFFICER, locale }, { q, page: 1, size: 20 });
    ranks.push({
      kind,
      q,
      rank: page.hits.findIndex((hit) => hit.thread !== null && wanted.includes(hit.thread)) + 1,
    });
  }
  return ranks;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function linesOf(file: string): string[][] {
  const text = readFileSync(new URL(`./search/relevance/${file}`, import.meta.url), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => line.split("|"));
}
