import { z } from "zod";
import { isFirstRun } from "../../node/accounts/first-administrator.ts";
import { acceptInvitation, findInvitation } from "../../node/accounts/invite.ts";
import { askToRegister, completeRegistration, findRegistration } from "../../node/accounts/register.ts";
import type { AccountDraft, Admission, NewSession, Visitor } from "../../node/accounts/types.ts";
import type { NodeContext } from "../../node/context.ts";
import { listCouncilRows } from "../../node/councils/read.ts";
import type { Refusal } from "../../node/refusal.ts";
import { askedAddress, keepAskedAddress, keepSession } from "../cookies.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, isAboutForm, refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { nextPathOf } from "../next-path.ts";
import { AboutYouPage } from "../pages/about-you.tsx";
import { CheckMailPage, endingIn, JoinPage, NotYetPage } from "../pages/join.tsx";
import { LinkOverPage, type LinkOverPageProps } from "../pages/link-over.tsx";
import { withQuery } from "../paths.ts";
import { page, see } from "../respond.tsx";
import { visitorOf } from "../visitor.ts";

const emailForm = z.strictObject({ email: z.string().max(300), next: z.string().max(2000).optional() });

/** What a new person sends; the first administrator also an address. */
export const aboutForm = z.strictObject({
  name: z.string().max(200),
  roleTitle: z.string().max(300).default(""),
  password: z.string().max(1000),
  council: z.uuid().optional(),
});

/** Joining by a council address or by invitation. */
export function registerJoinRoutes(app: WebApp): void {
  app.get("/join", (c) => showJoin(c, comingFrom(c)));
  app.post("/join", async (c) => {
    if (await isFirstRun(c.get("ctx"))) return showNotYet(c);
    const reading = await readForm(c, emailForm);
    if (!reading.ok) return showJoin(c, reading.state);
    const wanted = nextPathOf(app, reading.value.next, "");
    // A path so long is none of ours worth keeping.
    const next = wanted === "" || wanted.length > 500 ? null : wanted;
    const asked = { email: reading.value.email, language: c.get("speech").language, next };
    const result = await attempt(() => askToRegister(c.get("ctx"), asked, visitorOf(c)));
    if (!result.ok)
      return showJoin(c, refusedAccountForm(reading.state, result.refusal, c.get("speech")), result.refusal);
    keepAskedAddress(c, "/join", asked.email.trim());
    return see(c, withQuery("/join/check", { next }));
  });
  app.get("/join/check", (c) => {
    const title = c.get("speech").t("account.check.title");
    return page(
      c,
      { title, cache: "private" },
      <CheckMailPage
        what="join"
        email={askedAddress(c)}
        next={c.req.query("next") ?? null}
        withoutMail={withoutMail(c)}
      />,
    );
  });
  registerAdmission(app, "/join/confirm", {
    what: "join",
    find: findRegistration,
    complete: completeRegistration,
  });
  registerAdmission(app, "/invite", { what: "invite", find: findInvitation, complete: acceptInvitation });
}

/** Where one came from stands in the form, so that the way back is known after the mail. */
function comingFrom(c: WebContext): FormState {
  const next = c.req.query("next");
  return next === undefined ? EMPTY_FORM : { ...EMPTY_FORM, text: { next } };
}

/** A trial without a mail server: the link is where it was started from. */
export function withoutMail(c: WebContext): boolean {
  return c.get("site").trial && c.get("ctx").config.smtp === null;
}

async function showJoin(c: WebContext, form: FormState, refusal?: Refusal): Promise<Response> {
  if (await isFirstRun(c.get("ctx"))) return showNotYet(c);
  const rows = await listCouncilRows(c.get("ctx"));
  const open = rows.filter((council) => council.ended === null && council.domains.length > 0);
  const domains = [...new Set(open.flatMap((council) => council.domains))].sort();
  const unknown = refusal?.code === "no-council";
  const { domain } = unknown ? refusal.facts : { domain: undefined };
  const speech = c.get("speech");
  const other = [{ field: "email", text: endingIn("emailOther", domains, speech) }];
  const shown = unknown && domains.length > 0 ? { ...form, errors: other } : form;
  return formPage(
    c,
    { title: speech.t("account.join.title"), form: shown, refusal },
    <JoinPage
      form={shown}
      domains={domains}
      councils={open.map((council) => council.name)}
      unknownDomain={typeof domain === "string" ? domain : null}
      contact={c.get("site").contact}
    />,
  );
}

/** Before its administrator has settled the address, nobody joins: what they made would carry a wrong one for good. */
function showNotYet(c: WebContext): Response | Promise<Response> {
  const title = c.get("speech").t("account.notYet.title");
  return page(c, { title, status: 503, cache: "private" }, <NotYetPage />);
}

interface Door {
  readonly what: "join" | "invite";
  readonly find: (ctx: NodeContext, secret: string) => Promise<Admission>;
  readonly complete: (
    ctx: NodeContext,
    secret: string,
    draft: AccountDraft,
    visitor: Visitor,
  ) => Promise<NewSession>;
}

/** A link that makes an account: GET looks and shows the form, its button uses the link. */
function registerAdmission(app: WebApp, path: string, door: Door): void {
  app.get(`${path}/:token`, async (c) => showAdmission(c, door, EMPTY_FORM));
  app.post(`${path}/:token`, async (c) => {
    const reading = await readForm(c, aboutForm);
    if (!reading.ok) return showAdmission(c, door, reading.state);
    const { council, ...given } = reading.value;
    const found = await attempt(() => door.find(c.get("ctx"), c.req.param("token")));
    const draft = { ...given, organisationId: council ?? null, language: c.get("speech").language };
    const result = await attempt(() =>
      door.complete(c.get("ctx"), c.req.param("token"), draft, visitorOf(c)),
    );
    if (!result.ok && isAboutForm(result.refusal)) {
      return showAdmission(
        c,
        door,
        refusedAccountForm(reading.state, result.refusal, c.get("speech")),
        result.refusal,
      );
    }
    if (!result.ok) return showOver(c, door.what, result.refusal);
    keepSession(c, result.value);
    // Who came for something goes there; Home shows the welcome when they first come to it.
    return see(c, nextPathOf(app, (found.ok ? found.value.next : null) ?? undefined, "/welcome"));
  });
}

async function showAdmission(
  c: WebContext,
  door: Door,
  form: FormState,
  refusal?: Refusal,
): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const found = await attempt(() => door.find(c.get("ctx"), token));
  if (!found.ok) return showOver(c, door.what, found.refusal);
  const { email, councils, invitedBy, next } = found.value;
  const title = c.get("speech").t("account.about.title");
  return formPage(
    c,
    {
      title,
      form,
      refusal,
      json: { email, councils: councils.map(({ id, name }) => ({ id, name })), invitedBy },
    },
    <AboutYouPage
      form={form}
      action={c.req.path}
      email={email}
      councils={councils}
      invitedBy={invitedBy}
      steps={next === null}
    />,
  );
}

/** The page of a link that does not work: 410 where it did once, 404 where it never was one. */
export function showOver(
  c: WebContext,
  what: LinkOverPageProps["what"],
  refusal: Refusal,
): Response | Promise<Response> {
  if (!["used", "expired", "not-found", "already-exists"].includes(refusal.code)) throw refusal;
  const why = refusal.code === "not-found" ? "unknown" : refusal.code === "expired" ? "expired" : "used";
  const title = c.get("speech").t(`account.over.title.${why}`);
  const status = why === "unknown" ? 404 : 410;
  return page(c, { title, status, cache: "private" }, <LinkOverPage what={what} why={why} />);
}
