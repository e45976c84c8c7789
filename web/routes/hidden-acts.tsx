import { z } from "zod";
import { REPORT_CATEGORIES } from "../../node/moderation/types.ts";
import { joinedPlace } from "../../node/places/places.ts";
import type { PostView, ThreadPage } from "../../node/posts/types.ts";
import { Outage, Refusal, refuse } from "../../node/refusal.ts";
import { findUrgentContact, urgentContactFor } from "../../node/settings/urgent-contact.ts";
import { UsefulAct } from "../components/post-acts.tsx";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { doneAnswer, pageAnswer, threadAnswer } from "../hidden/answers.ts";
import { forgetPlace, type HiddenScene, hiddenScene } from "../hidden/scene.ts";
import { formWhileAway, showHidden, withPlace } from "../hidden/shown.tsx";
import { unreadPost, unreadThread } from "../hidden/while-away.ts";
import { PostDeletePage } from "../pages/post-acts.tsx";
import { ReportPage, ReportThanksPage } from "../pages/report.tsx";
import { postActPathOf, postPathOf } from "../paths.ts";
import { idIn } from "../query.ts";
import { fragment, see, wantsFragment, wantsJson } from "../respond.tsx";
import { noFields } from "./act-forms.ts";

const POST = "/hidden/:place/t/:id/p/:post";
const reportForm = z.strictObject({
  category: z.enum(REPORT_CATEGORIES, "errors.field.categoryRequired"),
  words: z.string().max(1000, "errors.field.wordsLong").default(""),
  urgent: z.enum(["shown"]).optional(),
});

/** What a member does in a hidden community of another council, each in one request to its node. */
export function registerHiddenActRoutes(app: WebApp): void {
  app.post("/hidden/:place/join", (c) => withPlace(c, (scene) => join(c, scene)));
  app.post("/hidden/:place/decline", (c) => withPlace(c, (scene) => end(c, scene, "decline")));
  app.post("/hidden/:place/leave", (c) => withPlace(c, (scene) => end(c, scene, "leave")));
  app.post("/hidden/:place/forget", async (c) => {
    await forgetPlace(c, (await hiddenScene(c)).place);
    return see(c, "/hidden", {});
  });
  // What one has read is nobody's business but one's own, and is kept nowhere.
  app.post("/hidden/:place/t/:id/read", (c) =>
    withPlace(c, ({ at }) => see(c, `${at.path}/t/${c.req.param("id")}`)),
  );
  for (const [route, on] of [
    ["useful", true],
    ["not-useful", false],
  ] as const)
    app.post(`${POST}/${route}`, (c) => withPlace(c, (scene) => mark(c, scene, on)));
  for (const [route, on] of [
    ["accept", true],
    ["unaccept", false],
  ] as const)
    app.post(`${POST}/${route}`, (c) => withPlace(c, (scene) => accept(c, scene, on)));
  app.get(`${POST}/delete`, (c) => withPlace(c, (scene) => showDelete(c, scene)));
  app.post(`${POST}/delete`, (c) => withPlace(c, (scene) => erase(c, scene)));
  app.get(`${POST}/report`, (c) => withPlace(c, (scene) => showReport(c, scene, { form: EMPTY_FORM })));
  app.post(`${POST}/report`, (c) => withPlace(c, (scene) => report(c, scene)));
}

async function join(c: WebContext, { place, at, ask }: HiddenScene): Promise<Response> {
  await ask(doneAnswer, { ask: "join" });
  await joinedPlace(c.get("ctx"), place.id);
  return see(c, at.path, { done: "joined" });
}

/** It ended there, or it was over there already: either way nothing of it stays here. */
async function end(c: WebContext, scene: HiddenScene, act: "decline" | "leave"): Promise<Response> {
  try {
    await scene.ask(doneAnswer, { ask: act });
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "not-found")) throw error;
  }
  await forgetPlace(c, scene.place);
  return see(c, "/hidden", { done: "left" });
}

/** The post in the path, on the page of its thread that shows it. */
export async function hiddenPost(
  c: WebContext,
  { at, ask }: HiddenScene,
): Promise<{ readonly thread: ThreadPage; readonly post: PostView }> {
  const [id, postId] = [idIn(c, "id"), idIn(c, "post")];
  const { page } = await ask(pageAnswer, { ask: "post", thread: id, post: postId });
  const thread = await ask(threadAnswer(at), { ask: "thread", thread: id, page });
  return { thread, post: thread.posts.find((one) => one.id === postId) ?? refuse("not-found") };
}

