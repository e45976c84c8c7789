import { expect, test } from "vitest";
import { plainOf } from "../../../search/marked.ts";
import { ask, type Bench, daysAgo, doc, idsFor, store } from "./bench.ts";

/** Contract cases 1–14: what is found. */
export function findingCases(
  withBench: (work: (bench: Bench) => Promise<void>) => () => Promise<void>,
): void {
  const filler = "Nothing about the subject stands here, only other matters of the week.";

  test(
    "1 finds a word in the title",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "a", title: "Adoption allowances" }),
        doc({ id: "b", title: "Pothole repairs" }),
      ]);
      const page = await ask(engine, "adoption");
      expect(page.hits.map((hit) => hit.id)).toEqual(["a"]);
      expect(page.hits[0]?.title).toEqual([
        ["Adoption", true],
        [" allowances", false],
      ]);
    }),
  );

  test(
    "2 finds a word in the text and shows where it stands",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "a", body: `${filler} The foster panel meets on Mondays. ${filler}` }),
        doc({ id: "b", body: filler }),
      ]);
      const page = await ask(engine, "panel", { snippets: true });
      expect(page.hits.map((hit) => hit.id)).toEqual(["a"]);
      expect(page.hits[0]?.snippet).toContainEqual(["panel", true]);
    }),
  );

  test(
    "3 puts a word in the title before the same word in the text",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "text", title: "Notes of the meeting", body: `${filler} Somebody mentioned gritting.` }),
        doc({ id: "title", title: "Gritting routes", body: filler }),
      ]);
      expect(await idsFor(engine, "gritting")).toEqual(["title", "text"]);
    }),
  );

  test(
    "4 finds the plural by the singular and the other way round",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "one", title: "Lettings policy" }),
        doc({ id: "many", title: "Lettings policies" }),
      ]);
      expect((await idsFor(engine, "policy")).sort()).toEqual(["many", "one"]);
      expect((await idsFor(engine, "policies")).sort()).toEqual(["many", "one"]);
      expect((await idsFor(engine, "letting policy")).sort()).toEqual(["many", "one"]);
    }),
  );

  test(
    "5 finds words in quotes only as they stand together",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "together", body: "We charge a garden waste fee in spring." }),
        doc({ id: "apart", body: "Waste from the garden centre; a fee for parking." }),
      ]);
      expect(await idsFor(engine, '"garden waste fee"')).toEqual(["together"]);
      expect((await idsFor(engine, "garden waste fee")).sort()).toEqual(["apart", "together"]);
      expect(await idsFor(engine, "“garden waste fee”")).toEqual(["together"]);
    }),
  );

  test(
    "6 leaves out what has a word with a minus before it",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "resident", title: "Parking permits for residents" }),
        doc({ id: "staff", title: "Parking permits for staff" }),
      ]);
      expect(await idsFor(engine, "permits -staff")).toEqual(["resident"]);
      expect(await idsFor(engine, "-staff")).toEqual(["resident"]);
      expect((await idsFor(engine, "staff-permits")).includes("staff")).toBe(true);
    }),
  );

  test(
    "7 finds a last word that is not finished",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "a", title: "Safeguarding referrals" }),
        doc({ id: "b", title: "Street lighting" }),
      ]);
      expect(await idsFor(engine, "safeg")).toEqual(["a"]);
      expect(await idsFor(engine, "referrals safeguardi")).toEqual(["a"]);
      expect(await idsFor(engine, "safeg referrals ")).not.toContain("b");
    }),
  );

  test(
    "8 forgives one wrong letter in words of five letters or more, and says what it looked for",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "a", title: "Homelessness prevention duty" }),
        doc({ id: "b", title: "Street lighting" }),
      ]);
      const page = await ask(engine, "homelesness prevention");
      expect(page.hits.map((hit) => hit.id)).toEqual(["a"]);
      expect(page.corrected).toBe("homelessness prevention");
      expect((await ask(engine, "homelessness")).corrected).toBeNull();
    }),
  );

  test(
    "8 forgives one wrong letter in Welsh words too",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "cy", lang: "cy", title: "Gwasanaethau cymdeithasol i blant", body: "Y tîm dyletswydd." }),
        doc({ id: "b", title: "Street lighting" }),
      ]);
      const page = await ask(engine, "gwasanaethau cymdeithsol");
      expect(page.hits.map((hit) => hit.id)).toEqual(["cy"]);
      expect(page.corrected).toBe("gwasanaethau cymdeithasol");
      expect((await ask(engine, "dyletswyd")).hits.map((hit) => hit.id)).toEqual(["cy"]);
    }),
  );

  test(
    "9 forgives nothing in acronyms and numbers: s106 is not s107",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "s107", title: "About s107 notices" }),
        doc({ id: "pspo", title: "Orders: PSPO review" }),
      ]);
      expect(await idsFor(engine, "s106")).toEqual([]);
      expect(await idsFor(engine, "PSPQS")).toEqual([]);
      expect(await idsFor(engine, "s107")).toEqual(["s107"]);
    }),
  );

  test(
    "10 takes no notice of capitals and accents",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "a", title: "Café licensing" }),
        doc({ id: "b", title: "TŶ GWYDR: a greenhouse" }),
      ]);
      expect(await idsFor(engine, "cafe LICENSING")).toEqual(["a"]);
      expect(await idsFor(engine, "tŷ")).toEqual(["b"]);
      expect(await idsFor(engine, "ty gwydr")).toEqual(["b"]);
    }),
  );

  test(
    "11 finds the page for a question of ten words",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({
          id: "right",
          title: "Template for a hoarding protocol",
          body: "Partners signed it last year.",
        }),
        ...["Parking fees", "Winter gritting", "Library hours"].map((title, i) =>
          doc({ id: `other-${i}`, title, body: filler }),
        ),
      ]);
      const page = await ask(
        engine,
        "Has anyone got a template for a multi-agency hoarding protocol please?",
      );
      expect(page.hits[0]?.id).toBe("right");
    }),
  );

  test(
    "12 shows what has only some of the words when nothing has all, and says so",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "a", title: "Kinship allowances" }),
        doc({ id: "b", title: "Street lighting" }),
      ]);
      const page = await ask(engine, "kinship submarines");
      expect(page.hits.map((hit) => hit.id)).toEqual(["a"]);
      expect(page.leftOut).toContain("submarines");
      expect((await ask(engine, "kinship allowances")).leftOut).toEqual([]);
    }),
  );

  test(
    "13 lists the newest when nothing is typed",
    withBench(async ({ engine }) => {
      await store(
        engine,
        [3, 1, 2].map((n) => doc({ id: `day-${n}`, title: `Number ${n}`, createdAt: daysAgo(n) })),
      );
      expect(await idsFor(engine, "")).toEqual(["day-1", "day-2", "day-3"]);
      expect(await idsFor(engine, "   ")).toEqual(["day-1", "day-2", "day-3"]);
    }),
  );

  test(
    "14 answers whatever is typed",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "a", title: "Adoption allowances", body: "It's 100% & <b>bold</b> \\ 'quoted'" }),
      ]);
      for (const q of STRANGE) {
        const page = await ask(engine, q, { snippets: true, facets: ["kind"] });
        expect(page.degraded, q).toBe(false);
        expect(page.hits.every((hit) => plainOf(hit.title).length > 0)).toBe(true);
      }
      expect(await idsFor(engine, `adoption ${"x".repeat(5_000)}`)).toEqual(["a"]);
      expect((await idsFor(engine, "adoption")).length).toBe(1);
    }),
  );
}

const STRANGE = [
  "a".repeat(2_000),
  "word ".repeat(400),
  `"${"quote ".repeat(300)}"`,
  "😀 👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
  "nul\u0000inside",
  "\u0001marks\u0002",
  "lone \ud800 surrogate",
  "adoption & | ! ( ) <-> :* \\ ' \" ''",
  "'); drop table search_document; --",
  "acl = [1] or 1=1",
  "kind:topic AND (council:* OR NOT x)",
  "$1 $2 %s %% _ * ? ~ ^",
  '" "" "" -- - -" -""',
  "\\x00\\u0000",
  "‮rtl‬ עברית 中文 العربية",
  "1e999 NaN Infinity null undefined true",
  "https://a.example/b?c=d#e user@example.org",
  "is it of the and",
  "-----",
  "....",
];
