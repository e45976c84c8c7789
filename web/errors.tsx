import { isDatabaseAway, isDatabaseBusy } from "../node/db/open.ts";
import { Outage, Refusal } from "../node/refusal.ts";
import type { WebContext } from "./env.ts";
import { attempt, sentForm } from "./forms.ts";
import { ErrorPage } from "./pages/error.tsx";
import { SignedOutPage } from "./pages/signed-out.tsx";
import { mayHoldFiles, readParts } from "./parts.ts";
import { sentenceOf, statusOf } from "./refusals.ts";
import { json, type PageOptions, page, wantsJson } from "./respond.tsx";

type Status = NonNullable<PageOptions["status"]>;

/** Nothing here under this address; the same answer as for what one may not see. */
export function answerNotFound(c: WebContext): Response | Promise<Response> {
  return answer(c, 404, "not-found", c.get("speech").t("errors.refusal.not-found"));
}

/** Turns what a route threw into a page: a refusal into its sentence, an outage into 503, anything else into 500. */
export function answerError(error: Error, c: WebContext): Response | Promise<Response> {
  const { speech } = { speech: c.get("speech") };
  if (error instanceof Refusal) {
    if (error.code === "not-signed-in" && !wantsJson(c)) {
      return c.req.method === "GET" ? toSignIn(c) : keepWords(c, error);
    }
    if (error.code === "too-many") sayWhen(c, error);
    return answer(c, statusIn(error), error.code, sentenceOf(error, speech));
  }
  if (error instanceof Outage || isDatabaseAway(error) || isDatabaseBusy(error)) {
    c.header("Retry-After", String(error instanceof Outage ? error.retryAfterSeconds : 5));
    return answer(c, 503, "outage", speech.t("errors.outage"));
  }
  // The request's id joins the page and this line; the page says nothing else of what happened (W29).
  c.get("ctx").log.error("A page failed: {error}", {
    error,
    requestId: c.get("requestId"),
    path: c.req.routePath,
  });
  return answer(c, 500, "failed", speech.t("errors.failed"));
}

function sayWhen(c: WebContext, { facts }: Refusal): void {
  const until = typeof facts.until === "string" ? Date.parse(facts.until) : Number.NaN;
  const seconds = Math.ceil((until - c.get("ctx").clock.now().getTime()) / 1000);
  if (seconds > 0) c.header("Retry-After", String(seconds));
}

/** A body that no form of ours can send is a malformed request (W16), not something a person can put right. */
function statusIn(refusal: Refusal): Status {
  const malformed = refusal.code === "invalid" && ["form", "body"].includes(String(refusal.facts.field));
  return malformed ? 400 : statusOf(refusal.code);
}

function toSignIn(c: WebContext): Response {
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`, 303);
}

/** A session ended in the middle of writing: the form comes back whole, to be sent again. */
async function keepWords(c: WebContext, error: Refusal): Promise<Response> {
  const speech = c.get("speech");
  const type = c.req.header("content-type") ?? "";
  const read = mayHoldFiles(c) ? readParts(c, null).then(({ fields }) => fields) : sentForm(c);
  const sent = /form/.test(type) ? await attempt(() => read) : null;
  const form = sent?.ok ? sent.value : {};
  const fields = Object.entries(form).flatMap(([name, value]) =>
    [value]
      .flat()
      .flatMap((one) => (typeof one === "string" && !/password/i.test(name) ? [[name, one] as const] : [])),
  );
  if (fields.length === 0) return answer(c, 401, error.code, sentenceOf(error, speech));
  const { pathname, search } = new URL(c.req.url);
  const title = speech.t("errors.title.401");
  const body = <SignedOutPage title={title} action={pathname + search} fields={fields} />;
  return page(c, { title, status: 401, cache: "private" }, body);
}

function answer(c: WebContext, status: Status, code: string, sentence: string): Response | Promise<Response> {
  if (wantsJson(c)) {
    return json(c, { code, message: sentence, request: c.get("requestId") }, { cache: "private", status });
  }
  const { t } = c.get("speech");
  const title = t(`errors.title.${status}`, { defaultValue: t("errors.title.other") });
  const request = status >= 500 ? c.get("requestId") : null;
  const body = (
    <ErrorPage
      title={title}
      sentence={sentence}
      status={status}
      request={request}
      contact={c.get("site").contact}
    />
  );
  return page(c, { title, status, cache: "private" }, body);
}