async function mark(c: WebContext, scene: HiddenScene, on: boolean): Promise<Response> {
  await scene.ask(doneAnswer, { ask: "useful", post: idIn(c, "post"), on });
  const path = `${scene.at.path}/t/${c.req.param("id")}`;
  if (!wantsFragment(c)) return see(c, postPathOf(path, idIn(c, "post")), { json: { useful: on } });
  const { post } = await hiddenPost(c, scene);
  const about = c.get("speech").t("topic.actAbout", { name: post.author.name, number: post.number });
  return fragment(c, <UsefulAct post={post} path={postActPathOf(path, post.id)} about={about} />);
}

async function accept(c: WebContext, scene: HiddenScene, on: boolean): Promise<Response> {
  await scene.ask(doneAnswer, { ask: "accept", post: idIn(c, "post"), on });
  return see(c, `${scene.at.path}/t/${c.req.param("id")}`, { done: on ? "accepted" : "unaccepted" });
}

async function showDelete(c: WebContext, scene: HiddenScene): Promise<Response> {
  const { thread, post } = await hiddenPost(c, scene);
  if (!post.may.delete) refuse("not-allowed");
  const title = c.get("speech").t("topic.deleteTitle");
  return showHidden(
    c,
    { title, value: { post } },
    <PostDeletePage thread={thread} post={post} form={EMPTY_FORM} />,
  );
}

async function erase(c: WebContext, scene: HiddenScene): Promise<Response> {
  await readForm(c, noFields);
  const { thread, post } = await hiddenPost(c, scene);
  await scene.ask(doneAnswer, { ask: "delete", post: post.id });
  return see(c, post.kind === "reply" ? thread.path : scene.at.path, { done: "deleted" });
}

async function report(c: WebContext, scene: HiddenScene): Promise<Response> {
  const form = await readForm(c, reportForm);
  if (!form.ok) return showReport(c, scene, { form: form.state });
  const { category, words, urgent } = form.value;
  const first = category === "safeguarding" && urgent === undefined && !wantsJson(c);
  if (first && (await urgentContact(c)) !== null)
    return showReport(c, scene, { form: form.state, urgentFirst: true });
  const ask = { ask: "report", post: idIn(c, "post"), category, words } as const;
  const result = await attempt(() => scene.ask(doneAnswer, ask)).catch((error: unknown) => {
    if (error instanceof Outage && !wantsJson(c)) return null;
    throw error;
  });
  if (result === null) return showReportWhileAway(c, scene, form.state);
  if (!result.ok) {
    if (result.refusal.facts.field === undefined) throw result.refusal;
    return showReport(c, scene, { form: refusedForm(form.state, result.refusal, c.get("speech")) });
  }
  const title = c.get("speech").t("topic.report.thanksTitle");
  const back = postPathOf(`${scene.at.path}/t/${c.req.param("id")}`, idIn(c, "post"));
  return showHidden(c, { title, value: {} }, <ReportThanksPage back={back} contact={null} />);
}

/** What was typed is in this page alone. */
async function showReportWhileAway(c: WebContext, scene: HiddenScene, state: FormState): Promise<Response> {
  const scenery = {
    thread: unreadThread(scene.at, idIn(c, "id")),
    post: unreadPost(idIn(c, "post"), "reply"),
  } as const;
  const props = { ...scenery, form: formWhileAway(c, state, scene.at), urgent: await urgentContact(c) };
  const title = c.get("speech").t("topic.report.title");
  return showHidden(c, { title, status: 503, value: null }, <ReportPage {...props} visitor={false} />);
}

async function urgentContact(c: WebContext) {
  return urgentContactFor(await findUrgentContact(c.get("ctx")), c.get("speech").language);
}

interface Reporting {
  readonly form: FormState;
  readonly urgentFirst?: boolean;
}

async function showReport(c: WebContext, scene: HiddenScene, { form, urgentFirst = false }: Reporting) {
  const { thread, post } = await hiddenPost(c, scene);
  if (!post.may.report) refuse("not-found");
  const urgent = await urgentContact(c);
  const title = c.get("speech").t(urgentFirst ? "topic.report.urgentTitle" : "topic.report.title");
  const status = form.errors.length > 0 ? 422 : 200;
  return showHidden(
    c,
    { title, status, value: { post, urgent, errors: form.errors } },
    <ReportPage {...{ thread, post, form, urgent, urgentFirst }} visitor={false} />,
  );
}
