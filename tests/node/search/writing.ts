import { expect, test } from "vitest";
import { RebuildSuperseded } from "../../../search/engine.ts";
import {
  ask,
  type Bench,
  closedDoc,
  daysAgo,
  doc,
  idsFor,
  memberOf,
  person,
  store,
  streamOf,
  TODAY,
} from "./bench.ts";

/** Contract cases 50–56: what happens to what is written. */
export function writingCases(
  withBench: (work: (bench: Bench) => Promise<void>) => () => Promise<void>,
): void {
  const nine = Array.from({ length: 9 }, (_, i) => doc({ id: `n${i}`, title: `Gritting ${i}`, version: 5 }));

  test(
    "50 finds what was written as soon as the write says so",
    withBench(async ({ engine }) => {
      await engine.settled(await engine.upsert([doc({ id: "a", title: "Gritting" })]), 2_000);
      expect(await idsFor(engine, "gritting")).toEqual(["a"]);
    }),
  );

  test(
    "51 ignores an older version, also of something removed",
    withBench(async ({ engine }) => {
      await store(engine, [doc({ id: "a", title: "Second words", version: 2 })]);
      await store(engine, [doc({ id: "a", title: "First words", version: 1 })]);
      expect(await idsFor(engine, "first")).toEqual([]);
      await store(engine, [
        doc({ id: "b", title: "Earlier words", version: 3 }),
        doc({ id: "b", title: "Later words", version: 4 }),
      ]);
      expect(await idsFor(engine, "later")).toEqual(["b"]);
      await engine.remove(["a"], "deleted");
      await store(engine, [doc({ id: "a", title: "Second words", version: 2 })]);
      expect(await idsFor(engine, "second")).toEqual([]);
      await store(engine, [doc({ id: "a", title: "Third words", version: 3 })]);
      expect(await idsFor(engine, "third")).toEqual(["a"]);
    }),
  );

  test(
    "52 removes by id, author, community, thread, council and node, and never takes back what was erased",
    withBench(async ({ engine }) => {
      await store(engine, [
        ...nine,
        doc({ id: "by-ann", title: "Gritting", author: "ann" }),
        doc({ id: "in-room", title: "Gritting", community: "room" }),
        doc({ id: "in-thread", title: "Gritting", thread: "thread" }),
        doc({ id: "of-council", title: "Gritting", council: "south" }),
        doc({ id: "of-node", title: "Gritting", node: "south.example" }),
        person({ id: "ann", node: "south.example" }),
      ]);
      await engine.remove(["n0", "never-seen"], "erased");
      await engine.removeWhere({ author: "ann" }, "erased");
      await engine.removeWhere({ community: "room" }, "moved");
      await engine.removeWhere({ thread: "thread" }, "withdrawn");
      await engine.removeWhere({ council: "south" }, "withdrawn");
      await engine.removeWhere({ node: "south.example" }, "node-left");
      await engine.removeWhere({}, "deleted");
      expect((await idsFor(engine, "gritting")).sort()).toEqual(nine.slice(1).map((d) => d.id));
      await engine.remove(["by-ann"], "deleted");
      await store(
        engine,
        ["n0", "never-seen", "by-ann", "in-room"].map((id) => doc({ id, title: "Gritting", version: 99 })),
      );
      expect((await idsFor(engine, "gritting")).sort()).toEqual([
        "in-room",
        ...nine.slice(1).map((d) => d.id),
      ]);
    }),
  );

  test(
    "53 does not bring back what was removed when an update of it comes late",
    withBench(async ({ engine }) => {
      await store(engine, [doc({ id: "a", title: "Gritting", version: 7 })]);
      await engine.remove(["a"], "withdrawn");
      await store(engine, [doc({ id: "a", title: "Gritting", version: 7, useful: 12 })]);
      await engine.tidy();
      expect(await idsFor(engine, "gritting")).toEqual([]);
    }),
  );

  test(
    "54 answers all through a rebuild, keeps what is written meanwhile, and drops what the source no longer has",
    withBench(async ({ engine }) => {
      await store(engine, [
        ...nine,
        doc({ id: "stale", title: "Gritting of old" }),
        closedDoc({ id: "room", title: "Gritting" }, 1_001),
        person({ id: "p" }),
      ]);
      async function* source() {
        for (const item of nine.slice(0, 3)) yield item;
        expect(await idsFor(engine, "gritting")).toHaveLength(10);
        await store(engine, [
          doc({ id: "n1", title: "Salting", version: 6 }),
          doc({ id: "new", title: "Gritting new", version: 1 }),
        ]);
        await engine.remove(["n8"], "deleted");
        await engine.remove(["n2"], "erased");
        for (const item of nine.slice(3)) yield item;
        yield closedDoc({ id: "room", title: "Gritting" }, 1_001);
        yield person({ id: "p" });
        expect((await idsFor(engine, "gritting")).length).toBeGreaterThan(0);
      }
      await engine.rebuild(source());
      expect((await idsFor(engine, "gritting")).sort()).toEqual(["n0", "n3", "n4", "n5", "n6", "n7", "new"]);
      expect(await idsFor(engine, "salting")).toEqual(["n1"]);
      expect(await idsFor(engine, "gritting", { communities: ["community-1001"] }, memberOf(1_001))).toEqual([
        "room",
      ]);
      expect((await engine.stats()).docs).toMatchObject({ question: 9, person: 1 });
      expect((await engine.health()).reason).toBeNull();
    }),
  );

  test(
    "54 lets the later of two rebuilds win and leaves nothing of an interrupted one behind",
    withBench(async ({ engine }) => {
      await store(engine, nine);
      async function* interrupted() {
        yield doc({ id: "ghost", title: "Gritting ghost" });
        await engine.rebuild(streamOf(nine.slice(0, 2)));
      }
      await expect(engine.rebuild(interrupted())).rejects.toThrow(RebuildSuperseded);
      async function* failing() {
        yield doc({ id: "ghost", title: "Gritting ghost" });
        throw new Error("the source went away");
      }
      await expect(engine.rebuild(failing())).rejects.toThrow("the source went away");
      await engine.tidy();
      expect((await idsFor(engine, "gritting")).sort()).toEqual(["n0", "n1"]);
      await engine.rebuild(streamOf(nine));
      expect(await idsFor(engine, "gritting")).toHaveLength(9);
    }),
  );

  test(
    "55 says when it is away, how far behind it is, and takes the same writes when it is back",
    withBench(async (bench) => {
      const { engine } = bench;
      bench.setAway(true);
      await expect(engine.upsert([doc({ id: "a", title: "Gritting" })])).rejects.toThrow();
      await expect(ask(engine, "gritting")).rejects.toThrow();
      expect(await engine.health()).toMatchObject({ ok: false, reason: "unreachable" });
      bench.setAway(false);
      bench.setQueue({ count: 3, oldest: new Date(TODAY.getTime() - 4_000) });
      expect(await engine.health()).toEqual({ ok: true, lagMs: 4_000, reason: null });
      expect((await engine.stats()).queue).toBe(3);
      await store(engine, [doc({ id: "a", title: "Gritting" })]);
      expect(await idsFor(engine, "gritting")).toEqual(["a"]);
    }),
  );

  test(
    "56 lists exactly what its source holds after a thousand random acts",
    withBench(async ({ engine }) => {
      const source = new Map<string, number>();
      const erased = new Set<string>();
      const random = randomFrom(20_261_120);
      for (let act = 1; act <= 1_000; act += 20) {
        const ids = Array.from({ length: 20 }, () => `id-${random(150)}`);
        const kind = random(10);
        if (kind < 7) {
          const version = act;
          await engine.upsert(
            ids.map((id) =>
              id.endsWith("7")
                ? person({ id, version })
                : random(3) === 0
                  ? closedDoc({ id, version }, 1_001)
                  : doc({ id, version }),
            ),
          );
          for (const id of ids) if (!erased.has(id)) source.set(id, version);
        } else {
          const why = kind === 9 ? "erased" : "withdrawn";
          await engine.remove(ids.slice(0, 3), why);
          for (const id of ids.slice(0, 3)) {
            source.delete(id);
            if (why === "erased") erased.add(id);
          }
        }
        if (act % 400 === 1)
          await engine.rebuild(
            streamOf([...source].map(([id, version]) => doc({ id, version, createdAt: daysAgo(1) }))),
          );
      }
      const indexed = new Map<string, number>();
      for await (const { id, version } of engine.ids()) indexed.set(id, version);
      expect([...indexed].sort()).toEqual([...source].sort());
      const [first] = [...indexed.keys()];
      const after: string[] = [];
      for await (const { id } of engine.ids(first)) after.push(id);
      expect(after).toEqual([...indexed.keys()].slice(1));
    }),
  );
}

/** Same numbers every time (Park and Miller's generator). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed % 2_147_483_647;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
