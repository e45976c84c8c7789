import { randomBytes } from "node:crypto";
import { createNoopMeter } from "@opentelemetry/api";
import { ensureNodeActor } from "../../node/actors/node-actor.ts";
import { readConfig } from "../../node/config.ts";
import type { Clock, NodeContext } from "../../node/context.ts";
import { SYSTEM_CLOCK } from "../../node/context.ts";
import { syncCouncils } from "../../node/councils/sync.ts";
import { openDatabase } from "../../node/db/open.ts";
import { irisOf } from "../../node/iris.ts";
import { vaultFor } from "../../node/keys/vault.ts";
import { logOf } from "../../node/log.ts";
import { metricsOf } from "../../node/metrics/instruments.ts";
import { checkOrigin } from "../../node/origin.ts";
import type { Ports } from "../../node/ports.ts";
import { Outage } from "../../node/refusal.ts";
import { createDatabase, type TestDatabase } from "./database.ts";

export interface ContextOptions {
  readonly databaseUrl: string;
  readonly origin: string;
  readonly clock?: Clock;
  /** Further settings, in the shape of the file of settings. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly ports?: Partial<Ports>;
}

/** A context over a migrated database, without anything running. Close it with `ctx.sql.end()`. */
export function contextFor(options: ContextOptions): NodeContext {
  const { databaseUrl, origin, clock = SYSTEM_CLOCK, config = {}, ports = {} } = options;
  return {
    config: readConfig({}, JSON.stringify({ origin, nodeName: "Sunderland Communities", ...config })),
    sql: openDatabase(databaseUrl, { connections: 8, name: "moothall-test" }),
    clock,
    iris: irisOf(origin),
    log: logOf("test"),
    metrics: metricsOf(createNoopMeter()),
    ports: { ...ALONE, ...ports },
    vault: vaultFor(randomBytes(32)),
    wake: () => {},
  };
}

/** A clock that the test moves; by itself it goes one millisecond forward at each look, so that no two acts fall together. */
export interface TestClock extends Clock {
  advance(minutes: number): void;
}

/** Starts on a working morning. */
export function testClock(start = "2026-11-16T09:00:00Z"): TestClock {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now++),
    advance: (minutes) => {
      now += minutes * 60_000;
    },
  };
}

/** The time of day, as the browsers of this test know it too; the test can move it on. */
export function presentClock(): TestClock {
  let ahead = 0;
  let last = 0;
  return {
    now: () => {
      last = Math.max(last + 1, Date.now() + ahead);
      return new Date(last);
    },
    advance: (minutes) => {
      ahead += minutes * 60_000;
    },
  };
}

export interface TestNode {
  readonly ctx: NodeContext;
  readonly clock: TestClock;
  readonly database: TestDatabase;
  [Symbol.asyncDispose](): Promise<void>;
}

/** One node as after its start, with a database of its own: origin recorded, councils read in, own actor made. */
export async function openTestNode(
  options: Partial<Omit<ContextOptions, "databaseUrl" | "clock">> = {},
): Promise<TestNode> {
  const database = await createDatabase();
  const clock = testClock();
  const origin = options.origin ?? "http://sunderland.localhost:8620";
  const ctx = contextFor({ ...options, origin, clock, databaseUrl: database.url });
  await checkOrigin(ctx);
  await syncCouncils(ctx);
  await ensureNodeActor(ctx);
  const dispose = async () => {
    await ctx.sql.end();
    await database.drop();
  };
  return { ctx, clock, database, [Symbol.asyncDispose]: dispose };
}

/** Ports of a node that nothing is connected to. */
const ALONE: Ports = {
  remote: {
    closedMembers: () => Promise.reject(new Error("not asked")),
    receipts: () => Promise.reject(new Error("not asked")),
    appealed: () => Promise.reject(new Error("not asked")),
    askHidden: () => Promise.reject(new Error("not asked")),
    hiddenFile: () => Promise.reject(new Error("not asked")),
    shows: away,
    describe: away,
    bringActor: away,
    compare: away,
    resync: away,
    fingerprint: () => "",
    roundTrip: async () => ({ outcome: "away", error: "dns", aheadMs: null, certificateEnds: null }),
  },
  search: {
    find: async () => ({
      hits: [],
      total: 0,
      totalIsLowerBound: false,
      facets: {},
      corrected: null,
      reachable: 0,
      leftOut: [],
      behind: false,
      sources: [],
    }),
    similarPosts: async () => [],
    similarCommunities: async () => [],
  },
  mail: { send: away, check: async () => ({ outcome: "kept" }) },
};

async function away(): Promise<never> {
  throw new Outage("Nothing is connected in this test.");
}
