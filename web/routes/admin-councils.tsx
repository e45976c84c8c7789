import { z } from "zod";
import { addCouncil, changeCouncil, endCouncil } from "../../node/councils/change.ts";
import { listCouncilRows } from "../../node/councils/read.ts";
import type { CouncilDraft, CouncilRow } from "../../node/councils/types.ts";
import { type Refusal, refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { AdminCouncilPage, AdminCouncilsPage } from "../pages/admin-councils.tsx";
import { see } from "../respond.tsx";
import { administrator } from "../session.ts";

const councilForm = z.strictObject({
  name: z.string().max(300).default(""),
  nameCy: z.string().max(300).default(""),
  registerId: z.string().max(100).default(""),
  own: z.literal("yes").optional(),
  domains: z.string().max(20_000).default(""),
});

/** Councils of this node. */
export function registerAdminCouncilRoutes(app: WebApp): void {
  app.get("/admin/councils", (c) => showList(c, EMPTY_FORM));
  app.post("/admin/councils", async (c) => {
    const { accountId } = administrator(c);
    const given = await readForm(c, councilForm);
    if (!given.ok) return showList(c, given.state);
    const result = await attempt(async () => addCouncil(c.get("ctx"), draftOf(given.value), accountId));
    if (result.ok) return see(c, "/admin/councils", { done: "saved", json: { id: result.value } });
    return showList(
      c,
      refusedAccountForm(given.state, result.refusal, c.get("speech"), "admin"),
      result.refusal,
    );
  });
  registerOne(app);
}

function registerOne(app: WebApp): void {
  app.get("/admin/councils/:id", async (c) => {
    administrator(c);
    const council = await findRow(c);
    return showOne(c, council, formOf(council));
  });
  app.post("/admin/councils/:id", async (c) => {
    const { accountId } = administrator(c);
    const council = await findRow(c);
    const given = await readForm(c, councilForm);
    if (!given.ok) return showOne(c, council, given.state);
    const result = await attempt(() =>
      changeCouncil(c.get("ctx"), council.id, draftOf(given.value), accountId),
    );
    if (result.ok) return see(c, "/admin/councils", { done: "saved" });
    return showOne(
      c,
      council,
      refusedAccountForm(given.state, result.refusal, c.get("speech"), "admin"),
      result.refusal,
    );
  });
  app.post("/admin/councils/:id/end", async (c) => {
    const { accountId } = administrator(c);
    await endCouncil(c.get("ctx"), (await findRow(c)).id, accountId);
    return see(c, "/admin/councils", { done: "saved" });
  });
}

async function findRow(c: WebContext): Promise<CouncilRow> {
  const rows = await listCouncilRows(c.get("ctx"));
  return rows.find((row) => row.id === c.req.param("id")) ?? refuse("not-found");
}

function draftOf(given: z.output<typeof councilForm>): CouncilDraft {
  return {
    name: given.name.trim(),
    nameCy: given.nameCy.trim() || null,
    registerId: given.registerId.trim() || null,
    own: given.own === "yes",
    domains: given.domains.split(/[\s,;]+/).filter((domain) => domain !== ""),
  };
}

function formOf(council: CouncilRow): FormState {
  const { name, nameCy, registerId, own, domains } = council;
  const text = { name, nameCy: nameCy ?? "", registerId: registerId ?? "", domains: domains.join("\n") };
  return { ...EMPTY_FORM, text: own ? { ...text, own: "yes" } : text };
}

async function showList(c: WebContext, form: FormState, refusal?: Refusal): Promise<Response> {
  administrator(c);
  const councils = await listCouncilRows(c.get("ctx"));
  const title = c.get("speech").t("admin.councils.title");
  return formPage(
    c,
    { title, form, refusal, json: { councils } },
    <AdminCouncilsPage councils={councils} form={form} />,
  );
}

function showOne(
  c: WebContext,
  council: CouncilRow,
  form: FormState,
  refusal?: Refusal,
): Response | Promise<Response> {
  return formPage(
    c,
    { title: council.name, form, refusal, json: council },
    <AdminCouncilPage council={council} form={form} />,
  );
}
