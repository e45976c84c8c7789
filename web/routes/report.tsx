import { z } from "zod";
import { reportPost } from "../../node/moderation/report.ts";
import { REPORT_CATEGORIES } from "../../node/moderation/types.ts";
import { refuse } from "../../node/refusal.ts";
import { findUrgentContact, urgentContactFor } from "../../node/settings/urgent-contact.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { ReportPage, ReportThanksPage } from "../pages/report.tsx";
import { postPathOf } from "../paths.ts";
import { json, page, wantsJson } from "../respond.tsx";
import { type PostScene, postIn } from "./post-scene.ts";

const reportForm = z.strictObject({
  category: z.enum(REPORT_CATEGORIES, "errors.field.categoryRequired"),
  words: z.string().max(1000, "errors.field.wordsLong").default(""),
  email: z.string().max(300).default(""),
  /** The urgent contact was in view when it was sent. */
  urgent: z.enum(["shown"]).optional(),
});

/** Reporting a post, for visitors too. */
export function registerReportRoutes(app: WebApp): void {
  app.get("/c/:name/t/:id/p/:post/report", async (c) => show(c, await postIn(c), { form: EMPTY_FORM }));
  app.post("/c/:name/t/:id/p/:post/report", report);
}

async function report(c: WebContext): Promise<Response> {
  const scene = await postIn(c);
  const form = await readForm(c, reportForm);
  if (!form.ok) return show(c, scene, { form: form.state });
  const { category, words, email } = form.value;
  const first = category === "safeguarding" && form.value.urgent === undefined && !wantsJson(c);
  if (first && (await urgentContact(c)) !== null)
    return show(c, scene, { form: form.state, urgentFirst: true });
  const session = c.get("session");
  const by = session ?? { visitor: { email: email.trim() === "" ? null : email.trim() } };
  const result = await attempt(() =>
    reportPost(c.get("ctx"), { postId: scene.post.id, by, category, words }),
  );
  if (!result.ok) {
    if (result.refusal.facts.field === undefined) throw result.refusal;
    return show(c, scene, { form: refusedForm(form.state, result.refusal, c.get("speech")) });
  }
  if (wantsJson(c)) return json(c, result.value, { cache: "private" });
  const { t } = c.get("speech");
  const back = postPathOf(scene.thread.path, scene.post.id);
  return page(
    c,
    { title: t("topic.report.thanksTitle"), cache: "private" },
    <ReportThanksPage back={back} contact={c.get("site").contact} />,
  );
}

async function urgentContact(c: WebContext) {
  return urgentContactFor(await findUrgentContact(c.get("ctx")), c.get("speech").language);
}

interface Shown {
  readonly form: FormState;
  readonly urgentFirst?: boolean;
}

async function show(c: WebContext, { thread, post }: PostScene, { form, urgentFirst = false }: Shown) {
  if (!post.may.report) refuse("not-found");
  const status = form.errors.length > 0 ? 422 : 200;
  const urgent = await urgentContact(c);
  if (wantsJson(c)) return json(c, { post, urgent, errors: form.errors }, { cache: "private", status });
  const title = c.get("speech").t(urgentFirst ? "topic.report.urgentTitle" : "topic.report.title");
  const visitor = c.get("session") === null;
  return page(
    c,
    { title, status, cache: "private" },
    <ReportPage {...{ thread, post, form, visitor, urgent, urgentFirst }} />,
  );
}
