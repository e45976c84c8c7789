import { afterAll, beforeEach, expect, test } from "vitest";
import { until } from "../../deploy/lab/pause.ts";
import { inTransaction } from "../../node/context.ts";
import { newUuid } from "../../node/ids.ts";
import type { SendDelivery } from "../../node/lanes/run.ts";
import { MOST_RELAYED } from "../../node/lanes/shorten.ts";
import { FLOOD, openLaneWorker } from "../../node/lanes/work.ts";
import { layDeliveries } from "../../node/outbox/emit.ts";
import { openTestNode } from "../support/context.ts";

const node = await openTestNode();
const { ctx } = node;
afterAll(() => node[Symbol.asyncDispose]());
beforeEach(async () => {
  for (const table of ["deliveries", "lanes", "peers"]) await ctx.sql.unsafe(`delete from ${table}`);
});

const SOMERSET = "https://somerset.example";
const [ADOPTION, HOUSING] = [newUuid(new Date()), newUuid(new Date())];

test("A council that is far behind is told the newest of each community and reads the rest, and gets every letter", async () => {
  await known("profile");
  await lay("letter 1", ADOPTION, "letter");
  await relay(ADOPTION, MOST_RELAYED + 1);
  await relay(HOUSING, 3);
  await lay("letter 2", ADOPTION, "letter");
  expect(await sent()).toEqual([
    "letter 1",
    `${ADOPTION} ${MOST_RELAYED + 1}`,
    ...[1, 2, 3].map((seq) => `${HOUSING} ${seq}`),
    "letter 2",
  ]);
});

test("A council that is a page behind, and a server of another program, are told everything in order", async () => {
  for (const [deliveryClass, entries] of [
    ["profile", MOST_RELAYED],
    ["threadiverse", MOST_RELAYED + 20],
  ] as const) {
    await ctx.sql`delete from peers`;
    await known(deliveryClass);
    await relay(ADOPTION, entries);
    expect(await sent()).toEqual(Array.from({ length: entries }, (_, n) => `${ADOPTION} ${n + 1}`));
  }
});

test("In a flood the lane rests, so that what comes meanwhile goes together; a few at once never wait", async () => {
  await known("profile");
  for (const restMs of [1, 3_600_000]) {
    const iris: string[] = [];
    const send: SendDelivery = async (_ctx, delivery) => {
      iris.push(delivery.activityIri);
      return { kind: "delivered" };
    };
    const worker = openLaneWorker(ctx, send, restMs);
    await relay(ADOPTION, FLOOD - 1);
    worker.start();
    await until("a few are sent", async () => iris.length === FLOOD - 1);
    await relay(ADOPTION, 1);
    worker.wake();
    await until("the next is sent at once", async () => iris.length === FLOOD);
    await ctx.sql`update lanes set open_from = open_from + interval '1 day'`;
    await relay(ADOPTION, FLOOD);
    await ctx.sql`update lanes set open_from = open_from - interval '1 day'`;
    worker.wake();
    await until("a flood is sent", async () => iris.length === 2 * FLOOD);
    await relay(ADOPTION, 1);
    worker.wake();
    const rests = restMs > 1;
    await (rests ? worker.drain() : until("it rests no longer", async () => iris.length > 2 * FLOOD));
    expect(iris).toHaveLength(2 * FLOOD + (rests ? 0 : 1));
    await worker.stop();
    await ctx.sql`delete from deliveries`;
  }
});

async function known(deliveryClass: string): Promise<void> {
  await ctx.sql`insert into peers (origin, state, delivery_class) values (${SOMERSET}, 'accepted', ${deliveryClass})`;
}

async function relay(communityId: string, entries: number): Promise<void> {
  for (let seq = 1; seq <= entries; seq++) await lay(`${communityId} ${seq}`, communityId, "relay", seq);
}

function lay(
  activityIri: string,
  communityId: string,
  kind: "letter" | "relay",
  seq: number | null = null,
): Promise<void> {
  const inbox = `${SOMERSET}/ap/inbox`;
  return inTransaction(ctx, (tx) =>
    layDeliveries(tx, [{ activityIri, inbox, communityId, kind, form: "activity", seq }]),
  );
}

async function sent(): Promise<string[]> {
  const iris: string[] = [];
  const worker = openLaneWorker(ctx, async (_ctx, delivery) => {
    iris.push(delivery.activityIri);
    return { kind: "delivered" };
  });
  await worker.drain();
  return iris;
}
