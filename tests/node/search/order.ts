import { expect, test } from "vitest";
import { plainOf } from "../../../search/marked.ts";
import { ask, type Bench, daysAgo, doc, idsFor, store } from "./bench.ts";

/** Contract cases 15–20: in which order. */
export function orderCases(withBench: (work: (bench: Bench) => Promise<void>) => () => Promise<void>): void {
  const same = {
    title: "Damp and mould in council homes",
    body: "How do you inspect damp homes before winter?",
  };

  test(
    "15 puts an accepted answer before a plain reply of equal text",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ ...same, id: "reply", kind: "reply", tier: 0, thread: "t1" }),
        doc({ ...same, id: "answer", kind: "reply", tier: 3, answered: true, thread: "t2" }),
      ]);
      expect(await idsFor(engine, "damp mould")).toEqual(["answer", "reply"]);
    }),
  );

  test(
    "16 puts the newer before the older of equal text and standing",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ ...same, id: "old", createdAt: daysAgo(900) }),
        doc({ ...same, id: "new", createdAt: daysAgo(2) }),
      ]);
      expect(await idsFor(engine, "damp homes")).toEqual(["new", "old"]);
    }),
  );

  test(
    "17 puts what fits the words before what is only new",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({
          id: "fits",
          title: "Damp and mould inspections",
          body: "Inspect damp homes.",
          createdAt: daysAgo(1_000),
        }),
        doc({
          id: "new",
          title: "Notes of today",
          body: "Among much else somebody mentioned mould in a store room.",
          createdAt: daysAgo(0),
        }),
      ]);
      expect(await idsFor(engine, "mould")).toEqual(["fits", "new"]);
    }),
  );

  test(
    "18 sorts by date exactly when asked for the newest, and by thanks when asked for the most useful",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "best", title: "Mould mould mould", createdAt: daysAgo(20), useful: 3 }),
        doc({ id: "newest", title: "Minutes", body: "One word about mould.", createdAt: daysAgo(1) }),
        doc({ id: "middle", title: "Mould", createdAt: daysAgo(10), useful: 9 }),
      ]);
      expect(await idsFor(engine, "mould", { sort: "newest" })).toEqual(["newest", "middle", "best"]);
      expect(await idsFor(engine, "mould", { sort: "useful" })).toEqual(["middle", "best", "newest"]);
    }),
  );

  test(
    "19 keeps the order over pages and shows nothing twice",
    withBench(async ({ engine }) => {
      const docs = Array.from({ length: 57 }, (_, i) =>
        doc({ ...same, id: `d${String(i).padStart(2, "0")}`, createdAt: daysAgo(i % 5) }),
      );
      await store(engine, docs);
      for (const sort of ["relevance", "newest", "useful"] as const) {
        const pages = [];
        for (let page = 1; page <= 7; page++) pages.push(await ask(engine, "damp", { page, size: 10, sort }));
        const ids = pages.flatMap((page) => page.hits.map((hit) => hit.id));
        expect(new Set(ids).size).toBe(57);
        expect(ids).toHaveLength(57);
        expect(pages.every((page) => page.total === 57 && page.reachable === 57)).toBe(true);
        expect(pages[6]?.hits).toEqual([]);
      }
    }),
  );

  test(
    "20 shows one result per thread, its best post",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "question", title: "Damp homes", body: "Who inspects?", thread: "question" }),
        doc({
          id: "chat",
          kind: "reply",
          tier: 0,
          title: "Damp homes",
          body: "We wonder too, and wait with interest.",
          thread: "question",
        }),
        doc({
          id: "answer",
          kind: "reply",
          tier: 3,
          answered: true,
          title: "Damp homes",
          body: "A surveyor inspects each damp home within five days.",
          thread: "question",
        }),
        doc({ id: "other", title: "Damp cellars", thread: "other" }),
      ]);
      const page = await ask(engine, "damp surveyor", { snippets: true });
      expect(page.hits[0]?.id).toBe("answer");
      expect(plainOf(page.hits[0]?.title ?? [])).toBe("Damp homes");
      expect((await ask(engine, "damp")).total).toBe(2);
      expect((await ask(engine, "damp", { collapseThreads: false })).total).toBe(4);
      expect((await idsFor(engine, "", { sort: "newest" })).length).toBe(2);
    }),
  );
}
