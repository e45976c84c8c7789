import type { NodeContext } from "../context.ts";
import { type Listening, listenTo } from "../db/listen.ts";
import { logOf } from "../log.ts";

/** What work there is for the background, as `NodeContext.wake` names it. */
export type Work = "lanes" | "changes" | "mails" | "files";

const WORK: readonly Work[] = ["lanes", "changes", "mails", "files"];
const CHANNEL = "moothall_work";

export interface Wakes {
  readonly wake: (what: Work) => void;
  stop(): Promise<void>;
}

export interface WakesOptions {
  readonly databaseUrl: string;
  /** Wakes the workers of this process. */
  readonly wake: (what: Work) => void;
}

/** How background work is woken, by the role of this process: here, in others, or here also by others. */
export function openWakes(ctx: NodeContext, { databaseUrl, wake }: WakesOptions): Wakes {
  if (ctx.config.role === "web") return { wake: wakeElsewhere(ctx), stop: async () => {} };
  if (ctx.config.role === "all") return { wake, stop: async () => {} };
  const hearing = hearWakes(databaseUrl, wake);
  return { wake, stop: () => hearing.stop() };
}

/**
 * Wakes workers in other processes, by NOTIFY: for a process that serves pages and does no work itself. Several wakes
 * that come together are said once. A wake that is lost costs a second, since workers look for themselves.
 */
export function wakeElsewhere(ctx: Pick<NodeContext, "sql">): (what: Work) => void {
  const waiting = new Set<Work>();
  let saying = false;
  async function say(): Promise<void> {
    saying = true;
    try {
      while (waiting.size > 0) {
        const all = [...waiting];
        waiting.clear();
        await ctx.sql`select pg_notify(${CHANNEL}, what) from unnest(${all}::text[]) what`;
      }
    } catch (error) {
      waiting.clear();
      logOf("workers").debug("Workers could not be woken: {error}", { error });
    } finally {
      saying = false;
    }
  }
  return (what) => {
    waiting.add(what);
    if (!saying) void say();
  };
}

/** Hears what other processes say with `wakeElsewhere`. */
export function hearWakes(databaseUrl: string, wake: (what: Work) => void): Listening {
  const heard = (payload: string) => {
    const what = WORK.find((one) => one === payload);
    if (what) wake(what);
  };
  return listenTo({ url: databaseUrl, channel: CHANNEL, heard });
}
