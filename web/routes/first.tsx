import { z } from "zod";
import {
  checkAdministratorLink,
  completeFirstAdministrator,
} from "../../node/accounts/first-administrator.ts";
import { listServedCouncils } from "../../node/councils/read.ts";
import { recordedOrigin } from "../../node/origin.ts";
import type { Refusal } from "../../node/refusal.ts";
import { addressChoice, chooseAddress, keepAddress } from "../../node/settings/address.ts";
import { keepSession } from "../cookies.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, isAboutForm, refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { AboutYouPage } from "../pages/about-you.tsx";
import { AddressPage, RestartPage } from "../pages/first.tsx";
import { page, see } from "../respond.tsx";
import { visitorOf } from "../visitor.ts";
import { aboutForm, showOver } from "./join.tsx";

const addressForm = z.strictObject({
  choice: z.enum(["keep", "final"]).optional(),
  origin: z.string().max(300).default(""),
});
const firstForm = aboutForm.extend({ email: z.string().max(300) });

/** The first run: the final address, then the first account. All of it behind the one-time link of the console. */
export function registerFirstRoutes(app: WebApp): void {
  app.get("/first/:token", (c) => showFirst(c, EMPTY_FORM));
  app.post("/first/:token/address", async (c) => {
    const found = await attempt(() => checkAdministratorLink(c.get("ctx"), c.req.param("token")));
    if (!found.ok) return showOver(c, "first", found.refusal);
    const reading = await readForm(c, addressForm);
    if (!reading.ok || reading.value.choice === undefined) {
      const text = c.get("speech").t("admin.error.choice.required");
      return showAddress(c, { ...reading.state, errors: [{ field: "choice", text }] });
    }
    const { choice, origin } = reading.value;
    const result = await attempt(() =>
      choice === "keep"
        ? keepAddress(c.get("ctx"))
        : Promise.resolve().then(() => chooseAddress(c.get("ctx"), origin)),
    );
    if (!result.ok)
      return showAddress(
        c,
        refusedAccountForm(reading.state, result.refusal, c.get("speech"), "admin"),
        result.refusal,
      );
    return see(c, `/first/${c.req.param("token")}`);
  });
  app.post("/first/:token", async (c) => {
    const reading = await readForm(c, firstForm);
    if (!reading.ok) return showFirst(c, reading.state);
    const { council, ...given } = reading.value;
    const draft = { ...given, organisationId: council ?? null, language: c.get("speech").language };
    const work = () => completeFirstAdministrator(c.get("ctx"), c.req.param("token"), draft, visitorOf(c));
    const result = await attempt(work);
    if (!result.ok && isAboutForm(result.refusal)) {
      return showFirst(c, refusedAccountForm(reading.state, result.refusal, c.get("speech")), result.refusal);
    }
    if (!result.ok && result.refusal.code === "wrong-origin") return showFirst(c, EMPTY_FORM);
    if (!result.ok) return showOver(c, "first", result.refusal);
    keepSession(c, result.value);
    return see(c, "/admin");
  });
}

async function showFirst(c: WebContext, form: FormState, refusal?: Refusal): Promise<Response> {
  const ctx = c.get("ctx");
  const found = await attempt(() => checkAdministratorLink(ctx, c.req.param("token") ?? ""));
  if (!found.ok) return showOver(c, "first", found.refusal);
  if ((await addressChoice(ctx)) === null) return showAddress(c, EMPTY_FORM);
  const recorded = await recordedOrigin(ctx);
  const { t } = c.get("speech");
  if (recorded !== null && recorded !== ctx.iris.origin) {
    const title = t("admin.restart.title", { origin: recorded });
    return page(c, { title, cache: "private" }, <RestartPage origin={recorded} />);
  }
  const councils = refusal?.facts.field === "council" ? await listServedCouncils(ctx) : [];
  return formPage(
    c,
    { title: t("account.about.title"), form, refusal },
    <AboutYouPage
      form={form}
      action={c.req.path}
      email={null}
      councils={councils}
      invitedBy={null}
      steps={false}
    />,
  );
}

function showAddress(c: WebContext, form: FormState, refusal?: Refusal): Response | Promise<Response> {
  const { origin, trial } = c.get("site");
  const action = `/first/${c.req.param("token") ?? ""}/address`;
  const title = c.get("speech").t("admin.first.title");
  return formPage(
    c,
    { title, form, refusal },
    <AddressPage form={form} action={action} origin={origin} trial={trial} />,
  );
}
