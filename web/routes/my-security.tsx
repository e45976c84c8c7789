import { z } from "zod";
import { askForEmailChange, completeEmailChange, findEmailChange } from "../../node/accounts/change-email.ts";
import { changePassword } from "../../node/accounts/change-password.ts";
import { endOtherSessionsOf, endSession, listSessions } from "../../node/accounts/sessions.ts";
import type { Refusal } from "../../node/refusal.ts";
import { forgetSession } from "../cookies.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, isAboutForm, refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { EmailConfirmPage, EmailPage, PasswordPage, SessionsPage } from "../pages/my-security.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { visitorOf } from "../visitor.ts";
import { showOver } from "./join.tsx";

const passwordForm = z.strictObject({ current: z.string().max(1000), password: z.string().max(1000) });
const emailForm = z.strictObject({ current: z.string().max(1000), email: z.string().max(300) });

/** Where one is signed in, password and address. */
export function registerMySecurityRoutes(app: WebApp): void {
  app.get("/me/sessions", async (c) => {
    const session = signedIn(c);
    const ctx = c.get("ctx");
    const sessions = await listSessions(ctx, session.accountId, ctx.clock.now());
    if (wantsJson(c)) return json(c, { current: session.id, sessions }, { cache: "private" });
    const title = c.get("speech").t("account.sessions.title");
    return page(c, { title, cache: "private" }, <SessionsPage sessions={sessions} current={session.id} />);
  });
  app.post("/me/sessions/:id/end", async (c) => {
    const id = z.uuid().safeParse(c.req.param("id"));
    if (!id.success) return c.notFound();
    await endSession(c.get("ctx"), signedIn(c).accountId, id.data, visitorOf(c));
    return see(c, "/me/sessions", { done: "revoked" });
  });
  app.post("/me/sessions/end-others", async (c) => {
    await endOtherSessionsOf(c.get("ctx"), signedIn(c), visitorOf(c));
    return see(c, "/me/sessions", { done: "revoked" });
  });
  registerPassword(app);
  registerEmail(app);
}

function registerPassword(app: WebApp): void {
  app.get("/me/password", (c) => showPassword(c, EMPTY_FORM));
  app.post("/me/password", async (c) => {
    const session = signedIn(c);
    const given = await readForm(c, passwordForm);
    if (!given.ok) return showPassword(c, given.state);
    const result = await attempt(() => changePassword(c.get("ctx"), session, given.value, visitorOf(c)));
    if (result.ok) return see(c, "/me/settings", { done: "password-changed" });
    return showPassword(c, refusedAccountForm(given.state, result.refusal, c.get("speech")), result.refusal);
  });
}

function showPassword(c: WebContext, form: FormState, refusal?: Refusal): Response | Promise<Response> {
  signedIn(c);
  const title = c.get("speech").t("account.changePassword.title");
  return formPage(c, { title, form, refusal }, <PasswordPage form={form} />);
}

function registerEmail(app: WebApp): void {
  app.get("/me/email", (c) => showEmail(c, EMPTY_FORM));
  app.post("/me/email", async (c) => {
    const session = signedIn(c);
    const given = await readForm(c, emailForm);
    if (!given.ok) return showEmail(c, given.state);
    const result = await attempt(() => askForEmailChange(c.get("ctx"), session, given.value));
    if (result.ok) return see(c, "/me/email?sent=1");
    return showEmail(c, refusedAccountForm(given.state, result.refusal, c.get("speech")), result.refusal);
  });
  // The link is opened where the new mailbox is, perhaps signed out: its secret is what proves the address.
  app.get("/me/email/:token", async (c) => {
    const found = await attempt(() => findEmailChange(c.get("ctx"), c.req.param("token")));
    if (!found.ok) return showOver(c, "email", found.refusal);
    const title = c.get("speech").t("account.confirmEmail.title");
    return page(
      c,
      { title, cache: "private" },
      <EmailConfirmPage action={c.req.path} email={found.value.email} />,
    );
  });
  app.post("/me/email/:token", async (c) => {
    const result = await attempt(() => completeEmailChange(c.get("ctx"), c.req.param("token"), visitorOf(c)));
    if (!result.ok && isAboutForm(result.refusal)) throw result.refusal;
    if (!result.ok) return showOver(c, "email", result.refusal);
    forgetSession(c);
    return see(c, "/sign-in", { done: "saved" });
  });
}

function showEmail(c: WebContext, form: FormState, refusal?: Refusal): Response | Promise<Response> {
  const { email } = signedIn(c);
  const title = c.get("speech").t("account.changeEmail.title");
  const sent = c.req.query("sent") === "1";
  return formPage(c, { title, form, refusal }, <EmailPage form={form} email={email} sent={sent} />);
}
