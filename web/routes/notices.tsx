import { z } from "zod";
import { reading } from "../../node/context.ts";
import { findNotice, listNotices, markAllNotices, markNotices } from "../../node/notifications/read.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { readForm } from "../forms.ts";
import { isLookedAt } from "../looked-at.ts";
import { NoticesPage, sentenceOf } from "../pages/notices.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";

const readForms = z.strictObject({
  /** One notice, or all of them. */
  notice: z.uuid().optional(),
  read: z.enum(["yes", "no"]).default("yes"),
  all: z.literal("yes").optional(),
});
const uuid = z.uuid();

/** What a person was told, and marking it read. */
export function registerNoticeRoutes(app: WebApp): void {
  app.get("/notifications", async (c) => {
    const { accountId } = signedIn(c);
    const wanted = Number(c.req.query("page") ?? 1);
    const asked = { accountId, page: Number.isInteger(wanted) ? wanted : 1 };
    const notices = await reading(c.get("ctx"), c.get("viewer"), (r) => listNotices(r, asked));
    if (wantsJson(c)) {
      const items = notices.items.map((notice) => ({
        ...notice,
        sentence: sentenceOf(notice, c.get("speech")),
      }));
      return json(c, { ...notices, items }, { cache: "private" });
    }
    return page(
      c,
      { title: c.get("speech").t("notices.title"), cache: "private" },
      <NoticesPage notices={notices} />,
    );
  });
  app.get("/notifications/:id", openNotice);
  app.post("/notifications/read", async (c) => {
    const { accountId } = signedIn(c);
    const given = await readForm(c, readForms);
    if (!given.ok) refuse("invalid", { field: "notice" });
    const { all, notice, read } = given.value;
    if (all) await markAllNotices(c.get("ctx"), accountId);
    else if (notice)
      await markNotices(c.get("ctx"), { accountId, noticeIds: [notice], read: read === "yes" });
    else refuse("required", { field: "notice" });
    return see(c, "/notifications", all ? { done: "read" } : {});
  });
}

/** Leads to what a notice is about. Opening it is reading it (docs/adr/0008): doing that twice harms nobody. */
async function openNotice(c: WebContext): Promise<Response> {
  const { accountId } = signedIn(c);
  const id = uuid.safeParse(c.req.param("id"));
  if (!id.success) refuse("not-found");
  const notice = await reading(c.get("ctx"), c.get("viewer"), (r) => findNotice(r, accountId, id.data));
  if (isLookedAt(c)) await markNotices(c.get("ctx"), { accountId, noticeIds: [notice.id], read: true });
  c.header("Cache-Control", "private, no-store");
  return c.redirect(notice.path, 303);
}
