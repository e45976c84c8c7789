import { z } from "zod";
import { examineNode } from "../../node/doctor/examine.ts";
import { readChecklist, testMail } from "../../node/settings/checklist.ts";
import { changeHouseRules, findHouseRules } from "../../node/settings/house-rules.ts";
import { changeUrgentContact, findUrgentContact } from "../../node/settings/urgent-contact.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { AdminDoctorPage } from "../pages/admin-doctor.tsx";
import { AdminSettingsPage } from "../pages/admin-settings.tsx";
import { AdminStartPage } from "../pages/admin-start.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { administrator } from "../session.ts";

const rulesForm = z.strictObject({ en: z.string().max(20_000), cy: z.string().max(20_000) });
const urgentForm = z.strictObject({ urgentEn: z.string().max(5_000), urgentCy: z.string().max(5_000) });

/** The administrator's checklist and settings. */
export function registerAdminRoutes(app: WebApp): void {
  app.get("/admin", async (c) => {
    administrator(c);
    const checklist = await readChecklist(c.get("ctx"));
    if (wantsJson(c)) return json(c, checklist, { cache: "private" });
    const title = c.get("speech").t("admin.start.title");
    return page(c, { title, cache: "private" }, <AdminStartPage checklist={checklist} />);
  });
  app.post("/admin/test-mail", async (c) => {
    await testMail(c.get("ctx"), administrator(c));
    return see(c, "/admin", { done: "sent" });
  });
  app.get("/admin/doctor", async (c) => {
    administrator(c);
    const report = await examineNode(c.get("ctx"), { running: true, remember: false });
    if (wantsJson(c)) return json(c, report, { cache: "private" });
    const title = c.get("speech").t("admin.doctor.title");
    return page(c, { title, cache: "private" }, <AdminDoctorPage report={report} />);
  });
  registerSettingsRoutes(app);
}

function registerSettingsRoutes(app: WebApp): void {
  app.get("/admin/settings", async (c) => {
    administrator(c);
    return showSettings(c, EMPTY_FORM);
  });
  app.post("/admin/settings", async (c) => {
    const { accountId } = administrator(c);
    const given = await readForm(c, rulesForm);
    if (!given.ok) return showSettings(c, given.state);
    const result = await attempt(async () => changeHouseRules(c.get("ctx"), given.value, accountId));
    if (result.ok) return see(c, "/admin/settings", { done: "saved" });
    return showSettings(c, refusedAccountForm(given.state, result.refusal, c.get("speech"), "admin"));
  });
  app.post("/admin/settings/urgent", async (c) => {
    const { accountId } = administrator(c);
    const given = await readForm(c, urgentForm);
    if (!given.ok) return showSettings(c, given.state);
    const contact = { en: given.value.urgentEn, cy: given.value.urgentCy };
    const result = await attempt(async () => changeUrgentContact(c.get("ctx"), contact, accountId));
    if (result.ok) return see(c, "/admin/settings", { done: "saved" });
    return showSettings(c, refusedAccountForm(given.state, result.refusal, c.get("speech"), "admin"));
  });
}

/** What is stored, and over it what was sent and is not right yet. */
async function showSettings(c: WebContext, sent: FormState): Promise<Response> {
  const ctx = c.get("ctx");
  const rules = await findHouseRules(ctx);
  const urgent = await findUrgentContact(ctx);
  const stored = { en: rules?.en ?? "", cy: rules?.cy ?? "", urgentEn: urgent.en, urgentCy: urgent.cy };
  const form = { ...sent, text: { ...stored, ...sent.text } };
  const { federationMode, smtp } = ctx.config;
  const title = c.get("speech").t("admin.settings.title");
  return formPage(
    c,
    { title, form },
    <AdminSettingsPage form={form} site={c.get("site")} mode={federationMode} mailServer={smtp !== null} />,
  );
}
