import { expect, test } from "vitest";
import { inTransaction } from "../../node/context.ts";
import { openTestNode } from "../support/context.ts";

test("Two acts that wait for each other are both done, each once, and only what stands wakes anybody", async () => {
  await using node = await openTestNode();
  const woken: string[] = [];
  const ctx = { ...node.ctx, wake: (what: string) => void woken.push(what) };
  await ctx.sql`insert into lanes (origin, open_from, failures) values ('https://a.example', now(), 0), ('https://b.example', now(), 0)`;
  let tries = 0;
  const both = Promise.withResolvers<void>();
  const act = (first: string, second: string) =>
    inTransaction(ctx, async (tx) => {
      tries++;
      tx.afterCommit(() => tx.wake("lanes"));
      await tx.sql`update lanes set failures = failures + 1 where origin = ${first}`;
      if (tries >= 2) both.resolve();
      await both.promise;
      await tx.sql`update lanes set failures = failures + 1 where origin = ${second}`;
    });
  await Promise.all([
    act("https://a.example", "https://b.example"),
    act("https://b.example", "https://a.example"),
  ]);
  expect(tries).toBe(3);
  expect(woken).toEqual(["lanes", "lanes"]);
  const rows = await ctx.sql<{ failures: number }[]>`select failures from lanes`;
  expect(rows.map((row) => row.failures)).toEqual([2, 2]);
});
