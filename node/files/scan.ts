import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { NodeContext } from "../context.ts";
import { scanWithClamd } from "../egress/clamd.ts";
import { refuse } from "../refusal.ts";
import { fileStore } from "./store.ts";
import type { FileState } from "./types.ts";

/**
 * Asks the virus checker, where one is set, about bytes that came in: `ready` when it found nothing or there is none,
 * `waiting` when it does not answer (R24). Refuses `invalid` with `reason` `infected`.
 */
export async function checkForViruses(ctx: NodeContext, path: string, name: string): Promise<FileState> {
  const { clamav } = ctx.config;
  if (clamav === null) return "ready";
  const answer = await scanWithClamd(clamav, path);
  if (answer === "found") refuse("invalid", { field: "upload", reason: "infected", name });
  return answer === "clean" ? "ready" : "waiting";
}

/**
 * Asks again about everything that waits, the oldest first, until the checker is away again. What it finds something in
 * loses its bytes; its line under the post says so. A scheduled job calls it.
 */
export async function checkWaiting(ctx: NodeContext): Promise<void> {
  const rows = await ctx.sql<
    { id: string }[]
  >`select id from files where state = 'waiting' order by uploaded`;
  for (const { id } of rows) {
    const state = await stateNow(ctx, id);
    if (state === "waiting") return;
    await ctx.sql`update files set state = ${state} where id = ${id} and state = 'waiting'`;
    if (state !== "infected") continue;
    await fileStore(ctx).remove(id);
    await fileStore(ctx).remove(`${id}.small`);
    await fileStore(ctx).remove(`${id}.exact`);
  }
}

async function stateNow(ctx: NodeContext, id: string): Promise<FileState> {
  const { clamav } = ctx.config;
  if (clamav === null) return "ready";
  const store = fileStore(ctx);
  const bytes = await store.read(id);
  // Its row went meanwhile, or goes now: nothing is to be checked.
  if (bytes === null) return "infected";
  const place = await store.place();
  try {
    await pipeline(bytes, createWriteStream(place, { mode: 0o600 }));
    const answer = await scanWithClamd(clamav, place);
    return answer === "away" ? "waiting" : answer === "clean" ? "ready" : "infected";
  } finally {
    await rm(place, { force: true });
  }
}
