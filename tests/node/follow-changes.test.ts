import { expect, test } from "vitest";
import { listSetAside } from "../../node/changes/failures.ts";
import { followChanges } from "../../node/changes/follow.ts";
import { HERE, recordChange } from "../../node/changes/record.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../../node/context.ts";
import { openTestNode } from "../support/context.ts";

test("Every change is taken in once and in order, also when two workers follow at the same time", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  const seen: string[] = [];
  const note = async (_: WriteContext, change: { subjectIri: string | null }) =>
    void seen.push(change.subjectIri ?? "");
  await happen(ctx, "one", "two", "three");
  const workers = [1, 2].map(() => followChanges(ctx, "test", note, { batch: 2 }));
  await Promise.all(workers.map((worker) => worker.drain()));
  await happen(ctx, "four");
  await Promise.all(workers.map((worker) => worker.drain()));
  expect(seen).toEqual(["one", "two", "three", "four"]);
});

test("A worker that dies before its transaction ends has done nothing, and the next one does it all", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  await happen(ctx, "one", "two");
  const dying: NodeContext = {
    ...ctx,
    sql: new Proxy(ctx.sql, {
      get: (sql, name) =>
        name === "begin"
          ? (work: (tx: unknown) => Promise<unknown>) =>
              sql.begin(async (tx) => {
                await work(tx);
                throw Object.assign(new Error("killed"), { code: "CONNECTION_CLOSED" });
              })
          : Reflect.get(sql, name),
    }),
  };
  const write = async (tx: WriteContext, change: { subjectIri: string | null }) => {
    await tx.sql`insert into audit_events (kind, subject, happened) values ('test', ${change.subjectIri}, ${tx.now})`;
  };
  await expect(followChanges(dying, "test", write).run()).rejects.toThrow("killed");
  expect(await effects(ctx)).toEqual([]);
  await followChanges(ctx, "test", write).drain();
  expect(await effects(ctx)).toEqual(["one", "two"]);
});

test("A change that cannot be taken in is tried five times, later each time, then set aside; the others go on", async () => {
  await using node = await openTestNode();
  const { ctx, clock } = node;
  const tries: string[] = [];
  const follower = followChanges(ctx, "test", async (tx, change) => {
    tries.push(change.subjectIri ?? "");
    await tx.sql`insert into audit_events (kind, subject, happened) values ('test', ${change.subjectIri}, ${tx.now})`;
    if (change.subjectIri === "bad") throw new Error("This one is broken.");
  });
  await happen(ctx, "good", "bad", "last");
  expect(await follower.run()).toBe(1);
  expect(await follower.run()).toBe(0);
  expect(tries).toEqual(["good", "bad"]);
  for (let minute = 0; minute < 4; minute++) {
    clock.advance(1);
    await follower.run();
  }
  expect(tries).toEqual(["good", "bad", "bad", "bad", "bad", "bad", "last"]);
  expect(await effects(ctx)).toEqual(["good", "last"]);
  expect(await listSetAside(ctx.sql)).toMatchObject([{ consumer: "test", error: "This one is broken." }]);
});

test("A change that commits after a later one is not passed over", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  const seen: string[] = [];
  const follower = followChanges(ctx, "test", async (_, change) => void seen.push(change.subjectIri ?? ""));
  await inTransaction(ctx, async (slow) => {
    await record(slow, "slow");
    await happen(ctx, "quick");
    expect(await follower.run()).toBe(0);
    expect(seen).toEqual([]);
  });
  await follower.drain();
  expect(seen).toEqual(["slow", "quick"]);
});

test("Taking in everything waits for what an older transaction of anybody's holds back", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  const seen: string[] = [];
  const follower = followChanges(ctx, "test", async (_, change) => void seen.push(change.subjectIri ?? ""));
  let drained: Promise<number> | null = null;
  await inTransaction(ctx, async (other) => {
    await other.sql`select pg_current_xact_id()`;
    await happen(ctx, "quick");
    drained = follower.drain();
    expect(await follower.run()).toBe(0);
  });
  expect(await drained).toBe(1);
  expect(seen).toEqual(["quick"]);
});

test("A running worker takes in what it is woken for, and ends when it is told to", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  const seen: string[] = [];
  let arrived = () => {};
  const follower = followChanges(ctx, "test", async (_, change) => {
    seen.push(change.subjectIri ?? "");
    arrived();
  });
  follower.start();
  for (const name of ["one", "two"]) {
    const done = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    await happen(ctx, name);
    follower.wake();
    await done;
  }
  await follower.stop();
  await happen(ctx, "three");
  follower.wake();
  expect(seen).toEqual(["one", "two"]);
  expect(await followChanges(ctx, "test", async () => {}).drain()).toBe(1);
});

async function happen(ctx: NodeContext, ...names: string[]): Promise<void> {
  for (const name of names) await inTransaction(ctx, (tx) => record(tx, name));
}

function record(tx: WriteContext, name: string): Promise<string> {
  return recordChange(tx, { kind: "directory.changed", actorId: null, subjectIri: name, origin: HERE });
}

async function effects(ctx: NodeContext): Promise<readonly string[]> {
  const rows = await ctx.sql<
    { subject: string }[]
  >`select subject from audit_events where kind = 'test' order by id`;
  return rows.map((row) => row.subject);
}
