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

async function show(c: WebContext): Promise<Response> {
  const { more: log, ...scene } = await communityScene(c, (r, community) =>
    listModeration(r, c.get("viewer"), { community, page: pageIn(c) }),
  );
  const cache = cacheOf(scene.community.level);
  if (wantsJson(c)) return json(c, log, { cache });
  const title = `${c.get("speech").t("report.log.title")} – ${scene.community.name}`;
  return page(c, { title, cache }, <ModerationLogPage {...scene} log={log} />);
}
