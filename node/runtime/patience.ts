import type { NodeContext } from "../context.ts";
import { isDatabaseThere } from "./readiness.ts";

/** How long a request may take before the database is asked whether it answers at all, and how often after that. */
const PATIENCE_MS = 4_000;
const AGAIN_MS = 1_000;

/**
 * What `begin` resolves to; `away` when it has not within seconds and the database does not answer either, so that
 * nobody waits for a database that hangs (experiment R06). Work that is merely slow is waited for. What was begun may
 * still be done: whoever is told `away` cannot know. Once the database was found away, nothing is begun until it answers
 * again: what nobody waits for any more would stand in its way when it comes back.
 */
export async function unlessDatabaseHangs<T>(ctx: NodeContext, begin: () => Promise<T>): Promise<T | "away"> {
  if (AWAY.has(ctx) && !(await askOnce(ctx))) return "away";
  const over = Promise.withResolvers<"away">();
  let done = false;
  let timer: NodeJS.Timeout | undefined;
  const lookAfter = (ms: number) => {
    timer = setTimeout(async () => {
      const there = await askOnce(ctx);
      if (!there) over.resolve("away");
      else if (!done) lookAfter(AGAIN_MS);
    }, ms);
  };
  lookAfter(PATIENCE_MS);
  try {
    return await Promise.race([begin(), over.promise]);
  } finally {
    done = true;
    clearTimeout(timer);
  }
}

/** Requests that wait together ask together. */
const asking = new WeakMap<NodeContext, Promise<boolean>>();
/** Whose database did not answer when it was asked last. */
const AWAY = new WeakSet<NodeContext>();

function askOnce(ctx: NodeContext): Promise<boolean> {
  const now = asking.get(ctx);
  if (now) return now;
  const asked = isDatabaseThere(ctx).finally(() => asking.delete(ctx));
  asking.set(ctx, asked);
  return asked.then((there) => {
    if (there) AWAY.delete(ctx);
    else AWAY.add(ctx);
    return there;
  });
}
