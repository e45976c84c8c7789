import { parseSync } from "vite";
import { expect, test } from "vitest";
import { readSources, visit } from "./source.ts";

const COMPONENT_LINES = 80;
const BEHAVIOUR_LINES = 60;

/** What is larger than its rule allows, and the most that it may have. This list may only shrink. */
const LARGE: Readonly<Record<string, number>> = {
  "web/behaviours/drafts.ts": 125,
  "web/components/account-fields.tsx": 95,
  "web/components/community-frame.tsx": 112,
  "web/components/govuk/choices.tsx": 116,
  "web/components/govuk/pagination.tsx": 89,
  "web/components/holding.tsx": 99,
  "web/components/invitations.tsx": 108,
  "web/components/join-acts.tsx": 110,
  "web/components/journey.tsx": 93,
  "web/components/layout.tsx": 172,
  "web/components/own-council.tsx": 85,
  "web/components/post-acts.tsx": 104,
  "web/components/report-card.tsx": 118,
  "web/components/search-filters.tsx": 97,
  "web/components/search-notes.tsx": 95,
  "web/components/search-results.tsx": 133,
  "web/components/site-navigation.tsx": 94,
  "web/components/thread-head.tsx": 110,
  "web/components/thread-reply.tsx": 124,
  "web/components/topic-row.tsx": 90,
};

/** Words that are the same in every language. This list may only shrink. */
const WORDS: readonly string[] = ["web/pages/admin-settings.tsx: moothall.config.json"];

const web = readSources(["web"]);
const lines = (text: string) => text.trimEnd().split("\n").length;

test("A component has 80 lines, a behaviour 60, but for what is listed (web rules 1 and 2)", () => {
  const large = web.filter(({ file, text }) => lines(text) > mostOf(file));
  const faults = large.filter(({ file, text }) => lines(text) > (LARGE[file] ?? 0));
  expect(faults.map(({ file, text }) => `${file} has ${lines(text)} lines: split it by noun`)).toEqual([]);
  const small = Object.keys(LARGE).filter((name) => large.every(({ file }) => file !== name));
  expect(small, "take out of the list").toEqual([]);
});

test("No words stand in TSX: they are messages, in both languages (web rule 5)", () => {
  const said = web
    .filter(({ file }) => file.endsWith(".tsx"))
    .flatMap(({ file, text }) => wordsIn(file, text));
  expect(said).toEqual(WORDS);
  expect(wordsIn("a.tsx", "const a = <p title='Hello'>Good day {t('x')}</p>;")).toEqual([
    "a.tsx: Hello",
    "a.tsx: Good day",
  ]);
});

test("No colour and no style stand outside the styles (web rule 6)", () => {
  const coloured = web
    .filter(({ file }) => !file.startsWith("web/styles/"))
    .flatMap(({ file, text }) => colourIn(file, text));
  expect(coloured).toEqual([]);
  expect(colourIn("a.tsx", '<p style="color:red">')).toHaveLength(1);
  expect(colourIn("a.ts", 'const ink = "#0b0c0c";')).toHaveLength(1);
  expect(colourIn("a.ts", 'const at = "#reply";')).toEqual([]);
});

function mostOf(file: string): number {
  if (file.startsWith("web/components/")) return COMPONENT_LINES;
  return file.startsWith("web/behaviours/") ? BEHAVIOUR_LINES : Number.POSITIVE_INFINITY;
}

/** Text between tags, and in attributes that are read out. */
function wordsIn(file: string, text: string): string[] {
  const found: string[] = [];
  visit(parseSync(file, text, {}).program, "", (node) => {
    const said =
      node.type === "JSXText"
        ? text.slice(node.start, node.end)
        : node.type === "JSXAttribute"
          ? (/^(?:title|alt|placeholder|aria-label)=["']([^"']*)["']$/.exec(
              text.slice(node.start, node.end),
            )?.[1] ?? "")
          : "";
    if (/\p{L}{2,}/u.test(said.replaceAll(/&\w+;/g, ""))) found.push(`${file}: ${said.trim()}`);
  });
  return found;
}

function colourIn(file: string, text: string): string[] {
  const found =
    /\sstyle=["{]|["'`]#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})["'`]|\brgba?\(|\bhsla?\(|\boklch\(/i.exec(
      text,
    );
  return found ? [`${file}: ${found[0].trim()}`] : [];
}
