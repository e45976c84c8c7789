import { z } from "zod";
import { appointLead, listLeadVacancies } from "../../node/memberships/appoint-lead.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { AdminLeadsPage } from "../pages/admin-leads.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { administrator } from "../session.ts";

const leadForm = z.strictObject({ community: z.uuid(), person: z.union([z.uuid(), z.literal("me")]) });

/** Communities that have lost their last facilitator, for the administrators who act for them meanwhile. */
export function registerAdminLeadRoutes(app: WebApp): void {
  app.get("/admin/leads", (c) => show(c, EMPTY_FORM));
  app.post("/admin/leads", async (c) => {
    const { actorId } = administrator(c);
    const form = await readForm(c, leadForm);
    if (!form.ok) return wantsJson(c) ? refuse("invalid", { field: "person" }) : show(c, form.state);
    const { community, person } = form.value;
    const appointing = {
      byId: actorId,
      actorId: person === "me" ? actorId : person,
      communityId: community,
    };
    const done = await attempt(() => appointLead(c.get("ctx"), appointing));
    if (done.ok) return see(c, "/admin/leads", { done: "saved" });
    if (wantsJson(c)) throw done.refusal;
    return show(c, refusedForm(form.state, done.refusal, c.get("speech")));
  });
}

async function show(c: WebContext, form: FormState): Promise<Response> {
  administrator(c);
  const vacancies = await listLeadVacancies(c.get("ctx").sql);
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c)) return json(c, { vacancies, errors: form.errors }, { cache: "private", status });
  const title = c.get("speech").t("admin.leads.title");
  return page(c, { title, cache: "private", status }, <AdminLeadsPage vacancies={vacancies} form={form} />);
}
