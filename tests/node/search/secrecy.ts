import { expect, test } from "vitest";
import type { Viewer } from "../../../search/document.ts";
import type { SearchEngine } from "../../../search/engine.ts";
import {
  ask,
  type Bench,
  closedDoc,
  doc,
  ELSEWHERE,
  idsFor,
  memberOf,
  OFFICER,
  person,
  store,
  textOf,
  VISITOR,
} from "./bench.ts";

const CANARY = "quinzelbrand";
const ROOM = 1_042;

/** Members of other rooms stand for those who left and those who are suspended: they hold no principal of this one. */
const OUTSIDERS: Readonly<Record<string, Viewer>> = {
  "a visitor": VISITOR,
  "someone of another council": ELSEWHERE,
  "someone of this council who is no member": OFFICER,
  "a member of another room": memberOf(1_041, 1_043),
};

async function plant(engine: SearchEngine): Promise<void> {
  await store(engine, [
    closedDoc(
      {
        id: "secret",
        title: `The ${CANARY} case`,
        body: `We discuss ${CANARY} and serious case review.`,
        author: "insider",
        tags: [CANARY],
      },
      ROOM,
    ),
    closedDoc(
      {
        id: "secret-reply",
        kind: "reply",
        tier: 0,
        thread: "secret",
        title: `The ${CANARY} case`,
        body: `More about ${CANARY}`,
        author: "insider",
      },
      ROOM,
    ),
    doc({ id: "public", title: "Serious case review templates", author: "insider" }),
  ]);
}

