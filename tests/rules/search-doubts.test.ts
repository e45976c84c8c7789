import { expect, test } from "vitest";
import { type DoubtPorts, newDoubts } from "../../search/doubts.ts";

const eventOf = (ids: readonly string[], again: () => readonly string[]) => ({
  kind: "hit-not-readable" as const,
  count: ids.length,
  ids,
  again: async () => again(),
});

/** An index that is so many looks behind. */
function portsOf(behind: number, leaks: unknown[]): DoubtPorts<number> & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    end: async () => behind,
    takenIn: async (place) => waits.length >= place,
    wait: async (ms) => void waits.push(ms),
    leak: (event) => leaks.push(event),
    failed: (error) => leaks.push(error),
  };
}

test("What the index offers only until it has taken in a deletion is no alarm", async () => {
  const leaks: unknown[] = [];
  const ports = portsOf(3, leaks);
  await newDoubts().examine(
    eventOf(["gone"], () => (ports.waits.length < 3 ? ["gone"] : [])),
    ports,
  );
  expect([leaks, ports.waits]).toEqual([[], [1_000, 1_000, 1_000]]);
});

test("What it offers though it knows all that happened is said at once, and each of it once", async () => {
  const leaks: unknown[] = [];
  const doubts = newDoubts();
  const ports = portsOf(0, leaks);
  await doubts.examine(
    eventOf(["a", "b"], () => ["a", "b", "c"]),
    ports,
  );
  await doubts.examine(
    eventOf(["b", "c"], () => ["b", "c"]),
    ports,
  );
  expect([leaks, ports.waits]).toEqual([
    [
      { count: 2, ids: ["a", "b"] },
      { count: 1, ids: ["c"] },
    ],
    [],
  ]);
});

test("An index that has not come to know it in a minute is an alarm too", async () => {
  const leaks: unknown[] = [];
  const ports = portsOf(1_000, leaks);
  await newDoubts().examine(
    eventOf(["gone"], () => ["gone"]),
    ports,
  );
  expect([leaks, ports.waits.length]).toEqual([[{ count: 1, ids: ["gone"] }], 60]);
});

test("While one look is under way the same hit begins no other, and a look that fails may be begun again", async () => {
  const leaks: unknown[] = [];
  const doubts = newDoubts();
  const ports = portsOf(0, leaks);
  let searches = 0;
  const event = eventOf(["a"], () => {
    searches++;
    if (searches === 1) throw new Error("away");
    return ["a"];
  });
  await Promise.all([doubts.examine(event, ports), doubts.examine(event, ports)]);
  await doubts.examine(event, ports);
  expect([searches, leaks]).toEqual([2, [new Error("away"), { count: 1, ids: ["a"] }]]);
});
