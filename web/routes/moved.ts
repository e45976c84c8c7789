import { type ReadContext, reading } from "../../node/context.ts";
import { findMovedTo } from "../../node/posts/move-read.ts";
import { findThread, type ThreadQuery } from "../../node/posts/thread-page.ts";
import type { ThreadPage } from "../../node/posts/types.ts";
import { Refusal } from "../../node/refusal.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import type { WebContext } from "../env.ts";
import { see } from "../respond.tsx";
import { handleOf, idIn } from "./community-scene.ts";

/** A thread by its address, also by one from before it was moved: an open page and an old link still lead to it. */
export async function findThreadNow(r: ReadContext, viewer: Viewer, query: ThreadQuery): Promise<ThreadPage> {
  try {
    return await findThread(r, viewer, query);
  } catch (error) {
    const gone = error instanceof Refusal && error.code === "not-found";
    const moved = gone ? await findMovedTo(r, viewer, query) : null;
    if (moved === null) throw error;
    return findThread(r, viewer, { ...query, handle: moved.handle });
  }
}

/** Of a discussion that was moved, and of which no copy is here any more: to the community it is in. Else the refusal again. */
export async function toMovedAway(c: WebContext, refusal: unknown): Promise<Response> {
  if (!(refusal instanceof Refusal) || refusal.code !== "not-found") throw refusal;
  const viewer = c.get("viewer");
  const old = { handle: handleOf(c), id: idIn(c, "id") };
  const moved = await reading(c.get("ctx"), viewer, (r) => findMovedTo(r, viewer, old));
  if (moved === null) throw refusal;
  return see(c, moved.path, { done: "moved-away" });
}
