import { expect, test } from "vitest";
import { CASES, SEARCH_CASES, WAITING } from "./cases.ts";
import { filesBelow } from "./source.ts";
import { namesIn } from "./test-names.ts";

const FILES = filesBelow("tests").filter((file) => file.endsWith(".test.ts"));
const NAMES = FILES.flatMap(namesIn);
const CONTRACT = [...filesBelow("tests/node/search"), "tests/network/search-unfiltered.test.ts"];

test("Each numbered case of communities that are not open is in the name of a test", () => {
  const missing = CASES.filter((number) => !NAMES.some((name) => includes(name, number)));
  expect(missing).toEqual([]);
});

test("A case that waits is named by no test, so that the list cannot fall behind", () => {
  const early = [...WAITING.keys()].filter((number) => NAMES.some((name) => includes(name, number)));
  expect(early).toEqual([]);
});

test("Each case of the contract of search about who may find what begins the name of a test", () => {
  const held = new Set(CONTRACT.flatMap(namesIn).flatMap(numbersOf));
  expect(SEARCH_CASES.filter((number) => !held.has(number))).toEqual([]);
});

/** The number as a word of its own. */
function includes(name: string, number: string): boolean {
  return name.split(/[^\w-]/).includes(number);
}

/** `37–40 shows …` is 37 to 40, `48: a search engine …` is 48. */
function numbersOf(name: string): number[] {
  const [, first, last] = /^(\d{1,2})(?:–(\d{1,2}))?[: ]/.exec(name) ?? [];
  if (first === undefined) return [];
  return Array.from({ length: Number(last ?? first) - Number(first) + 1 }, (_, at) => Number(first) + at);
}
