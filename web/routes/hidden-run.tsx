import { z } from "zod";
import { REPORT_ACTS } from "../../node/moderation/types.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { aboutAnswer, doneAnswer, threadAnswer } from "../hidden/answers.ts";
import { logAnswer, madeAnswer, reportAnswer, reportsAnswer } from "../hidden/moderation-answers.ts";
import type { HiddenScene } from "../hidden/scene.ts";
import { showHidden, withPlace } from "../hidden/shown.tsx";
import { HiddenOwnReportsPage } from "../pages/hidden-reports.tsx";
import { ModerationLogPage } from "../pages/moderation-log.tsx";
import { PostRemovePage, PostRestorePage, ThreadLockPage } from "../pages/post-acts.tsx";
import { ReportDecisionPage } from "../pages/report-decision.tsx";
import { CommunityReportsPage, SHOWN_REPORTS } from "../pages/reports.tsx";
import { postPathOf } from "../paths.ts";
import { idIn, numberIn, oneOf } from "../query.ts";
import { see } from "../respond.tsx";
import { reasonForm } from "./act-forms.ts";
import { noteLooked } from "./hidden.tsx";
import { hiddenPost } from "./hidden-acts.tsx";

const POST = "/hidden/:place/t/:id/p/:post";
const decisionForm = z.strictObject({
  act: z.enum(REPORT_ACTS),
  reason: z.string().max(1000, "errors.field.wordsLong").default(""),
});

/**
 * What facilitators do in a hidden community of another council, each in one request to its node, which keeps every reason and
 * report; and what its members read of that.
 */
export function registerHiddenRunRoutes(app: WebApp): void {
  app.get("/hidden/:place/moderation-log", (c) => withPlace(c, (scene) => showLog(c, scene)));
  app.get("/hidden/:place/my-reports", (c) => withPlace(c, (scene) => showMade(c, scene)));
  app.get("/hidden/:place/reports", (c) => withPlace(c, (scene) => showReports(c, scene)));
  app.get("/hidden/:place/reports/:report", (c) => withPlace(c, (scene) => showReport(c, scene, EMPTY_FORM)));
  app.post("/hidden/:place/reports/:report", (c) => withPlace(c, (scene) => decide(c, scene)));
  for (const act of ["remove", "restore"] as const) {
    app.get(`${POST}/${act}`, (c) => withPlace(c, (scene) => showAct(c, scene, { act, form: EMPTY_FORM })));
    app.post(`${POST}/${act}`, (c) => withPlace(c, (scene) => doAct(c, scene, act)));
  }
  for (const on of [true, false]) {
    app.post(`/hidden/:place/t/:id/${on ? "pin" : "unpin"}`, (c) =>
      withPlace(c, (scene) => pin(c, scene, on)),
    );
    const path = `/hidden/:place/t/:id/${on ? "lock" : "unlock"}`;
    app.get(path, (c) => withPlace(c, (scene) => showLock(c, scene, { on, form: EMPTY_FORM })));
    app.post(path, (c) => withPlace(c, (scene) => lock(c, scene, on)));
  }
}

async function communityOf({ at, ask }: HiddenScene) {
  return (await ask(aboutAnswer(at), { ask: "about" })).community;
}

async function showLog(c: WebContext, scene: HiddenScene): Promise<Response> {
  const community = await communityOf(scene);
  const items = await scene.ask(logAnswer(scene.at), { ask: "log", page: numberIn(c, "page") });
  const log = { ...items, erasures: [], receiptsAway: false };
  const title = `${c.get("speech").t("report.log.title")} – ${community.name}`;
  return showHidden(
    c,
    { title, value: log },
    <ModerationLogPage community={community} signedIn requests={0} log={log} />,
  );
}

async function showMade(c: WebContext, scene: HiddenScene): Promise<Response> {
  const { name } = await communityOf(scene);
  const reports = await scene.ask(madeAnswer(scene.at), { ask: "made", page: numberIn(c, "page") });
  await noteLooked(c, scene);
  const title = c.get("speech").t("report.own.title");
  return showHidden(
    c,
    { title, value: reports },
    <HiddenOwnReportsPage at={scene.at} name={name} reports={reports} />,
  );
}

