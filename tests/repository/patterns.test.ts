import { parseSync } from "vite";
import { expect, test } from "vitest";
import { readContentObject } from "../../federation/read/content-object.ts";
import { excerptOf, titleFrom } from "../../node/text/excerpt.ts";
import { findHashtags } from "../../node/text/hashtags.ts";
import { htmlOf } from "../../node/text/markdown.ts";
import { findMentions } from "../../node/text/mentions.ts";
import { plainOf } from "../../node/text/plain.ts";
import { sanitise } from "../../node/text/sanitise.ts";
import { lineOf } from "../../node/text/visible.ts";
import { cleanText } from "../../search/clean-text.ts";
import { plainTextOf } from "../../search/documents/plain-text.ts";
import { parseQuery } from "../../search/query.ts";
import { readSources, visit } from "./source.ts";

/** Everything that takes a text from outside apart. */
const PARSERS: readonly (readonly [string, (text: string) => unknown])[] = [
  ["sanitise", (text) => sanitise(text)],
  ["plainOf", plainOf],
  ["htmlOf", (text) => htmlOf(text.slice(0, 50_000))],
  ["readContentObject", (text) => readContentObject(content(text))],
  [
    "readContentObject of plain text",
    (text) => readContentObject({ ...content(text), mediaType: "text/plain" }),
  ],
  ["parseQuery", parseQuery],
  ["plainTextOf", plainTextOf],
  ["cleanText", (text) => cleanText(text)],
  ["findMentions", findMentions],
  ["findHashtags", findHashtags],
  ["lineOf", (text) => lineOf(text, 200)],
  ["titleFrom", titleFrom],
  ["excerptOf", (text) => excerptOf(text, 300)],
];

const content = (text: string) => ({
  id: "https://east.example/ap/o/1",
  type: "Note",
  attributedTo: "https://east.example/ap/p/ann",
  to: ["https://www.w3.org/ns/activitystreams#Public"],
  content: text,
});

/** What is repeated to make a careless pattern look at the same letters again and again. */
const PIECES = ["<", " ", "<hr ", "a.", "@a@a.", "#a", "*a_", "[a](", "`", "&#"];
const BEFORE = ["", "<pre>"];

/** Ticks of this thread's processor, in milliseconds. */
function cost(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/**
 * How much more four times the text costs. Linear: about 4; by the square: 16. What costs less than the clock of the
 * processor can tell is taken for linear.
 */
function growthOf(
  work: (text: string) => unknown,
  textOf: (length: number) => string,
  length: number,
): number {
  const many = cost(() => work(textOf(length)));
  if (many < 120) return 1;
  const few = Math.min(...[1, 2].map(() => cost(() => work(textOf(length / 4)))));
  return (
    Math.min(
      many,
      cost(() => work(textOf(length))),
    ) / Math.max(few, 4)
  );
}

test.each(PARSERS)("W24: %s reads a long text in proportion, whatever they are", (_name, read) => {
  for (const before of BEFORE) {
    for (const piece of PIECES) {
      const textOf = (length: number) => `${(before + piece.repeat(length)).slice(0, length)}!`;
      expect(growthOf(read, textOf, 32_000), `${before}${piece}…`).toBeLessThan(11);
    }
  }
});

const LOGGED = "what is logged, at most 4,000";

/** Patterns that look back over a text, for texts that were made short before: the bound is where they stand. */
const SHORT = new Map([
  ["/_+$/", "handles, at most 100"],
  ["/^_+|_+$/gu", "hashtags, at most 200"],
  ["/[\\s,;:–-]+$/u", "excerpts, at most 500"],
  [String.raw`/[^\s<>"'()[\],;:@/?&=]+@[^\s<>"'()[\],;:@/?&=]+\.[^\s<>"'()[\],;:@/?&=]+/gu`, LOGGED],
  [String.raw`/(?<![\w-])(?=[\w-]*[0-9])(?=[\w-]*[A-Za-z])[\w-]{40,}|[A-Za-z0-9+/]{42,}={1,2}/g`, LOGGED],
]);

test("W24: no pattern on the server needs more than proportional time, or it stands in the list of those for short texts", () => {
  const slow = new Set<string>();
  for (const { file, text } of readSources(["node", "web", "federation", "search"])) {
    if (file.startsWith("web/behaviours/")) continue;
    visit(parseSync(file, text, {}).program, "", (node) => {
      const regex =
        node.type === "Literal" ? (node.regex as { pattern: string; flags: string } | undefined) : undefined;
      if (!regex || !/[*+]|\{\d+,/.test(regex.pattern)) return;
      const name = `/${regex.pattern}/${regex.flags}`;
      if (SHORT.has(name)) return;
      const pattern = new RegExp(regex.pattern, regex.flags);
      for (const piece of piecesOf(regex.pattern)) {
        const textOf = (length: number) => `${piece.repeat(length).slice(0, length)}\u0000`;
        const apply = (sample: string) =>
          regex.flags.includes("g") ? sample.replace(pattern, "") : pattern.exec(sample);
        if (growthOf(apply, textOf, 24_000) >= 11) slow.add(`${name} in ${file}: ${JSON.stringify(piece)}`);
      }
    });
  }
  expect([...slow]).toEqual([]);
});

/** The letters that a pattern itself speaks of are those that can hold it up. */
function piecesOf(pattern: string): string[] {
  const letters = pattern.replace(/\\[pP]\{[^}]*\}/g, "").match(/[^\\()[\]{}|?*+^$]/g) ?? [];
  const few = [...new Set(letters)].filter((one) => /[^a-z0-9]/i.test(one)).slice(0, 6);
  return [...new Set(["a", " ", "a.", "<", ...few, ...few.slice(0, 3).map((one) => `a${one}`)])];
}
