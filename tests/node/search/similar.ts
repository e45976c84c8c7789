import { expect, test } from "vitest";
import { type Bench, daysAgo, doc, memberOf, store, VISITOR } from "./bench.ts";
import { DISTRACTORS, PAIRS } from "./near-duplicates.ts";

/** Questions like the one being typed, and communities like the one being started. */
export function similarCases(
  withBench: (work: (bench: Bench) => Promise<void>) => () => Promise<void>,
): void {
  test(
    "shows answered questions like the one being typed, before unanswered ones",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "open", title: "Charging for garden waste bins?", createdAt: daysAgo(1) }),
        doc({
          id: "answered",
          title: "How much do you charge for garden waste collections?",
          answered: true,
          createdAt: daysAgo(200),
        }),
        doc({ id: "topic", kind: "topic", title: "Garden waste charges are going up" }),
        doc({ id: "far", title: "Charging for pre-application planning advice", answered: true }),
      ]);
      const typed = "What do you charge residents for garden waste";
      const found = await engine.similar(VISITOR, typed, { answeredFirst: true, limit: 5 });
      expect(found.map((post) => post.id)).toEqual(["answered", "open"]);
      expect(found[0]).toMatchObject({
        answered: true,
        title: "How much do you charge for garden waste collections?",
      });
      expect(await engine.similar(VISITOR, "", { answeredFirst: true, limit: 5 })).toEqual([]);
      expect(await engine.similar(VISITOR, "zebra crossings", { answeredFirst: true, limit: 5 })).toEqual([]);
    }),
  );

  test(
    "completes what is being typed with titles and words",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "a", title: "Safeguarding referrals by parish councils" }),
        doc({ id: "b", title: "Safe play areas" }),
      ]);
      await engine.tidy();
      expect(await engine.suggest(VISITOR, "safeg", 5)).toEqual([
        "Safeguarding referrals by parish councils",
        "safeguarding",
      ]);
      expect(await engine.suggest(VISITOR, "parish cou", 5)).toContain("parish councils");
      expect(await engine.suggest(VISITOR, "", 5)).toEqual([]);
    }),
  );

  test(
    "shows, for at least 27 of 30 names, the community that is the same under another name among the first three",
    withBench(async ({ engine }) => {
      const planted = PAIRS.map(({ there, purpose }, i) => communityOf(`pair-${i}`, there, purpose, i));
      const others = DISTRACTORS.map(([name, purpose], i) => communityOf(`other-${i}`, name, purpose, i));
      await store(engine, [...planted, ...others]);
      const missed: string[] = [];
      for (const [i, { typed, typedPurpose }] of PAIRS.entries()) {
        const found = await engine.similarCommunities(VISITOR, typed, typedPurpose, 3);
        if (!found.some((community) => community.id === `pair-${i}`))
          missed.push(`${typed} → ${found.map((f) => f.name).join(", ")}`);
      }
      expect(PAIRS).toHaveLength(30);
      expect(DISTRACTORS.length).toBeGreaterThanOrEqual(60);
      expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(3);
    }),
  );

  test(
    "finds nothing alike where nothing is, and shows a hidden community to those invited only",
    withBench(async ({ engine }) => {
      await store(engine, [
        communityOf("a", "Winter gritting", "Salt and routes", 0),
        { ...communityOf("b", "Serious case reviews", "Learning", 1), acl: [1_001] as const },
      ]);
      expect(await engine.similarCommunities(VISITOR, "Adult learning tutors", "Evening classes", 3)).toEqual(
        [],
      );
      expect(await engine.similarCommunities(VISITOR, "Serious case review", "", 3)).toEqual([]);
      expect(await engine.similarCommunities(memberOf(1_001), "Serious case review", "", 3)).toMatchObject([
        { id: "b" },
      ]);
      expect(await engine.similarCommunities(VISITOR, "???", "", 3)).toEqual([]);
    }),
  );
}

function communityOf(id: string, title: string, body: string, n: number) {
  const node = ["sunderland.example", "somerset.example", "wiltshire.example"][n % 3] ?? "";
  return doc({ id, kind: "community", title, body, node, community: id, thread: null, author: null });
}
