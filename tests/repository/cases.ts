import { MUSTS } from "./profile-musts.ts";

/** A numbered case of the designs that has no test yet, and why. */
export type Waiting = ReadonlyMap<string, string>;

const HUB = "a later issue: the national hub";

/** Cases that wait; MUSTS of the federation profile say so themselves (profile-musts.ts). */
export const WAITING: Waiting = new Map([["A72", HUB]]);

const range = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${letter}${String(from + at).padStart(2, "0")}`);

/** Every numbered case of communities that are not open, but those that wait. */
export const CASES: readonly string[] = [
  ...range("A", 61, 72),
  ...range("A", 74, 75),
  ...range("W", 7, 12),
  ...["W17", "W27"],
  ...range("B-", 1, 17),
  ...range("D-", 1, 14),
  ...range("F-", 1, 11),
].filter((number) => !WAITING.has(number) && !waits(number));

/** The cases of the contract of search that are about who may find what; 46 is about items that were released. */
export const SEARCH_CASES: readonly number[] = [37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48];

function waits(number: string): boolean {
  const must = MUSTS.get(number);
  return must !== undefined && "waits" in must;
}
