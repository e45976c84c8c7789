import { expect, test } from "vitest";
import { listSetAside } from "../../node/changes/failures.ts";
import { followChanges } from "../../node/changes/follow.ts";
import { HERE, recordChange } from "../../node/changes/record.ts";
import { inTransaction, reading, type WriteContext } from "../../node/context.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import { openTestNode } from "../support/context.ts";

test("PostgreSQL knows who asks before the first statement of a reading and of an act", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  const viewer = (of: { sql: WriteContext["sql"] | typeof ctx.sql }) =>
    of.sql`select current_setting('moothall.viewer', true) as name`;
  expect(await reading(ctx, ANYONE, (r) => viewer(r))).toEqual([{ name: "anyone" }]);
  expect(
    await reading(ctx, { kind: "person", actorId: "a", accountId: null }, async (r) => viewer(r)),
  ).toEqual([{ name: "person:a" }]);
  expect(await inTransaction(ctx, (tx) => viewer(tx))).toEqual([{ name: "node" }]);
  expect(await viewer(ctx)).toEqual([{ name: "node" }]);
});

test("Two acts that wait for each other are both done, each once, and only what stands wakes anybody", async () => {
  await using node = await openTestNode();
  const woken: string[] = [];
  const ctx = { ...node.ctx, wake: (what: string) => void woken.push(what) };
  await ctx.sql`insert into lanes (origin, open_from, failures) values ('https://a.example', now(), 0), ('https://b.example', now(), 0)`;
  let [tries, held] = [0, 0];
  const both = Promise.withResolvers<void>();
  const act = (first: string, second: string) =>
    inTransaction(ctx, async (tx) => {
      tries++;
      tx.afterCommit(() => tx.wake("lanes"));
      await tx.sql`update lanes set failures = failures + 1 where origin = ${first}`;
      if (++held >= 2) both.resolve();
      await both.promise;
      await tx.sql`update lanes set failures = failures + 1 where origin = ${second}`;
    });
  await Promise.all([
    act("https://a.example", "https://b.example"),
    act("https://b.example", "https://a.example"),
  ]);
  // PostgreSQL ends one of the two, or both where both find out at once; then the two may meet in the same way again.
  expect(tries).toBeGreaterThanOrEqual(3);
  expect(tries).toBeLessThanOrEqual(10);
  expect(woken).toEqual(["lanes", "lanes"]);
  const rows = await ctx.sql<{ failures: number }[]>`select failures from lanes`;
  expect(rows.map((row) => row.failures)).toEqual([2, 2]);
});

test("A consumer and an act that wait for each other are both done; the change does not count as one that fails", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  await ctx.sql`insert into lanes (origin, open_from, failures) values ('https://a.example', now(), 0), ('https://b.example', now(), 0)`;
  await inTransaction(ctx, (tx) =>
    recordChange(tx, { kind: "directory.changed", actorId: null, subjectIri: null, origin: HERE }),
  );
  let [tries, held] = [0, 0];
  const both = Promise.withResolvers<void>();
  const act = async (tx: WriteContext, first: string, second: string) => {
    tries++;
    await note(tx, first);
    if (++held >= 2) both.resolve();
    await both.promise;
    await note(tx, second);
  };
  const follower = followChanges(ctx, "test", (tx) => act(tx, "https://a.example", "https://b.example"));
  const [done] = await Promise.all([
    follower.run(),
    inTransaction(ctx, (tx) => act(tx, "https://b.example", "https://a.example")),
  ]);
  expect(done).toBe(1);
  expect(tries).toBeGreaterThanOrEqual(3);
  expect(tries).toBeLessThanOrEqual(10);
  expect(await ctx.sql`select failures from lanes`).toEqual([{ failures: 2 }, { failures: 2 }]);
  expect(await ctx.sql`select * from consumer_failures`).toEqual([]);
  expect(await listSetAside(ctx.sql)).toEqual([]);
});

function note({ sql }: WriteContext, origin: string) {
  return sql`update lanes set failures = failures + 1 where origin = ${origin}`;
}
