import { z } from "zod";
import {
  type InvitationHolder,
  listInvitations,
  resendInvitation,
  withdrawInvitation,
} from "../../node/accounts/invitations.ts";
import { type InvitationResult, invitePeople } from "../../node/accounts/invite.ts";
import { listServedCouncils } from "../../node/councils/read.ts";
import { Refusal } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { AdminInvitationsPage } from "../pages/admin-settings.tsx";
import { InvitePage } from "../pages/my-security.tsx";
import { see } from "../respond.tsx";
import { administrator, signedIn } from "../session.ts";

const memberForm = z.strictObject({ emails: z.string().max(20_000).default("") });
const adminForm = memberForm.extend({ council: z.union([z.literal(""), z.uuid()]).default("") });

/** Inviting people: every member their own, administrators all. */
export function registerInvitationRoutes(app: WebApp): void {
  app.get("/me/invite", (c) => showMine(c, EMPTY_FORM));
  app.post("/me/invite", async (c) => {
    const { accountId } = signedIn(c);
    const given = await readForm(c, memberForm);
    if (!given.ok) return showMine(c, given.state);
    const form = await send(c, given.state, { accountId, emails: given.value.emails, organisationId: null });
    return form === null ? see(c, "/me/invite", { done: "invited" }) : showMine(c, form);
  });
  app.get("/admin/invitations", (c) => showAll(c, EMPTY_FORM));
  app.post("/admin/invitations", async (c) => {
    const { accountId } = administrator(c);
    const given = await readForm(c, adminForm);
    if (!given.ok) return showAll(c, given.state);
    const organisationId = given.value.council || null;
    const form = await send(c, given.state, { accountId, emails: given.value.emails, organisationId });
    return form === null ? see(c, "/admin/invitations", { done: "invited" }) : showAll(c, form);
  });
  registerActs(app, "/me/invite", (c) => signedIn(c).accountId);
  registerActs(app, "/admin/invitations", (c) => {
    administrator(c);
    return null;
  });
}

function registerActs(app: WebApp, base: string, holderOf: (c: WebContext) => InvitationHolder): void {
  const acts = [
    ["again", resendInvitation, "sent"],
    ["withdraw", withdrawInvitation, "saved"],
  ] as const;
  for (const [verb, act, done] of acts) {
    app.post(`${base}/:id/${verb}`, async (c) => {
      const holder = holderOf(c);
      const id = z.uuid().safeParse(c.req.param("id"));
      if (!id.success) return c.notFound();
      await act(c.get("ctx"), id.data, holder);
      return see(c, base, { done });
    });
  }
}

/** Sends; null when all went, else the form with the addresses that did not. */
async function send(
  c: WebContext,
  state: FormState,
  order: { accountId: string; emails: string; organisationId: string | null },
): Promise<FormState | null> {
  const emails = order.emails.split(/[\s,;]+/).filter((email) => email !== "");
  const { organisationId, accountId } = order;
  const language = c.get("speech").language;
  const result = await attempt(() =>
    invitePeople(c.get("ctx"), accountId, { emails, organisationId, language }),
  );
  if (!result.ok) return refusedAccountForm(state, result.refusal, c.get("speech"));
  const failed = result.value.filter((one) => one.refused !== null);
  return failed.length === 0 ? null : formWith(c, state, failed);
}

function formWith(c: WebContext, state: FormState, failed: readonly InvitationResult[]): FormState {
  const errors = failed.flatMap(({ email, refused }) => {
    const refusal = new Refusal(refused?.code ?? "invalid", { field: "emails", value: email });
    return refusedAccountForm(state, refusal, c.get("speech")).errors;
  });
  return { ...state, text: { ...state.text, emails: failed.map(({ email }) => email).join("\n") }, errors };
}

async function showMine(c: WebContext, form: FormState): Promise<Response> {
  const { accountId } = signedIn(c);
  const invitations = await listInvitations(c.get("ctx"), accountId);
  const title = c.get("speech").t("account.invite.title");
  return formPage(
    c,
    { title, form, json: { invitations } },
    <InvitePage form={form} invitations={invitations} />,
  );
}

async function showAll(c: WebContext, form: FormState): Promise<Response> {
  administrator(c);
  const invitations = await listInvitations(c.get("ctx"), null);
  const councils = await listServedCouncils(c.get("ctx"));
  const title = c.get("speech").t("admin.invitations.title");
  return formPage(
    c,
    { title, form, json: { invitations } },
    <AdminInvitationsPage form={form} councils={councils} invitations={invitations} />,
  );
}
