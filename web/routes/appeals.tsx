import { z } from "zod";
import { decideAppeal } from "../../node/appeals/decide.ts";
import { makeAppeal } from "../../node/appeals/make.ts";
import { findAppeal, findOwnAppeal, listAppeals } from "../../node/appeals/read.ts";
import { APPEAL_OUTCOMES, type AppealView } from "../../node/appeals/types.ts";
import { findAppealSource } from "../../node/appeals/wire-read.ts";
import { reading } from "../../node/context.ts";
import type { AppealSource } from "../../node/posts/removed-text.ts";
import { Outage, Refusal, refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { AppealPage } from "../pages/appeal.tsx";
import { AppealDecisionPage, AppealsPage, OWN_APPEALS } from "../pages/appeals.tsx";
import { postActPathOf, postPathOf } from "../paths.ts";
import { idIn, numberIn } from "../query.ts";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { postIn } from "./post-scene.ts";

const OWN = "/c/:name/t/:id/p/:post/appeal";

export const appealForm = z.strictObject({
  words: z.string().trim().min(1, "errors.field.reasonRequired").max(1000, "errors.field.wordsLong"),
});

export const decisionForm = z.strictObject({
  outcome: z.enum(APPEAL_OUTCOMES, "errors.field.outcomeRequired"),
  reason: z.string().trim().min(1, "errors.field.reasonRequired").max(1000, "errors.field.wordsLong"),
});

/** The author's appeal against a removal, and deciding it. */
export function registerAppealRoutes(app: WebApp): void {
  app.get(OWN, async (c) => {
    signedIn(c);
    return showOwn(c, EMPTY_FORM);
  });
  app.post(OWN, appeal);
  app.get("/moderation/appeals", list);
  app.get("/moderation/appeals/:id", async (c) => {
    signedIn(c);
    return showOne(c, EMPTY_FORM);
  });
  app.post("/moderation/appeals/:id", decide);
}

async function showOwn(c: WebContext, form: FormState): Promise<Response> {
  const { thread, post } = await postIn(c);
  const viewer = c.get("viewer");
  const made = await reading(c.get("ctx"), viewer, (r) => findOwnAppeal(r, viewer, post.id));
  // One's own post stands: there is nothing to appeal against.
  if (!post.may.appeal && made === null && post.may.delete) return see(c, postPathOf(thread.path, post.id));
  if (!post.may.appeal && made === null) refuse("not-allowed");
  const title = c.get("speech").t("topic.appeal.title");
  const props = { thread, post, form, appeal: made };
  return formPage(c, { title, form, json: { appeal: made } }, <AppealPage {...props} />);
}

async function appeal(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const { thread, post } = await postIn(c);
  const given = await readForm(c, appealForm);
  if (!given.ok) return showOwn(c, given.state);
  if (!post.may.appeal) refuse("not-allowed");
  const appealing = { authorId: actorId, postId: post.id, words: given.value.words };
  const result = await attempt(() => makeAppeal(c.get("ctx"), appealing));
  if (!result.ok) {
    if (result.refusal.facts.field === undefined) throw result.refusal;
    return showOwn(c, refusedForm(given.state, result.refusal, c.get("speech")));
  }
  return see(c, `${postActPathOf(thread.path, post.id)}/appeal`, { done: "appealed", json: result.value });
}

async function list(c: WebContext): Promise<Response> {
  signedIn(c);
  const viewer = c.get("viewer");
  const appeals = await reading(c.get("ctx"), viewer, (r) => listAppeals(r, viewer, numberIn(c, "page")));
  if (wantsJson(c)) return json(c, appeals, { cache: "private" });
  const title = c.get("speech").t("report.appeal.title");
  return page(c, { title, cache: "private" }, <AppealsPage appeals={appeals} at={OWN_APPEALS} />);
}

async function showOne(c: WebContext, form: FormState): Promise<Response> {
  const viewer = c.get("viewer");
  const { appeal, source } = await reading(c.get("ctx"), viewer, async (r) => {
    const id = idIn(c, "id");
    return { appeal: await findAppeal(r, viewer, id), source: await findAppealSource(r, viewer, id) };
  });
  const found = source === null ? appeal : await withText(c, appeal, source);
  const title = c.get("speech").t("report.appeal.title");
  return formPage(
    c,
    { title, form, json: found },
    <AppealDecisionPage appeal={found} form={form} at={OWN_APPEALS} />,
  );
}

/** A copy here was emptied when it was removed: what it said is asked of the community's node, shown now, and kept nowhere. */
async function withText(c: WebContext, appeal: AppealView, source: AppealSource): Promise<AppealView> {
  const ctx = c.get("ctx");
  try {
    const { title, html, lang } = await ctx.ports.remote.appealed(ctx, source);
    return appeal.readable ? { ...appeal, title, html, lang } : appeal;
  } catch (error) {
    if (error instanceof Outage || error instanceof Refusal) return { ...appeal, away: true };
    throw error;
  }
}

async function decide(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const viewer = c.get("viewer");
  const found = await reading(c.get("ctx"), viewer, (r) => findAppeal(r, viewer, idIn(c, "id")));
  const given = await readForm(c, decisionForm);
  if (!given.ok) return showOne(c, given.state);
  const decision = { deciderId: actorId, appealId: found.id, ...given.value };
  const result = await attempt(() => decideAppeal(c.get("ctx"), decision));
  if (!result.ok) return showOne(c, refusedForm(given.state, result.refusal, c.get("speech")));
  // What was sent to another council is not done yet: its own page says so.
  if (result.value === "sent") return see(c, c.req.path, { json: { state: "sent" } });
  return see(c, "/moderation/appeals", { done: "appeal-decided", json: { state: given.value.outcome } });
}
