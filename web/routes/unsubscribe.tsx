import { findStop, resubscribe, unsubscribe } from "../../node/notifications/unsubscribe.ts";
import type { WebApp, WebContext } from "../env.ts";
import { UnsubscribePage, type UnsubscribePageProps } from "../pages/unsubscribe.tsx";
import { json, page, wantsJson } from "../respond.tsx";

/**
 * The links under mails. Mail programs POST to them without a cookie (RFC 8058), so security.ts lets these through; a
 * GET changes nothing, because mail scanners open every link.
 */
export function registerUnsubscribeRoutes(app: WebApp): void {
  app.get("/unsubscribe/:token", (c) => show(c, "ask"));
  app.post("/unsubscribe/:token", async (c) => {
    await unsubscribe(c.get("ctx"), c.req.param("token"));
    return show(c, "done");
  });
  app.post("/unsubscribe/:token/undo", async (c) => {
    await resubscribe(c.get("ctx"), c.req.param("token"));
    return show(c, "undone");
  });
}

async function show(c: WebContext, state: UnsubscribePageProps["state"]): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const stop = await findStop(c.get("ctx"), token);
  if (wantsJson(c)) return json(c, { stop, state }, { cache: "private" });
  const title = c.get("speech").t("mail.stop.title");
  const body = <UnsubscribePage stop={stop} action={`/unsubscribe/${token}`} state={state} />;
  return page(c, { title, cache: "private" }, body);
}
