import { reading } from "../../node/context.ts";
import { findPostPath } from "../../node/posts/path.ts";
import { findThread } from "../../node/posts/thread-page.ts";
import type { PostView, ThreadPage } from "../../node/posts/types.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebContext } from "../env.ts";
import { handleOf, idIn } from "./community-scene.ts";

export interface PostScene {
  readonly thread: ThreadPage;
  readonly post: PostView;
}

/** The post named in the path, on the page of its thread that shows it. Refuses `not-found` where it may not be read. */
export async function postIn(c: WebContext): Promise<PostScene> {
  const viewer = c.get("viewer");
  const postId = idIn(c, "post");
  const asked = { handle: handleOf(c), id: idIn(c, "id") };
  return reading(c.get("ctx"), viewer, async (r) => {
    const path = await findPostPath(r, viewer, { id: postId });
    const page = Number(/[?&]page=(\d+)/.exec(path ?? "")?.[1] ?? "1");
    const thread = await findThread(r, viewer, { ...asked, page });
    const post = thread.posts.find((one) => one.id === postId);
    return { thread, post: post ?? refuse("not-found") };
  });
}
