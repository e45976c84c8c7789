import { afterAll, beforeEach, expect, test } from "vitest";
import { until } from "../../deploy/lab/pause.ts";
import { inTransaction } from "../../node/context.ts";
import { claimLanes } from "../../node/lanes/claim.ts";
import type { SendDelivery } from "../../node/lanes/run.ts";
import { giveUpLetters, type Outcome, reopenLane, retryUnreached } from "../../node/lanes/settle.ts";
import { openLaneWorker } from "../../node/lanes/work.ts";
import { layDeliveries } from "../../node/outbox/emit.ts";
import { openTestNode } from "../support/context.ts";

const node = await openTestNode();
const { ctx, clock } = node;
afterAll(() => node[Symbol.asyncDispose]());
beforeEach(async () => {
  await ctx.sql`delete from deliveries`;
  await ctx.sql`delete from lanes`;
});

const SOMERSET = "https://somerset.example";
const HOURS = 60;
const ROOM = { places: 16, forFailing: 4 };

test("A lane is worked on by one worker at a time, however many look at once", async () => {
  await Promise.all(Array.from({ length: 12 }, (_, i) => lay(`https://council${i}.example`, ["a"])));
  const claims = await Promise.all(Array.from({ length: 6 }, (_, i) => claimLanes(ctx, `worker ${i}`, ROOM)));
  const origins = claims.flat().map((lane) => lane.origin);
  expect(origins).toHaveLength(12);
  expect(new Set(origins).size).toBe(12);
});

test("A lane whose worker was killed is taken up when its lease has ended, and not before", async () => {
  await lay(SOMERSET, ["a"]);
  expect(await claimLanes(ctx, "killed", ROOM)).toHaveLength(1);
  expect(await claimLanes(ctx, "next", ROOM)).toHaveLength(0);
  clock.advance(1);
  expect(await claimLanes(ctx, "next", ROOM)).toHaveLength(1);
});

test("What a worker sent without writing it down is sent again, in the same order", async () => {
  await lay(SOMERSET, ["a", "b", "c"]);
  const sent: string[] = [];
  const killed = openLaneWorker(ctx, async (_ctx, delivery) => {
    sent.push(delivery.activityIri);
    if (delivery.activityIri === "b") throw Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" });
    return { kind: "delivered" };
  });
  await killed.drain();
  clock.advance(1);
  await openLaneWorker(ctx, sendingTo(sent)).drain();
  expect(sent).toEqual(["a", "b", "a", "b", "c"]);
  expect(await waiting()).toEqual([]);
});

test("A lane waits no longer once the other side answers, unless it was the other side that made it wait", async () => {
  for (const [error, goesOn] of [
    ["refused", true],
    ["http-503", true],
    ["http-500", false],
    ["http-429", false],
  ] as const) {
    await ctx.sql`delete from deliveries`;
    await ctx.sql`delete from lanes`;
    await lay(SOMERSET, ["a"]);
    let there = false;
    const sent: string[] = [];
    const worker = openLaneWorker(ctx, async (_ctx, delivery) => {
      if (!there) return { kind: "later", error, retryAfterSeconds: null };
      sent.push(delivery.activityIri);
      return { kind: "delivered" };
    });
    for (let tries = 0; tries < 4; tries++) {
      await worker.drain();
      clock.advance(3);
    }
    await worker.drain();
    there = true;
    await worker.drain();
    expect(sent).toEqual([]);
    await retryUnreached(ctx, SOMERSET);
    await worker.drain();
    expect(sent).toEqual(goesOn ? ["a"] : []);
  }
});

test("A lane that fails waits 5 seconds, then 30 seconds and twice as long each time, up to six hours", async () => {
  await lay(SOMERSET, ["a"]);
  const worker = openLaneWorker(ctx, async () => ({
    kind: "later",
    error: "http-502",
    retryAfterSeconds: null,
  }));
  const longest = 6 * 3600;
  for (const seconds of [5, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15_360, longest, longest]) {
    expect(await worker.drain()).toBe(1);
    const waits = await waitsFor();
    expect(waits, `about ${seconds} seconds`).toBeGreaterThanOrEqual(
      seconds === longest ? longest : seconds * 0.9,
    );
    expect(waits).toBeLessThanOrEqual(Math.min(longest, seconds * 1.1));
    expect(await worker.drain(), "nothing is tried before its time").toBe(0);
    clock.advance(waits / 60);
  }
});

test("A lane waits as long as the other side asks, and no longer than six hours", async () => {
  for (const [asked, waits] of [
    [600, 600],
    [24 * 3600, 6 * 3600],
  ] as const) {
    await ctx.sql`delete from deliveries`;
    await ctx.sql`delete from lanes`;
    await lay(SOMERSET, ["a"]);
    const worker = openLaneWorker(ctx, async () => ({
      kind: "later",
      error: "http-429",
      retryAfterSeconds: asked,
    }));
    await worker.drain();
    expect(await waitsFor()).toBe(waits);
  }
});

