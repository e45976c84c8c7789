import { setTimeout as pause } from "node:timers/promises";
import type { Config } from "./config.ts";
import { isDeadlock, type Reader, type Sql, type Tx } from "./db/open.ts";
import type { Iris } from "./iris.ts";
import type { KeyVault } from "./keys/vault.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics/instruments.ts";
import type { Ports } from "./ports.ts";
import type { Viewer } from "./visibility/viewer.ts";

/** Time comes from here, and only from here: every deadline is computed from it and passed as a parameter. */
export interface Clock {
  now(): Date;
}

export const SYSTEM_CLOCK: Clock = { now: () => new Date() };

/** Everything a verb needs; made once by startNode and passed as first argument. */
export interface NodeContext {
  readonly config: Config;
  readonly sql: Sql;
  readonly clock: Clock;
  readonly iris: Iris;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly ports: Ports;
  readonly vault: KeyVault;
  /** Says that work of this kind was committed; the workers of this process look at once. */
  readonly wake: (what: "lanes" | "changes" | "mails" | "files") => void;
}

/** A context inside a transaction; only `inTransaction` makes one, so a change outside a transaction does not compile. */
export interface WriteContext extends Omit<NodeContext, "sql"> {
  readonly sql: Tx;
  readonly writing: true;
  /** The one time of this act. */
  readonly now: Date;
  /** Runs after COMMIT, for wake-ups only: nothing that matters may depend on it. */
  readonly afterCommit: (then: () => void) => void;
}

export interface ReadContext extends Omit<NodeContext, "sql"> {
  readonly sql: Reader;
  readonly viewer: Viewer;
}

export type AnyContext = NodeContext | WriteContext | ReadContext;

/** Tries of a transaction that PostgreSQL ended because it and another waited for each other. */
const MOST_TRIES = 5;
const LONGEST_PAUSE_MS = 50;

/**
 * Runs a verb's writes in one transaction, under the name of `viewer` for row-level security.
 * Inside another one it joins it. Anything thrown rolls everything back. Of two that wait for each other one is done
 * again from its beginning, so that `work` may change nothing but the database.
 */
export async function inTransaction<T>(
  ctx: NodeContext | WriteContext,
  work: (tx: WriteContext) => Promise<T>,
  as: Viewer = { kind: "node", reason: "verb" },
): Promise<T> {
  if ("writing" in ctx) return work(ctx);
  for (let tries = 1; ; tries++) {
    try {
      return await tryTransaction(ctx, work, as);
    } catch (error) {
      if (tries >= MOST_TRIES || !isDeadlock(error)) throw error;
      ctx.log.debug("A transaction waited for another that waited for it, and is done again.");
      // PostgreSQL may have ended both: the first to come back has to be through before the other is there again.
      await pause(Math.random() * LONGEST_PAUSE_MS * tries);
    }
  }
}

async function tryTransaction<T>(
  ctx: NodeContext,
  work: (tx: WriteContext) => Promise<T>,
  as: Viewer,
): Promise<T> {
  const later: (() => void)[] = [];
  const result = await ctx.sql.begin(async (sql) => {
    const named = nameViewer(sql, as);
    const tx: WriteContext = {
      ...ctx,
      sql,
      writing: true,
      now: ctx.clock.now(),
      afterCommit: (f) => later.push(f),
    };
    const [value] = await Promise.all([work(tx), named]);
    return { value };
  });
  for (const then of later) then();
  return result.value as T;
}

/** Runs reads for a viewer in one read-only transaction: one consistent picture, and the viewer known to PostgreSQL. */
export async function reading<T>(
  ctx: NodeContext,
  viewer: Viewer,
  work: (r: ReadContext) => Promise<T>,
): Promise<T> {
  const result = await ctx.sql.begin("read only", async (sql) => {
    const named = nameViewer(sql, viewer);
    const [value] = await Promise.all([work({ ...ctx, sql, viewer }), named]);
    return { value };
  });
  return result.value as T;
}

/** Tells PostgreSQL who asks, ahead of every other statement and without waiting for it: `execute` sends it now. */
function nameViewer(sql: Tx, viewer: Viewer): PromiseLike<unknown> {
  if (viewer.kind === "person" && viewer.opened !== undefined)
    return sql`select set_config('moothall.viewer', ${viewerName(viewer)}, true),
      set_config('moothall.opened', ${viewer.opened.toISOString()}, true)`.execute();
  return sql`select set_config('moothall.viewer', ${viewerName(viewer)}, true)`.execute();
}

function viewerName(viewer: Viewer): string {
  if (viewer.kind === "person") return `person:${viewer.actorId}`;
  if (viewer.kind === "peer") return `peer:${viewer.origin}`;
  return viewer.kind === "stranger" ? `stranger:${viewer.origin}` : viewer.kind;
}
