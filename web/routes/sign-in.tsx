import { z } from "zod";
import { askForReset, checkResetLink, completeReset } from "../../node/accounts/reset.ts";
import { signOut } from "../../node/accounts/sessions.ts";
import { signIn } from "../../node/accounts/sign-in.ts";
import type { Refusal } from "../../node/refusal.ts";
import { askedAddress, forgetSession, keepAskedAddress, keepSession } from "../cookies.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, isAboutForm, refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { nextPathOf } from "../next-path.ts";
import { openThere } from "../own-council.ts";
import { readPageAddress } from "../page-address.ts";
import { CheckMailPage } from "../pages/join.tsx";
import { ForgottenPage, ResetPage, SignInPage } from "../pages/sign-in.tsx";
import { page, see } from "../respond.tsx";
import { visitorOf } from "../visitor.ts";
import { showOver, withoutMail } from "./join.tsx";

const signInForm = z.strictObject({
  email: z.string().max(300),
  password: z.string().max(1000),
  next: z.string().max(2000).optional(),
});
const emailForm = z.strictObject({ email: z.string().max(300) });
const resetForm = z.strictObject({ password: z.string().max(1000) });

/** Signing in and out, and a new password for who forgot theirs. */
export function registerSignInRoutes(app: WebApp): void {
  app.get("/sign-in", (c) => {
    const next = c.req.query("next");
    if (c.get("session") !== null) return see(c, nextPathOf(app, next));
    return showSignIn(c, EMPTY_FORM, next);
  });
  app.post("/sign-in", async (c) => {
    const reading = await readForm(c, signInForm);
    if (!reading.ok) return showSignIn(c, reading.state, reading.state.text.next);
    const { next, ...given } = reading.value;
    const result = await attempt(() => signIn(c.get("ctx"), given, visitorOf(c)));
    if (!result.ok) {
      const form = refusedAccountForm(reading.state, result.refusal, c.get("speech"));
      return showSignIn(c, form, next, result.refusal);
    }
    await endSessionBefore(c);
    keepSession(c, result.value);
    return see(c, nextPathOf(app, next));
  });
  app.post("/sign-out", async (c) => {
    await endSessionBefore(c);
    forgetSession(c);
    return see(c, "/", { done: "signed-out" });
  });
  registerResetRoutes(app);
}

/** Whatever session the browser had: nothing from before a sign-in lives on after it (W02). */
async function endSessionBefore(c: WebContext): Promise<void> {
  const session = c.get("session");
  if (session) await signOut(c.get("ctx"), session, visitorOf(c));
}

async function showSignIn(
  c: WebContext,
  form: FormState,
  next: string | undefined,
  refusal?: Refusal,
): Promise<Response> {
  const title = c.get("speech").t("account.signIn.title");
  // On the way to something that other councils' sites have too, one may belong there.
  const shared = next?.startsWith("/") && readPageAddress(c.get("site").origin + next) !== null;
  const ownCouncil = shared ? await openThere(c, "signIn", next) : null;
  return formPage(c, { title, form, refusal, ownCouncil }, <SignInPage form={form} next={next ?? null} />);
}

function registerResetRoutes(app: WebApp): void {
  app.get("/forgotten", (c) => showForgotten(c, EMPTY_FORM));
  app.post("/forgotten", async (c) => {
    const reading = await readForm(c, emailForm);
    if (!reading.ok) return showForgotten(c, reading.state);
    const asked = { email: reading.value.email, language: c.get("speech").language };
    const result = await attempt(() => askForReset(c.get("ctx"), asked, visitorOf(c)));
    if (!result.ok)
      return showForgotten(
        c,
        refusedAccountForm(reading.state, result.refusal, c.get("speech")),
        result.refusal,
      );
    keepAskedAddress(c, "/forgotten", asked.email.trim());
    return see(c, "/forgotten/check");
  });
  app.get("/forgotten/check", (c) => {
    const title = c.get("speech").t("account.check.title");
    return page(
      c,
      { title, cache: "private" },
      <CheckMailPage what="forgotten" email={askedAddress(c)} withoutMail={withoutMail(c)} />,
    );
  });
  app.get("/reset/:token", (c) => showReset(c, EMPTY_FORM));
  app.post("/reset/:token", async (c) => {
    const reading = await readForm(c, resetForm);
    if (!reading.ok) return showReset(c, reading.state);
    const work = () =>
      completeReset(c.get("ctx"), c.req.param("token"), reading.value.password, visitorOf(c));
    const result = await attempt(work);
    if (result.ok) return see(c, "/sign-in", { done: "password-changed" });
    if (!isAboutForm(result.refusal)) return showOver(c, "reset", result.refusal);
    return showReset(c, refusedAccountForm(reading.state, result.refusal, c.get("speech")), result.refusal);
  });
}

function showForgotten(c: WebContext, form: FormState, refusal?: Refusal): Response | Promise<Response> {
  const title = c.get("speech").t("account.forgotten.title");
  return formPage(c, { title, form, refusal }, <ForgottenPage form={form} />);
}

async function showReset(c: WebContext, form: FormState, refusal?: Refusal): Promise<Response> {
  const found = await attempt(() => checkResetLink(c.get("ctx"), c.req.param("token") ?? ""));
  if (!found.ok) return showOver(c, "reset", found.refusal);
  const title = c.get("speech").t("account.reset.title");
  return formPage(c, { title, form, refusal }, <ResetPage form={form} action={c.req.path} />);
}