test("Councils that do not answer take a quarter of the places, however often the worker looks, and never delay the others", async () => {
  const dead = Array.from({ length: 20 }, (_, n) => `https://dead${n}.example`);
  for (const origin of dead) await lay(origin, [`to ${origin}`]);
  await ctx.sql`update lanes set failures = 3`;
  const [tried, sent]: [string[], string[]] = [[], []];
  const given = Promise.withResolvers<void>();
  const worker = openLaneWorker(ctx, async (_ctx, { activityIri }) => {
    if (!activityIri.startsWith("to https://dead")) {
      sent.push(activityIri);
      return { kind: "delivered" };
    }
    tried.push(activityIri);
    await given.promise;
    return { kind: "later", error: "timeout", retryAfterSeconds: null };
  });
  worker.start();
  await until("the first of them are tried", async () => tried.length > 0);
  for (let n = 0; n < 20; n++) {
    await lay(`https://live${n}.example`, [`live ${n}`]);
    worker.wake();
    await until("the one that answers got it", async () => sent.length > n);
    expect(tried.length).toBeLessThanOrEqual(4);
  }
  expect(tried).toHaveLength(4);
  given.resolve();
  await worker.stop();
});

test("Sixty councils that fall silent at the same moment leave room for those that answer", async () => {
  const silent = Array.from({ length: 60 }, (_, n) => `https://silent${n}.example`);
  for (const origin of silent) await lay(origin, [`to ${origin}`]);
  await lay(SOMERSET, ["live"]);
  const given = Promise.withResolvers<void>();
  const [tried, sent]: [string[], string[]] = [[], []];
  const worker = openLaneWorker(ctx, async (_ctx, { activityIri }) => {
    if (activityIri === "live") {
      sent.push(activityIri);
      return { kind: "delivered" };
    }
    tried.push(activityIri);
    await given.promise;
    return { kind: "later", error: "timeout", retryAfterSeconds: null };
  });
  worker.start();
  await until("the one that answers got it", async () => sent.length > 0);
  await until("all others were tried", async () => tried.length === 60);
  given.resolve();
  await worker.stop();
});

test("A delivery that this node itself cannot make is set aside after five tries, and the next one goes", async () => {
  await lay(SOMERSET, ["broken", "fine"]);
  const sent: string[] = [];
  const worker = openLaneWorker(ctx, async (_ctx, delivery) => {
    sent.push(delivery.activityIri);
    if (delivery.activityIri === "broken") throw new TypeError("cannot be rendered");
    return { kind: "delivered" };
  });
  for (let tries = 0; tries < 5; tries++) {
    await worker.drain();
    clock.advance(6 * HOURS);
  }
  expect(sent).toEqual(["broken", "fine", "broken", "broken", "broken", "broken"]);
  const [row] = await ctx.sql`select activity_iri, error from deliveries where failed is not null`;
  expect(row).toEqual({ activity_iri: "broken", error: "internal" });
});

test("One letter that the other side cannot take holds up nothing but what is said of the same thing", async () => {
  await lay(SOMERSET, ["poison", "edit", "fine"]);
  for (const iri of ["poison", "edit", "fine"])
    await ctx.sql`insert into activities (iri, actor_iri, type, object_iri, created)
      values (${iri}, 'me', 'Create', ${iri === "fine" ? "other" : "thing"}, ${clock.now()})`;
  const sent: string[] = [];
  let cured = false;
  const worker = openLaneWorker(ctx, async (_ctx, { activityIri }) => {
    sent.push(activityIri);
    if (activityIri === "poison" && !cured)
      return { kind: "later", error: "http-500", retryAfterSeconds: null };
    return { kind: "delivered" };
  });
  await worker.drain();
  expect(sent).toEqual(["poison", "fine"]);
  await lay(SOMERSET, ["after"]);
  await worker.drain();
  expect(sent).toEqual(["poison", "fine", "after"]);
  cured = true;
  clock.advance(1);
  await worker.drain();
  expect(sent.slice(3)).toEqual(["poison", "edit"]);
  expect(await waiting()).toEqual([]);
  await ctx.sql`delete from activities`;
});

