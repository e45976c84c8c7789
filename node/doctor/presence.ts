import { hostname } from "node:os";
import { markRecord } from "../backup/mark.ts";
import type { NodeContext } from "../context.ts";
import { isDatabaseAway } from "../db/open.ts";
import { logOf } from "../log.ts";

const EVERY_MS = 20_000;
const FORGET_MS = 24 * 3_600_000;

export interface ProcessRow {
  readonly name: string;
  readonly role: "all" | "web" | "worker";
  readonly started: Date;
  readonly seen: Date;
}

/** Processes of this node of the last day, the one that was at work last first. */
export async function readProcesses(ctx: NodeContext): Promise<readonly ProcessRow[]> {
  return ctx.sql<ProcessRow[]>`select name, role, started, seen from processes order by seen desc`;
}

export interface Presence {
  /** Resolves when it has been said for the first time. */
  readonly shown: Promise<void>;
  stop(): Promise<void>;
}

/** Says every 20 seconds that this process is there, until it is stopped. */
export function showPresence(ctx: NodeContext): Presence {
  const name = `${hostname()} ${process.pid} ${ctx.config.port}`;
  const started = ctx.clock.now();
  const forgetting = new Date(started.getTime() - FORGET_MS);
  async function show(): Promise<void> {
    try {
      await ctx.sql`delete from processes where seen < ${forgetting}`;
      await ctx.sql`
        insert into processes (name, role, started, seen) values (${name}, ${ctx.config.role}, ${started}, ${ctx.clock.now()})
        on conflict (name) do update set role = excluded.role, started = excluded.started, seen = excluded.seen`;
      await markRecord(ctx);
    } catch (error) {
      if (!isDatabaseAway(error))
        logOf("workers").error("A process cannot say that it is there: {error}", { error });
    }
  }
  const shown = show();
  let last = shown;
  const timer = setInterval(() => {
    last = show();
  }, EVERY_MS);
  timer.unref();
  return {
    shown,
    async stop() {
      clearInterval(timer);
      await last;
    },
  };
}