async function showReports(c: WebContext, scene: HiddenScene): Promise<Response> {
  await noteLooked(c, scene);
  const show = oneOf(c, "show", SHOWN_REPORTS);
  const community = await communityOf(scene);
  const asked = { ask: "reports", show, page: numberIn(c, "page") } as const;
  const reports = await scene.ask(reportsAnswer(scene.at), asked);
  const title = `${c.get("speech").t("report.list.title")} – ${community.name}`;
  const props = { community, reports, show, requests: 0, appeals: `${scene.at.path}/appeals` };
  return showHidden(c, { title, value: reports }, <CommunityReportsPage {...props} />);
}

async function showReport(c: WebContext, scene: HiddenScene, form: FormState): Promise<Response> {
  const report = await scene.ask(reportAnswer(scene.at), { ask: "reported", report: idIn(c, "report") });
  const title = c.get("speech").t(`topic.report.kind.${report.category}`);
  return showHidden(
    c,
    { title, status: form.errors.length > 0 ? 422 : 200, value: { ...report, errors: form.errors } },
    <ReportDecisionPage report={report} form={form} />,
  );
}

async function decide(c: WebContext, scene: HiddenScene): Promise<Response> {
  const form = await readForm(c, decisionForm);
  if (!form.ok) return showReport(c, scene, form.state);
  const asked = { ask: "decide", report: idIn(c, "report"), ...form.value } as const;
  const result = await attempt(() => scene.ask(doneAnswer, asked));
  if (!result.ok) {
    if (result.refusal.facts.place === "gone") throw result.refusal;
    return showReport(c, scene, refusedForm(form.state, result.refusal, c.get("speech")));
  }
  const done = form.value.act === "remove" ? "removed" : "dismissed";
  return see(c, `${scene.at.path}/reports`, { done, json: { state: done } });
}

/** What facilitators do to the post of somebody else, each with a reason. */
const WITH_REASON = {
  remove: { Page: PostRemovePage, title: "topic.removeTitle", done: "removed" },
  restore: { Page: PostRestorePage, title: "topic.restoreTitle", done: "restored" },
} as const;

interface Acting {
  readonly act: keyof typeof WITH_REASON;
  readonly form: FormState;
}

async function doAct(c: WebContext, scene: HiddenScene, act: Acting["act"]): Promise<Response> {
  const form = await readForm(c, reasonForm);
  if (!form.ok) return showAct(c, scene, { act, form: form.state });
  const post = idIn(c, "post");
  await scene.ask(doneAnswer, { ask: act, post, reason: form.value.reason });
  const path = `${scene.at.path}/t/${c.req.param("id")}`;
  return see(c, postPathOf(path, post), { done: WITH_REASON[act].done });
}

async function showAct(c: WebContext, scene: HiddenScene, { act, form }: Acting): Promise<Response> {
  const { thread, post } = await hiddenPost(c, scene);
  if (!post.may[act]) refuse("not-allowed");
  const { Page, title } = WITH_REASON[act];
  const status = form.errors.length > 0 ? 422 : 200;
  return showHidden(
    c,
    { title: c.get("speech").t(title), status, value: { post, errors: form.errors } },
    <Page thread={thread} post={post} form={form} />,
  );
}

async function pin(c: WebContext, scene: HiddenScene, on: boolean): Promise<Response> {
  await scene.ask(doneAnswer, { ask: "pin", thread: idIn(c, "id"), on });
  return see(c, `${scene.at.path}/t/${c.req.param("id")}`, { done: on ? "pinned" : "unpinned" });
}

async function lock(c: WebContext, scene: HiddenScene, on: boolean): Promise<Response> {
  const form = await readForm(c, reasonForm);
  if (!form.ok) return showLock(c, scene, { on, form: form.state });
  await scene.ask(doneAnswer, { ask: "lock", thread: idIn(c, "id"), on, reason: form.value.reason });
  return see(c, `${scene.at.path}/t/${c.req.param("id")}`, { done: on ? "locked" : "unlocked" });
}

async function showLock(
  c: WebContext,
  scene: HiddenScene,
  { on, form }: { readonly on: boolean; readonly form: FormState },
): Promise<Response> {
  const thread = await scene.ask(threadAnswer(scene.at), { ask: "thread", thread: idIn(c, "id"), page: 1 });
  if (!thread.may.lock) refuse("not-allowed");
  const title = c.get("speech").t(on ? "topic.lockTitle" : "topic.unlockTitle");
  const status = form.errors.length > 0 ? 422 : 200;
  return showHidden(
    c,
    { title, status, value: { errors: form.errors } },
    <ThreadLockPage thread={thread} form={form} on={on} />,
  );
}
