import { describe } from "vitest";
import type { Bench, OpenBench } from "./search/bench.ts";
import { filterCases } from "./search/filters.ts";
import { findingCases } from "./search/finding.ts";
import { orderCases } from "./search/order.ts";
import { peopleCases } from "./search/people.ts";
import { secrecyCases } from "./search/secrecy.ts";
import { similarCases } from "./search/similar.ts";
import { writingCases } from "./search/writing.ts";

/** What every search engine must do; the numbers are those of the design of search, §5.1. */
export function searchContract(name: string, open: OpenBench): void {
  const withBench = (work: (bench: Bench) => Promise<void>) => async () => {
    const bench = await open();
    try {
      await work(bench);
    } finally {
      await bench.end();
    }
  };
  describe(`search with ${name}`, () => {
    describe("finding", () => findingCases(withBench));
    describe("order", () => orderCases(withBench));
    describe("words and filters", () => filterCases(withBench));
    describe("secrecy", () => secrecyCases(withBench));
    describe("writing", () => writingCases(withBench));
    describe("people", () => peopleCases(withBench));
    describe("alike", () => similarCases(withBench));
  });
}
