import { Outage } from "../../node/refusal.ts";
import { unlessDatabaseHangs } from "../../node/runtime/patience.ts";
import { isReady } from "../../node/runtime/readiness.ts";
import type { WebApp, WebContext } from "../env.ts";

/**
 * For whoever watches over the process, under any host name: `/livez` while it runs at all, `/readyz` while it can serve
 * people. Strangers learn nothing more (security §5). Whoever asks for anything else is told within seconds when the
 * database hangs (R06).
 */
export function registerHealthRoutes(app: WebApp): void {
  app.get("/livez", (c) => say(c, 200, "ok"));
  app.get("/readyz", async (c) =>
    (await isReady(c.get("ctx"))) ? say(c, 200, "ok") : say(c, 503, "not ready"),
  );
  app.use(async (c, next) => {
    if ((await unlessDatabaseHangs(c.get("ctx"), next)) === "away") throw new Outage("the database hangs");
  });
}

function say(c: WebContext, status: 200 | 503, words: string): Response {
  return c.text(`${words}\n`, status, { "Cache-Control": "private, no-store" });
}
