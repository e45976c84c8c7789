import { expect, test } from "vitest";
import { inTransaction, type NodeContext } from "../../node/context.ts";
import { listUnapplied, markApplied } from "../../node/logs/applied.ts";
import { keepEntries, listKept } from "../../node/logs/kept.ts";
import { takeWaiting } from "../../node/logs/waiting.ts";
import { Canary, fillRoom, peopleFor } from "../support/canary-scene.ts";
import { openTestNode } from "../support/context.ts";

/** So often PostgreSQL plans a statement with its values before it looks whether one plan for all would do. */
const TRIED = 5;
const ENTRIES = 12;
const COUNCIL = { config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"] }] } };

async function openRoom(ctx: NodeContext) {
  return fillRoom(ctx, new Canary(), { level: "open", people: await peopleFor(ctx, "Olive") });
}

test("Taking in one entry after the other plans no statement again and again, and keeps the newest text of each object", async () => {
  await using node = await openTestNode(COUNCIL);
  const { ctx } = node;
  const room = await openRoom(ctx);
  const log = { communityId: room.id, epoch: "01e1" };
  const object = (n: number) => `https://east.example/ap/o/${n}`;
  const planned = await inTransaction(ctx, async (tx) => {
    for (let seq = 1; seq <= ENTRIES; seq++) {
      expect(await listUnapplied(tx, log, [seq])).toEqual(new Set([seq]));
      await takeWaiting(tx, room.id, [object(seq)]);
      await markApplied(tx, log, [seq]);
      // Each object is changed once: two entries speak of it.
      const entry = { objectIri: object(Math.ceil(seq / 2)), type: seq % 2 === 1 ? "Create" : "Update" };
      await keepEntries(tx, log, [{ ...entry, seq, bytes: Buffer.from(`${seq}`) }]);
    }
    return tx.sql<{ statement: string; custom: number; generic: number }[]>`
      select left(statement, 60) as statement, custom_plans::int as custom, generic_plans::int as generic
      from pg_prepared_statements where custom_plans + generic_plans = ${ENTRIES}`;
  });
  expect(planned.length).toBeGreaterThanOrEqual(5);
  expect(planned.filter(({ custom }) => custom > TRIED)).toEqual([]);
  const kept = await listKept(ctx, { groupIri: room.iri, epoch: log.epoch, after: 0 }, 100);
  expect(kept.map(({ seq }) => seq)).toEqual([2, 4, 6, 8, 10, 12]);
});

test("Several entries at once are told from those that were applied, also out of order", async () => {
  await using node = await openTestNode(COUNCIL);
  const { ctx } = node;
  const room = await openRoom(ctx);
  const log = { communityId: room.id, epoch: "01e1" };
  await inTransaction(ctx, async (tx) => {
    await markApplied(tx, log, [2, 3, 7]);
    expect(await listUnapplied(tx, log, [8, 7, 1, 3])).toEqual(new Set([8, 1]));
    const entry = { objectIri: "https://east.example/ap/o/1", type: "Update", bytes: Buffer.from("x") };
    await keepEntries(tx, log, [{ ...entry, seq: 7 }]);
    // Of two texts of one object that come together the newer stays, and of those that were here none.
    await keepEntries(tx, log, [
      { ...entry, seq: 8 },
      { ...entry, seq: 12 },
    ]);
  });
  const kept = await listKept(ctx, { groupIri: room.iri, epoch: log.epoch, after: 0 }, 100);
  expect(kept.map(({ seq }) => seq)).toEqual([12]);
});
