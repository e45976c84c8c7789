import { basename } from "node:path";
import { expect, test } from "vitest";
import { readSources, type Source } from "./source.ts";

const SAYS_NOTHING = /^(utils?|helpers?|common|managers?|services?|misc|shared|lib)\.(ts|tsx|mjs)$/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))?\.(ts|tsx|mjs)$/;

test("A file's name says what is in it, in small letters with hyphens", () => {
  expect(readSources().flatMap(nameFaultsOf)).toEqual([]);
});

test("The rule refuses names that say nothing, and allows names that do", () => {
  const source = (file: string): Source => ({ file, text: "", imports: [], functions: [] });
  expect(nameFaultsOf(source("node/posts/utils.ts"))).toHaveLength(1);
  expect(nameFaultsOf(source("web/pages/TopicPage.tsx"))).toHaveLength(1);
  expect(nameFaultsOf(source("node/posts/thread-page.ts"))).toEqual([]);
});

function nameFaultsOf({ file }: Source): string[] {
  const name = basename(file);
  if (SAYS_NOTHING.test(name))
    return [`Names: ${file} says nothing. Instead: name it after the one thing it does.`];
  return KEBAB.test(name) ? [] : [`Names: ${file}. Instead: small letters with hyphens.`];
}
