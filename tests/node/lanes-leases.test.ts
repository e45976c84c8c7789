import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { afterAll, beforeEach, expect, test } from "vitest";
import { pause, until } from "../../deploy/lab/pause.ts";
import { inTransaction } from "../../node/context.ts";
import { claimLanes } from "../../node/lanes/claim.ts";
import { freeLanesOfEnded, nameOfWorker } from "../../node/lanes/leases.ts";
import { openLaneWorker } from "../../node/lanes/work.ts";
import { layDeliveries } from "../../node/outbox/emit.ts";
import { openTestNode } from "../support/context.ts";

const node = await openTestNode();
const { ctx } = node;
afterAll(() => node[Symbol.asyncDispose]());
beforeEach(async () => {
  await ctx.sql`delete from deliveries`;
  await ctx.sql`delete from lanes`;
  await ctx.sql`delete from peers`;
});

const SOMERSET = "https://somerset.example";
const ROOM = { places: 16, forFailing: 4 };

test("A worker that starts takes up at once what a killed process of its machine was sending", async () => {
  const killed = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  const worker = `${hostname()} ${killed.pid} run worker`;
  await lay("a");
  await claimLanes(ctx, worker, ROOM);
  expect(await freeLanesOfEnded(ctx), "while it runs").toBe(0);
  killed.kill("SIGKILL");
  await once(killed, "exit");
  const sent: string[] = [];
  const next = openLaneWorker(ctx, async (_ctx, { activityIri }) => {
    sent.push(activityIri);
    return { kind: "delivered" };
  });
  next.start();
  await until("it is sent, without a clock that moves", async () => sent.length > 0);
  await next.stop();
});

test("A container that starts again under the same process number takes up what the one before was sending", async () => {
  await lay("a");
  await claimLanes(ctx, `${hostname()} ${process.pid} another-run worker`, ROOM);
  expect(await freeLanesOfEnded(ctx)).toBe(1);
  expect(await claimLanes(ctx, "next", ROOM)).toHaveLength(1);
});

test("Leases of this process, of other machines and of workers whose process nobody knows end by themselves", async () => {
  for (const worker of [
    nameOfWorker(),
    `elsewhere ${2 ** 22 + 1} run worker`,
    "e7a0 b",
    `${hostname()} 0 run worker`,
  ]) {
    await lay("a");
    await claimLanes(ctx, worker, ROOM);
    expect(await freeLanesOfEnded(ctx), worker).toBe(0);
    await ctx.sql`update lanes set leased_until = null, leased_by = null`;
  }
});

test("What is laid into a lane while its worker leaves it is sent by that worker, not held for nobody", async () => {
  await ctx.sql`insert into peers (origin, state) values (${SOMERSET}, 'accepted')`;
  await lay("a");
  const sent: string[] = [];
  const worker = openLaneWorker(ctx, async (_ctx, { activityIri }) => {
    sent.push(activityIri);
    return { kind: "delivered" };
  });
  const [held, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holding = ctx.sql.begin(async (tx) => {
    await tx`select 1 from peers for update`;
    held.resolve();
    await over.promise;
  });
  await held.promise;
  const first = worker.drain();
  await until("the lane is given back", async () => {
    const [lane] = await ctx.sql<{ by: string | null }[]>`select leased_by as by from lanes`;
    return sent.length === 1 && lane?.by === null;
  });
  await lay("b");
  const second = worker.drain();
  // It looks meanwhile, which nothing tells: were this too short, the test would find nothing, and fail at nothing.
  await pause(300);
  over.resolve();
  await Promise.all([holding, first, second]);
  await worker.drain();
  expect(sent).toEqual(["a", "b"]);
  const [lane] = await ctx.sql<{ until: Date | null }[]>`select leased_until as until from lanes`;
  expect(lane?.until).toBeNull();
});

function lay(activityIri: string): Promise<void> {
  const delivery = { activityIri, inbox: `${SOMERSET}/ap/inbox`, communityId: null, kind: "letter" } as const;
  return inTransaction(ctx, (tx) => layDeliveries(tx, [{ ...delivery, form: "activity", seq: null }]));
}