test("A letter that fails while others get through is set aside with the reason; three in a row close the lane", async () => {
  await lay(SOMERSET, ["poison"]);
  const worker = openLaneWorker(ctx, async (_ctx, { activityIri }) =>
    activityIri === "fine"
      ? { kind: "delivered" }
      : { kind: "later", error: "http-500", retryAfterSeconds: null },
  );
  for (let tries = 0; tries < 5; tries++) {
    await worker.drain();
    expect(await waiting(), `after ${tries + 1} tries`).toEqual(tries < 4 ? ["poison"] : []);
    await lay(SOMERSET, ["fine"]);
    await worker.drain();
    clock.advance(6 * HOURS);
  }
  const [row] = await ctx.sql`select activity_iri, error from deliveries where failed is not null`;
  expect(row).toEqual({ activity_iri: "poison", error: "http-500" });

  await lay(SOMERSET, ["a", "b", "c", "fine"]);
  await worker.drain();
  expect(await waiting(), "the other side fails at everything").toEqual(["a", "b", "c", "fine"]);
});

test("A lane is parked after 72 hours without success, and not when something got through meanwhile", async () => {
  await lay(SOMERSET, ["a", "b"]);
  const answers: Outcome[] = [
    { kind: "later", error: "refused", retryAfterSeconds: null },
    { kind: "delivered" },
    { kind: "later", error: "refused", retryAfterSeconds: null },
    { kind: "later", error: "refused", retryAfterSeconds: null },
  ];
  const worker = openLaneWorker(ctx, async () => answers.shift() ?? { kind: "delivered" });
  await worker.drain();
  clock.advance(73 * HOURS);
  await worker.drain();
  expect(await parked()).toBe(false);
  clock.advance(73 * HOURS);
  await worker.drain();
  expect(await parked()).toBe(true);
});

test("Of a parked lane the letters are kept and what is relayed is not, also what is laid later", async () => {
  await lay(SOMERSET, ["letter"]);
  await lay(SOMERSET, ["relayed"], "relay");
  const away = openLaneWorker(ctx, async () => ({
    kind: "later",
    error: "timeout",
    retryAfterSeconds: null,
  }));
  await away.drain();
  clock.advance(73 * HOURS);
  await away.drain();
  expect(await waiting()).toEqual(["letter"]);
  await lay(SOMERSET, ["relayed later"], "relay");
  await giveUpLetters(ctx);
  expect(await waiting()).toEqual(["letter"]);
  await reopenLane(ctx, SOMERSET);
  const sent: string[] = [];
  await openLaneWorker(ctx, sendingTo(sent)).drain();
  expect(sent).toEqual(["letter"]);
});

test("A process that is to end finishes what it is sending and leaves the rest of the lane to another at once", async () => {
  await lay(SOMERSET, ["a", "b", "c"]);
  const sent: string[] = [];
  const ended: Promise<void>[] = [];
  const ending = openLaneWorker(ctx, async (_ctx, delivery) => {
    sent.push(delivery.activityIri);
    ended.push(ending.stop());
    return { kind: "delivered" };
  });
  ending.start();
  await until("it has begun", async () => ended.length > 0);
  await Promise.all(ended);
  expect([sent, await waiting()]).toEqual([["a"], ["b", "c"]]);
  await openLaneWorker(ctx, sendingTo(sent)).drain();
  expect(sent).toEqual(["a", "b", "c"]);
});

test("A process that only serves pages delivers nothing; the one that works does", async () => {
  await lay(SOMERSET, ["a"]);
  const sent: string[] = [];
  const pages = openLaneWorker(ctx, sendingTo(sent));
  pages.wake();
  await pages.stop();
  expect(sent).toEqual([]);
  await openLaneWorker(ctx, sendingTo(sent)).drain();
  expect(sent).toEqual(["a"]);
});

function sendingTo(sent: string[]): SendDelivery {
  return async (_ctx, delivery) => {
    sent.push(delivery.activityIri);
    return { kind: "delivered" };
  };
}

function lay(origin: string, iris: readonly string[], kind: "letter" | "relay" = "letter"): Promise<void> {
  return inTransaction(ctx, (tx) =>
    layDeliveries(
      tx,
      iris.map((activityIri) => ({
        activityIri,
        inbox: `${origin}/ap/inbox`,
        communityId: null,
        kind,
        form: "activity" as const,
        seq: null,
      })),
    ),
  );
}

async function waiting(): Promise<string[]> {
  const rows = await ctx.sql<{ iri: string }[]>`
    select activity_iri as iri from deliveries where failed is null order by id`;
  return rows.map((row) => row.iri);
}

/** Seconds from the last failure until the lane opens. */
async function waitsFor(): Promise<number> {
  const [row] = await ctx.sql<{ seconds: number }[]>`
    select extract(epoch from open_from - last_error_at)::float8 as seconds from lanes where origin = ${SOMERSET}`;
  return row?.seconds ?? 0;
}

async function parked(): Promise<boolean> {
  const [row] = await ctx.sql<{ parked: boolean }[]>`
    select parked is not null as parked from lanes where origin = ${SOMERSET}`;
  return row?.parked ?? false;
}