/** Contract cases 37–47: nothing of a closed community reaches anyone else, by any way. */
export function secrecyCases(
  withBench: (work: (bench: Bench) => Promise<void>) => () => Promise<void>,
): void {
  test(
    "37–40 shows a closed post to members and to nobody else: not as a result, in the total, in the counts or in a snippet",
    withBench(async ({ engine }) => {
      await plant(engine);
      const asked = { snippets: true, facets: ["kind", "council", "community", "lang", "year"] } as const;
      const inside = await ask(engine, CANARY, asked, memberOf(ROOM));
      expect(inside.hits.map((hit) => [hit.id, hit.closed])).toEqual([["secret", true]]);
      expect(inside.total).toBe(1);
      for (const [who, viewer] of Object.entries(OUTSIDERS)) {
        const none = await ask(engine, CANARY, asked, viewer);
        expect([none.hits.length, none.total, none.reachable], who).toEqual([0, 0, 0]);
        expect(textOf(none), who).not.toContain(CANARY);
        const some = await ask(engine, "serious case review", asked, viewer);
        expect([some.hits.map((hit) => hit.id), some.total], who).toEqual([["public"], 1]);
        expect(textOf(some), who).not.toMatch(new RegExp(`${CANARY}|community-${ROOM}`));
      }
    }),
  );

  test(
    "41 completes what is typed from public text only, for members too",
    withBench(async ({ engine }) => {
      await plant(engine);
      await engine.tidy();
      for (const viewer of [memberOf(ROOM), ...Object.values(OUTSIDERS)]) {
        expect(await engine.suggest(viewer, CANARY.slice(0, 5), 10)).toEqual([]);
        expect(await engine.suggest(viewer, "serious ca", 10)).not.toEqual([]);
      }
    }),
  );

  test(
    "42 corrects towards words of public text only",
    withBench(async ({ engine }) => {
      await plant(engine);
      await engine.tidy();
      for (const viewer of [memberOf(ROOM), ...Object.values(OUTSIDERS)]) {
        expect((await ask(engine, `${CANARY.slice(0, -1)}x`, {}, viewer)).corrected).toBeNull();
      }
      expect((await ask(engine, "templtes")).corrected).toBe("templates");
    }),
  );

  test(
    "42 corrects towards no word of a post that was deleted since the night",
    withBench(async ({ engine }) => {
      await store(engine, [
        doc({ id: "first", title: `The ${CANARY} case` }),
        doc({ id: "second", title: `Another ${CANARY}` }),
      ]);
      await engine.tidy();
      const typed = `${CANARY.slice(0, -1)}x`;
      expect((await ask(engine, typed)).corrected).toBe(CANARY);
      await engine.remove(["first"], "deleted");
      expect((await ask(engine, typed)).corrected).toBe(CANARY);
      await engine.remove(["second"], "deleted");
      expect((await ask(engine, typed)).corrected).toBeNull();
    }),
  );

  test(
    "43 finds and orders people by what they say of themselves, never by what is written in a closed community",
    withBench(async ({ engine }) => {
      await store(engine, [
        person({ id: "insider", name: "Ines Insider", visibility: "everyone", topics: ["case review"] }),
        person({ id: "other", name: "Otto Other", visibility: "everyone", topics: ["case review"] }),
      ]);
      const found = (viewer: Viewer, q: string) => engine.people(viewer, { q, page: 1, size: 20 });
      const viewers = [memberOf(ROOM), ...Object.values(OUTSIDERS)];
      const before = await Promise.all(
        viewers.map(async (viewer) => (await found(viewer, "case review")).hits),
      );
      await plant(engine);
      const after = await Promise.all(
        viewers.map(async (viewer) => (await found(viewer, "case review")).hits),
      );
      expect(after).toEqual(before);
      for (const viewer of viewers) expect((await found(viewer, CANARY)).hits).toEqual([]);
    }),
  );

  test(
    "44 keeps a closed post from outsiders who name its author, thread, community or tag",
    withBench(async ({ engine }) => {
      await plant(engine);
      for (const [who, viewer] of Object.entries(OUTSIDERS)) {
        expect(await idsFor(engine, "", { author: "insider" }, viewer), who).toEqual(["public"]);
        expect(await idsFor(engine, "", { communities: [`community-${ROOM}`] }, viewer), who).toEqual([]);
        expect(await idsFor(engine, "", { tags: [CANARY] }, viewer), who).toEqual([]);
        expect(
          await engine.similar(viewer, `the ${CANARY} case`, { answeredFirst: true, limit: 5 }),
          who,
        ).not.toContainEqual(expect.objectContaining({ id: "secret" }));
      }
      expect(
        await idsFor(engine, "", { author: "insider", collapseThreads: false }, memberOf(ROOM)),
      ).toHaveLength(3);
    }),
  );

  test(
    "45 takes leaving a community into account with the next search",
    withBench(async ({ engine }) => {
      await plant(engine);
      expect(await idsFor(engine, CANARY, {}, memberOf(ROOM))).toEqual(["secret"]);
      expect(await idsFor(engine, CANARY, {}, memberOf())).toEqual([]);
    }),
  );

  test(
    "46 hides a public post from outsiders as soon as it moved into a closed community, and shows it when it moves back",
    withBench(async ({ engine }) => {
      await store(engine, [doc({ id: "moving", title: "A moving matter", version: 1 })]);
      expect(await idsFor(engine, "moving")).toEqual(["moving"]);
      await store(engine, [closedDoc({ id: "moving", title: "A moving matter", version: 2 }, ROOM)]);
      expect(await idsFor(engine, "moving")).toEqual([]);
      expect(await idsFor(engine, "moving", {}, memberOf(ROOM))).toEqual(["moving"]);
      await store(engine, [doc({ id: "moving", title: "A moving matter", version: 3 })]);
      expect(await idsFor(engine, "moving")).toEqual(["moving"]);
      expect((await ask(engine, "moving", {}, memberOf(ROOM))).total).toBe(1);
    }),
  );

  test(
    "shows what two closed communities share to members of either, and to nobody else",
    withBench(async ({ engine }) => {
      await store(engine, [
        closedDoc({ id: "shared", title: "A shared matter", acl: [1_001, 1_002] }, 1_001),
      ]);
      for (const room of [1_001, 1_002]) {
        const page = await ask(engine, "shared matter", {}, memberOf(room));
        expect(page.hits.map((hit) => [hit.id, hit.closed])).toEqual([["shared", true]]);
        expect(await idsFor(engine, "", {}, memberOf(room))).toEqual(["shared"]);
      }
      for (const viewer of [VISITOR, OFFICER, memberOf(1_003)]) {
        expect(await idsFor(engine, "shared matter", {}, viewer)).toEqual([]);
        expect(await idsFor(engine, "", {}, viewer)).toEqual([]);
      }
      await engine.tidy();
      expect(await engine.suggest(memberOf(1_001), "share", 5)).toEqual([]);
    }),
  );

  test(
    "47 works for someone in two thousand communities",
    withBench(async ({ engine }) => {
      await plant(engine);
      const many = Array.from({ length: 2_000 }, (_, i) => 1_000 + i);
      expect(await idsFor(engine, CANARY, {}, memberOf(...many))).toEqual(["secret"]);
      expect(await idsFor(engine, CANARY, {}, memberOf(...many.filter((n) => n !== ROOM)))).toEqual([]);
    }),
  );

  test(
    "shows people as each of them chose: to their council, to the network, to everyone",
    withBench(async ({ engine }) => {
      await store(engine, [
        person({ id: "all", name: "Ana Everyone", visibility: "everyone", topics: ["hoarding"] }),
        person({ id: "net", name: "Bo Network", visibility: "network", topics: ["hoarding"] }),
        person({
          id: "own",
          name: "Cy Council",
          visibility: "council",
          council: "council-here",
          topics: ["hoarding"],
        }),
      ]);
      const seenBy = async (viewer: Viewer) =>
        (await engine.people(viewer, { q: "hoarding", page: 1, size: 20 })).hits.map((hit) => hit.id).sort();
      expect(await seenBy(VISITOR)).toEqual(["all"]);
      expect(await seenBy(ELSEWHERE)).toEqual(["all", "net"]);
      expect(await seenBy(OFFICER)).toEqual(["all", "net", "own"]);
      const page = await engine.people(VISITOR, { q: "", page: 1, size: 20 });
      expect([page.total, page.facets.council]).toEqual([1, [["council-here", 1]]]);
    }),
  );
}
