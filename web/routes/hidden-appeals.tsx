import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { doneAnswer } from "../hidden/answers.ts";
import { appealAnswer, appealedAnswer, appealsAnswer, ownAppealAnswer } from "../hidden/appeal-answers.ts";
import type { HiddenScene } from "../hidden/scene.ts";
import { showHidden, withPlace } from "../hidden/shown.tsx";
import { AppealPage } from "../pages/appeal.tsx";
import { AppealDecisionPage, type AppealsAt, AppealsPage } from "../pages/appeals.tsx";
import { postActPathOf, postPathOf } from "../paths.ts";
import { idIn, numberIn } from "../query.ts";
import { see } from "../respond.tsx";
import { appealForm, decisionForm } from "./appeals.tsx";
import { noteLooked } from "./hidden.tsx";
import { hiddenPost } from "./hidden-acts.tsx";

const OWN = "/hidden/:place/t/:id/p/:post/appeal";
const ONE = "/hidden/:place/appeals/:appeal";

/**
 * Appeals against removals in a hidden community of another council: the author's, and what another facilitator decides, each
 * in one request to its node, which keeps every word of it.
 */
export function registerHiddenAppealRoutes(app: WebApp): void {
  app.get(OWN, (c) => withPlace(c, (scene) => showOwn(c, scene, EMPTY_FORM)));
  app.post(OWN, (c) => withPlace(c, (scene) => appeal(c, scene)));
  app.get("/hidden/:place/appeals", (c) => withPlace(c, (scene) => list(c, scene)));
  app.get(ONE, (c) => withPlace(c, (scene) => showOne(c, scene, EMPTY_FORM)));
  app.post(ONE, (c) => withPlace(c, (scene) => decide(c, scene)));
}

function placeOf({ at }: HiddenScene): AppealsAt {
  return { path: `${at.path}/appeals`, reports: `${at.path}/reports` };
}

async function showOwn(c: WebContext, scene: HiddenScene, form: FormState): Promise<Response> {
  const { thread, post } = await hiddenPost(c, scene);
  const { appeal: made } = await scene.ask(ownAppealAnswer(scene.at), { ask: "own-appeal", post: post.id });
  await noteLooked(c, scene);
  // One's own post stands: there is nothing to appeal against.
  if (!post.may.appeal && made === null && post.may.delete) return see(c, postPathOf(thread.path, post.id));
  if (!post.may.appeal && made === null) refuse("not-allowed");
  const title = c.get("speech").t("topic.appeal.title");
  const status = form.errors.length > 0 ? 422 : 200;
  const props = { thread, post, form, appeal: made };
  return showHidden(
    c,
    { title, status, value: { appeal: made, errors: form.errors } },
    <AppealPage {...props} />,
  );
}

async function appeal(c: WebContext, scene: HiddenScene): Promise<Response> {
  const given = await readForm(c, appealForm);
  if (!given.ok) return showOwn(c, scene, given.state);
  const asked = { ask: "appeal", post: idIn(c, "post"), words: given.value.words } as const;
  const result = await attempt(() => scene.ask(appealedAnswer, asked));
  if (!result.ok) {
    if (result.refusal.facts.field === undefined) throw result.refusal;
    return showOwn(c, scene, refusedForm(given.state, result.refusal, c.get("speech")));
  }
  const thread = `${scene.at.path}/t/${c.req.param("id")}`;
  return see(c, `${postActPathOf(thread, asked.post)}/appeal`, { done: "appealed", json: result.value });
}

async function list(c: WebContext, scene: HiddenScene): Promise<Response> {
  await noteLooked(c, scene);
  const appeals = await scene.ask(appealsAnswer(scene.at), { ask: "appeals", page: numberIn(c, "page") });
  const title = c.get("speech").t("report.appeal.title");
  return showHidden(c, { title, value: appeals }, <AppealsPage appeals={appeals} at={placeOf(scene)} />);
}

async function showOne(c: WebContext, scene: HiddenScene, form: FormState): Promise<Response> {
  const asked = { ask: "appealed", appeal: idIn(c, "appeal") } as const;
  const found = await scene.ask(appealAnswer(scene.at), asked);
  const title = c.get("speech").t("report.appeal.title");
  const status = form.errors.length > 0 ? 422 : 200;
  const value = form.errors.length > 0 ? { ...found, errors: form.errors } : found;
  return showHidden(
    c,
    { title, status, value },
    <AppealDecisionPage appeal={found} form={form} at={placeOf(scene)} />,
  );
}

async function decide(c: WebContext, scene: HiddenScene): Promise<Response> {
  const form = await readForm(c, decisionForm);
  if (!form.ok) return showOne(c, scene, form.state);
  const asked = { ask: "decide-appeal", appeal: idIn(c, "appeal"), ...form.value } as const;
  const result = await attempt(() => scene.ask(doneAnswer, asked));
  if (!result.ok) {
    if (result.refusal.facts.place === "gone") throw result.refusal;
    return showOne(c, scene, refusedForm(form.state, result.refusal, c.get("speech")));
  }
  const json = { state: form.value.outcome };
  return see(c, placeOf(scene).path, { done: "appeal-decided", json });
}
