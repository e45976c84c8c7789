import { reading } from "../../node/context.ts";
import { findVersions } from "../../node/posts/versions.ts";
import { refuse } from "../../node/refusal.ts";
import { cacheOf } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { PostHistoryPage } from "../pages/post-history.tsx";
import { json, page, wantsJson } from "../respond.tsx";
import { postIn } from "./post-scene.ts";

/** What a post said before it was changed, for whoever may read it now. */
export function registerPostHistoryRoutes(app: WebApp): void {
  app.get("/c/:name/t/:id/p/:post/history", show);
}

async function show(c: WebContext): Promise<Response> {
  const { post, thread } = await postIn(c);
  const viewer = c.get("viewer");
  const asked = { postId: post.id, number: numberIn(c) };
  const history = await reading(c.get("ctx"), viewer, (r) => findVersions(r, viewer, asked));
  const cache = cacheOf(thread.community.level);
  if (wantsJson(c)) return json(c, history, { cache });
  const title = c.get("speech").t("topic.history.title");
  return page(
    c,
    { title: `${title} – ${thread.title}`, cache },
    <PostHistoryPage thread={thread} post={post} history={history} />,
  );
}

function numberIn(c: WebContext): number | null {
  const asked = c.req.query("version");
  if (asked === undefined) return null;
  return /^[1-9]\d{0,6}$/.test(asked) ? Number(asked) : refuse("not-found");
}
