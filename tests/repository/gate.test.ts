import { expect, test } from "vitest";
import { readSources } from "./source.ts";

/** Tables that hold what people wrote, and the folder whose verbs and reads may name them. */
const CONTENT: Readonly<Record<string, string>> = {
  posts: "node/posts/",
  post_revisions: "node/posts/",
  mentions: "node/posts/",
  useful_marks: "node/posts/",
};

const NAMED = /\b(from|join|into|update)\s+(only\s+)?([a-z_]+)\b/gi;

test("What people wrote is read through the visibility rule, or by the folder it belongs to (rule R8)", () => {
  const sources = readSources(["node", "web", "federation", "search"]);
  expect(sources.flatMap(({ file, text }) => gateFaultsOf(file, text))).toEqual([]);
});

test("The rule refuses a bare read elsewhere, and allows one that asks who is looking", () => {
  const bare = "const rows = await sql`select title from posts where id = 1`;";
  expect(gateFaultsOf("node/people/read.ts", bare)[0]).toContain("node/people/read.ts reads posts");
  expect(gateFaultsOf("node/posts/publish.ts", bare)).toEqual([]);
  const asking = "sql`select title from posts p where visible`";
  const imported = 'import { readable } from "../visibility/readable.ts";';
  expect(gateFaultsOf("node/people/read.ts", `${imported}\n${asking}`)).toEqual([]);
  expect(gateFaultsOf("node/people/read.ts", "// The text comes from posts they wrote.")).toEqual([]);
});

function gateFaultsOf(file: string, text: string): string[] {
  if (/import [^;]*visibility\/readable\.ts"/.test(text)) return [];
  const queries =
    text.match(/`[^`]*`/g)?.filter((quoted) => /\b(select|insert|update|delete)\b/i.test(quoted)) ?? [];
  const named = queries.flatMap((query) => [...query.matchAll(NAMED)].map((match) => match[3] ?? ""));
  const tables = [...new Set(named)].filter((table) => CONTENT[table] && !file.startsWith(CONTENT[table]));
  return tables.map(
    (table) =>
      `R8 gate: ${file} reads ${table}. Instead: use a read of ${CONTENT[table]}, or node/visibility/readable.ts.`,
  );
}
