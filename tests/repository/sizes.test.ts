import { expect, test } from "vitest";
import { readSource, readSources, type Source } from "./source.ts";

const FILE_LINES = 200;
/** A file of tests is a table of cases, read from top to bottom. */
const TEST_FILE_LINES = 350;
const FUNCTION_LINES = 40;
const PARAMETERS = 4;

/** Fictional people and talk of the demo: text in TypeScript clothes. */
const isText = (file: string) => file.startsWith("deploy/demo/content/");

/**
 * What is larger than the rule allows, and how large it is today: `file`, or `file#function`. This list may only
 * shrink: whoever makes one smaller writes the smaller number here, and below the limit the line goes.
 */
const EXCEPTIONS: Readonly<Record<string, number>> = {};

test("Files and functions stay small enough to be read in one go (rule R11)", () => {
  expect(readSources().flatMap((source) => sizeFaultsOf(source, EXCEPTIONS))).toEqual([]);
});

test("The list of exceptions names nothing that has become small or has gone", () => {
  const sizes = new Map(readSources().flatMap((source) => oversizedIn(source)));
  const stale = Object.entries(EXCEPTIONS).filter(([name, lines]) => sizes.get(name) !== lines);
  expect(
    stale.map(([name]) => `${name} is now ${sizes.get(name) ?? "within the limit"}: say so in the list`),
  ).toEqual([]);
});

test("The rule refuses 41 lines and allows 40", () => {
  const body = (lines: number) => `export function long() {\n${"  step();\n".repeat(lines - 2)}}\n`;
  expect(sizeFaultsOf(readSource("node/long.ts", body(40)), {})).toEqual([]);
  expect(sizeFaultsOf(readSource("node/long.ts", body(41)), {})[0]).toContain(
    "node/long.ts#long has 41 lines",
  );
  expect(sizeFaultsOf(readSource("node/long.ts", body(41)), { "node/long.ts#long": 41 })).toEqual([]);
  expect(sizeFaultsOf(readSource("node/long.ts", "// line\n".repeat(201)), {})[0]).toContain("has 201 lines");
  expect(sizeFaultsOf(readSource("node/many.ts", "const f = (a, b, c, d, e) => 1;"), {})[0]).toContain(
    "5 parameters",
  );
});

function sizeFaultsOf(source: Source, exceptions: Readonly<Record<string, number>>): string[] {
  const faults = oversizedIn(source)
    .filter(([name, lines]) => lines > (exceptions[name] ?? 0))
    .map(
      ([name, lines]) =>
        `R11 size: ${name} has ${lines} lines. Instead: take out what has a name of its own.`,
    );
  const many = source.functions.filter(({ parameters }) => parameters > PARAMETERS && !isText(source.file));
  return [
    ...faults,
    ...many.map(
      ({ name, parameters }) =>
        `R11 size: ${source.file}#${name} has ${parameters} parameters. Instead: take one object.`,
    ),
  ];
}

function oversizedIn({ file, text, functions }: Source): [name: string, lines: number][] {
  if (isText(file)) return [];
  const isTest = file.startsWith("tests/");
  const lines = text.trimEnd().split("\n").length;
  const long = isTest ? [] : functions.filter((fn) => fn.lines > FUNCTION_LINES);
  return [
    ...(lines > (isTest ? TEST_FILE_LINES : FILE_LINES) ? [[file, lines] as [string, number]] : []),
    ...long.map((fn) => [`${file}#${fn.name}`, fn.lines] as [string, number]),
  ];
}
