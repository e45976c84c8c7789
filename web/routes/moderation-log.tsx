import type { CommunityPage } from "../../node/communities/types.ts";
import type { ReadContext } from "../../node/context.ts";
import { listErasures } from "../../node/erasures/read.ts";
import { listModeration } from "../../node/modlog/read.ts";
import { cacheOf } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { ModerationLogPage } from "../pages/moderation-log.tsx";
import { json, page, wantsJson } from "../respond.tsx";
import { communityScene, pageIn } from "./community-scene.ts";

/** The moderation log of a community. */
export function registerModerationLogRoutes(app: WebApp): void {
  app.get("/c/:name/moderation-log", show);
}

/** What was done in it, and for who facilitates it at its home which councils were asked to erase their copies. */
async function moderationIn(r: ReadContext, c: WebContext, community: CommunityPage) {
  const viewer = c.get("viewer");
  const log = await listModeration(r, viewer, { community, page: pageIn(c) });
  return { ...log, erasures: await listErasures(r, viewer, community.id) };
}

async function show(c: WebContext): Promise<Response> {
  const { more: log, ...scene } = await communityScene(c, (r, community) => moderationIn(r, c, community));
  const cache = cacheOf(scene.community.level);
  if (wantsJson(c)) return json(c, log, { cache });
  const title = `${c.get("speech").t("report.log.title")} – ${scene.community.name}`;
  return page(c, { title, cache }, <ModerationLogPage {...scene} log={log} />);
}
