import { expect, test } from "vitest";
import { inTransaction } from "../../node/context.ts";
import { installJobs } from "../../node/jobs/install.ts";
import { openJobs } from "../../node/jobs/open.ts";
import type { JobData, Jobs } from "../../node/jobs/types.ts";
import { refuse } from "../../node/refusal.ts";
import { openTestNode, type TestNode } from "../support/context.ts";

test("A job is sent with the act it belongs to: rolled back with it, done once when it stands", async () => {
  await using node = await openJobNode();
  const done: JobData[] = [];
  await node.jobs.define("count", async (data) => void done.push(data));
  const act = (fails: boolean) =>
    inTransaction(node.ctx, async (tx) => {
      await node.jobs.send("count", { fails }, { tx });
      if (fails) throw new Error("The act failed.");
    });
  await expect(act(true)).rejects.toThrow("The act failed.");
  await act(false);
  expect(await node.jobs.drain()).toBe(1);
  expect(await node.jobs.drain()).toBe(0);
  expect(done).toEqual([{ fails: false }]);
  expect(await node.ctx.sql`select 1 from pgboss.job`).toHaveLength(0);
});

test("A job that fails is tried again later, as often as its kind says; one that is refused is not", async () => {
  await using node = await openJobNode();
  const tries: string[] = [];
  await node.jobs.define(
    "fail",
    async (_, job) => {
      tries.push(`fail ${job.attempt}`);
      throw new Error("Not yet.");
    },
    { retryLimit: 2, retryDelaySeconds: 60 },
  );
  await node.jobs.define("refuse", async () => {
    tries.push("refuse");
    refuse("not-found");
  });
  await node.jobs.send("fail", {});
  await node.jobs.send("refuse", {});
  await node.jobs.drain();
  await node.jobs.drain();
  expect(tries.sort()).toEqual(["fail 1", "refuse"]);
  for (let hour = 0; hour < 5; hour++) {
    node.clock.advance(60);
    await node.jobs.drain();
  }
  expect(tries.sort()).toEqual(["fail 1", "fail 2", "fail 3", "refuse"]);
});

test("A job waits for its time by the node's clock, and of one key only one waits", async () => {
  await using node = await openJobNode();
  const done: unknown[] = [];
  await node.jobs.define("later", async (data) => void done.push(data.n));
  const startAfter = new Date(node.clock.now().getTime() + 3 * 3_600_000);
  expect(await node.jobs.send("later", { n: 1 }, { startAfter, singletonKey: "a" })).toBe(true);
  expect(await node.jobs.send("later", { n: 2 }, { startAfter, singletonKey: "a" })).toBe(false);
  expect(await node.jobs.send("later", { n: 3 }, { startAfter, singletonKey: "b" })).toBe(true);
  node.clock.advance(2 * 60);
  await node.jobs.drain();
  expect(done).toEqual([]);
  node.clock.advance(61);
  await node.jobs.drain();
  expect(done.sort()).toEqual([1, 3]);
});

test("A round comes as often as it was set, once for all processes; rounds that were missed are one", async () => {
  await using node = await openJobNode();
  const other = await openJobs(node.ctx);
  let rounds = 0;
  for (const jobs of [node.jobs, other]) {
    await jobs.define("round", async () => void rounds++);
    await jobs.schedule("round", 3600);
  }
  const bothDrain = async () => void (await Promise.all([node.jobs.drain(), other.drain()]));
  await bothDrain();
  expect(rounds).toBe(1);
  node.clock.advance(59);
  await bothDrain();
  expect(rounds).toBe(1);
  node.clock.advance(2);
  await bothDrain();
  expect(rounds).toBe(2);
  node.clock.advance(48 * 60);
  await bothDrain();
  expect(rounds).toBe(3);
  await other.stop();
});

test("A job whose process died in the middle is done by another", async () => {
  await using node = await openJobNode();
  const other = await openJobs(node.ctx);
  const done: number[] = [];
  let reached = () => {};
  const started = new Promise<void>((resolve) => {
    reached = resolve;
  });
  await node.jobs.define("long", () => {
    reached();
    return new Promise(() => {});
  });
  await other.define("long", async (_, job) => void done.push(job.attempt), { retryDelaySeconds: 1 });
  await node.jobs.send("long", {});
  void node.jobs.drain();
  await started;
  expect(await other.drain()).toBe(0);
  node.clock.advance(1);
  await other.drain();
  node.clock.advance(1);
  await other.drain();
  expect(done).toEqual([2]);
  await other.stop();
});

test("Installing the queue again changes nothing, and the application's role cannot alter its tables", async () => {
  await using node = await openJobNode();
  await node.jobs.define("one", async () => {});
  await node.jobs.send("one", {});
  await installJobs(node.database.url);
  expect(await node.jobs.drain()).toBe(1);
  await expect(node.ctx.sql.unsafe("drop table pgboss.job")).rejects.toThrow("must be owner");
});

/** A node with a queue that the test drains. */
async function openJobNode(): Promise<TestNode & { readonly jobs: Jobs }> {
  const node = await openTestNode();
  await installJobs(node.database.url);
  const jobs = await openJobs(node.ctx);
  const dispose = async () => {
    // A process that died in the middle of a job never ends it.
    await Promise.race([jobs.stop(), new Promise((resolve) => setTimeout(resolve, 500))]);
    await node[Symbol.asyncDispose]();
  };
  return { ...node, jobs, [Symbol.asyncDispose]: dispose };
}
