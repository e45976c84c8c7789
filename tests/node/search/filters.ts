import { expect, test } from "vitest";
import type { IndexDoc } from "../../../search/document.ts";
import { ask, type Bench, daysAgo, doc, idsFor, store } from "./bench.ts";

/** Contract cases 21–29 as far as the vocabulary of this release goes, and 30–36: what narrows a search. */
export function filterCases(withBench: (work: (bench: Bench) => Promise<void>) => () => Promise<void>): void {
  const four: readonly IndexDoc[] = [
    doc({
      id: "q",
      kind: "question",
      title: "Bin days",
      council: "north",
      community: "waste",
      createdAt: daysAgo(400),
      author: "ann",
      tags: ["bins"],
    }),
    doc({
      id: "t",
      kind: "topic",
      title: "Bin lorries",
      council: "south",
      community: "waste",
      createdAt: daysAgo(100),
      author: "bob",
      node: "south.example",
    }),
    doc({
      id: "c",
      kind: "community",
      title: "Bin crews",
      council: "south",
      community: "c",
      thread: null,
      createdAt: daysAgo(50),
      author: null,
      node: "south.example",
    }),
    doc({
      id: "w",
      kind: "question",
      title: "Bin Cymraeg",
      council: "north",
      community: "iaith",
      lang: "cy",
      createdAt: daysAgo(5),
      author: "ann",
      answered: true,
    }),
  ];

  test(
    "21 finds the long name by the short one and the other way round",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "long", title: "Education, health and care plan reviews" }),
        doc({ id: "short", title: "Late EHCP reviews" }),
      ]);
      expect((await idsFor(engine, "EHCP")).sort()).toEqual(["long", "short"]);
      expect((await idsFor(engine, "education health and care plan")).sort()).toEqual(["long", "short"]);
    }),
  );

  test(
    "25 keeps the verb send apart from the abbreviation SEND",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "verb", title: "Please send the form" }),
        doc({ id: "needs", title: "Special educational needs funding" }),
      ]);
      expect(await idsFor(engine, "send form")).toEqual(["verb"]);
      expect(await idsFor(engine, "SEND funding")).toContain("needs");
    }),
  );

  test(
    "27 finds across Welsh and English by the names of things",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "cy", title: "Mabwysiadu yng Ngwynedd", lang: "cy" }),
        doc({ id: "en", title: "Adoption in Devon" }),
      ]);
      expect((await idsFor(engine, "adoption")).sort()).toEqual(["cy", "en"]);
      expect((await idsFor(engine, "mabwysiadu")).sort()).toEqual(["cy", "en"]);
    }),
  );

  test(
    "28 finds a Welsh word in each of its mutations",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "cy", title: "Y pwyllgor cynllunio", lang: "cy" }),
        doc({ id: "en", title: "Planning appeals" }),
      ]);
      for (const word of ["pwyllgor", "bwyllgor", "mhwyllgor", "phwyllgor"])
        expect(await idsFor(engine, word), word).toEqual(["cy"]);
    }),
  );

  test(
    "30 narrows to kinds",
    withBench(async ({ engine }) => {
      await store(engine, four);
      expect((await idsFor(engine, "bin", { kinds: ["question"] })).sort()).toEqual(["q", "w"]);
      expect((await idsFor(engine, "bin", { kinds: ["topic", "community"] })).sort()).toEqual(["c", "t"]);
      expect((await idsFor(engine, "bin", { answered: true })).sort()).toEqual(["w"]);
    }),
  );

  test(
    "32 narrows to a council, a community, a tag, a language or the node something lives on",
    withBench(async ({ engine }) => {
      await store(engine, four);
      expect((await idsFor(engine, "bin", { councils: ["south"] })).sort()).toEqual(["c", "t"]);
      expect((await idsFor(engine, "bin", { communities: ["waste"] })).sort()).toEqual(["q", "t"]);
      expect(await idsFor(engine, "", { tags: ["bins"] })).toEqual(["q"]);
      expect(await idsFor(engine, "bin", { lang: "cy" })).toEqual(["w"]);
      expect((await idsFor(engine, "bin", { nodes: ["south.example"] })).sort()).toEqual(["c", "t"]);
      expect(await idsFor(engine, "bin", { councils: ["south"], communities: ["waste"] })).toEqual(["t"]);
    }),
  );

  test(
    "33 narrows to dates",
    withBench(async ({ engine }) => {
      await store(engine, four);
      expect((await idsFor(engine, "bin", { since: daysAgo(60) })).sort()).toEqual(["c", "w"]);
      expect((await idsFor(engine, "bin", { until: daysAgo(60) })).sort()).toEqual(["q", "t"]);
      expect(await idsFor(engine, "bin", { since: daysAgo(100), until: daysAgo(60) })).toEqual(["t"]);
    }),
  );

  test(
    "34 narrows to an author",
    withBench(async ({ engine }) => {
      await store(engine, four);
      expect((await idsFor(engine, "bin", { author: "ann" })).sort()).toEqual(["q", "w"]);
      expect(await idsFor(engine, "bin", { author: "nobody" })).toEqual([]);
    }),
  );

  test(
    "35 counts by facet what each filter then shows",
    withBench(async ({ engine }) => {
      await store(engine, [
        ...four,
        doc({
          id: "r",
          kind: "reply",
          tier: 0,
          thread: "q",
          title: "Bin days",
          council: "south",
          community: "waste",
        }),
      ]);
      const page = await ask(engine, "bin", { facets: ["kind", "council", "community", "lang", "year"] });
      expect(page.totalIsLowerBound).toBe(false);
      expect(page.total).toBe(4);
      const filters = { kind: "kinds", council: "councils", community: "communities" } as const;
      for (const [facet, filter] of Object.entries(filters) as [
        "kind" | "council" | "community",
        "kinds" | "councils" | "communities",
      ][]) {
        for (const [value, count] of page.facets[facet] ?? []) {
          expect((await ask(engine, "bin", { [filter]: [value] })).total, `${facet} ${value}`).toBe(count);
        }
      }
      expect(Object.fromEntries(page.facets.kind ?? [])).toEqual({
        question: 2,
        topic: 1,
        community: 1,
        reply: 1,
      });
      expect(page.facets.lang).toContainEqual(["cy", 1]);
    }),
  );

  test(
    "36 leaves out what lives on one node",
    withBench(async ({ engine }) => {
      await store(engine, four);
      expect((await idsFor(engine, "bin", { excludeNode: "south.example" })).sort()).toEqual(["q", "w"]);
    }),
  );
}
