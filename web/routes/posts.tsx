import { acceptAnswer, withdrawAnswer } from "../../node/posts/answer.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { removePost, restorePost } from "../../node/posts/remove.ts";
import { markUseful, unmarkUseful } from "../../node/posts/useful.ts";
import { refuse } from "../../node/refusal.ts";
import { UsefulAct } from "../components/post-acts.tsx";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { PostDeletePage, PostRemovePage, PostRestorePage } from "../pages/post-acts.tsx";
import { postActPathOf, postPathOf } from "../paths.ts";
import { fragment, json, page, see, wantsFragment, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { noFields, reasonForm } from "./act-forms.ts";
import { type PostScene, postIn } from "./post-scene.ts";

const POST = "/c/:name/t/:id/p/:post";

/** What one does with one post: useful, accept, delete, remove. */
export function registerPostRoutes(app: WebApp): void {
  app.post(`${POST}/useful`, (c) => mark(c, true));
  app.post(`${POST}/not-useful`, (c) => mark(c, false));
  app.post(`${POST}/accept`, (c) => accept(c, true));
  app.post(`${POST}/unaccept`, (c) => accept(c, false));
  app.get(`${POST}/delete`, async (c) => {
    signedIn(c);
    return showDelete(c, await postIn(c));
  });
  app.post(`${POST}/delete`, erase);
  for (const act of ["remove", "restore"] as const) {
    app.get(`${POST}/${act}`, async (c) => {
      signedIn(c);
      return showReasonFor(c, await postIn(c), { act, form: EMPTY_FORM });
    });
    app.post(`${POST}/${act}`, (c) => withReason(c, act));
  }
}

async function mark(c: WebContext, on: boolean): Promise<Response> {
  const { actorId } = signedIn(c);
  const { post, thread } = await postIn(c);
  await (on ? markUseful : unmarkUseful)(c.get("ctx"), { actorId, postId: post.id });
  if (wantsFragment(c)) {
    const now = await postIn(c);
    const { t } = c.get("speech");
    const about = t("topic.actAbout", { name: now.post.author.name, number: now.post.number });
    return fragment(
      c,
      <UsefulAct post={now.post} path={postActPathOf(thread.path, post.id)} about={about} />,
    );
  }
  return see(c, postPathOf(thread.path, post.id), { json: { useful: on } });
}

async function accept(c: WebContext, on: boolean): Promise<Response> {
  const { actorId } = signedIn(c);
  const { post, thread } = await postIn(c);
  await (on ? acceptAnswer : withdrawAnswer)(c.get("ctx"), { actorId, postId: post.id });
  return see(c, thread.path, { done: on ? "accepted" : "unaccepted" });
}

async function erase(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const { post, thread } = await postIn(c);
  await readForm(c, noFields);
  await deletePost(c.get("ctx"), { actorId, postId: post.id });
  return see(c, post.kind === "reply" ? thread.path : thread.community.path, { done: "deleted" });
}

function showDelete(c: WebContext, { thread, post }: PostScene) {
  if (!post.may.delete) refuse("not-allowed");
  if (wantsJson(c)) return json(c, { post }, { cache: "private" });
  const title = c.get("speech").t("topic.deleteTitle");
  return page(
    c,
    { title, cache: "private" },
    <PostDeletePage thread={thread} post={post} form={EMPTY_FORM} />,
  );
}

/** What facilitators do to the post of somebody else, each with a reason. */
const WITH_REASON = {
  remove: { verb: removePost, Page: PostRemovePage, title: "topic.removeTitle", done: "removed" },
  restore: { verb: restorePost, Page: PostRestorePage, title: "topic.restoreTitle", done: "restored" },
} as const;
type ReasonedAct = keyof typeof WITH_REASON;

async function withReason(c: WebContext, act: ReasonedAct): Promise<Response> {
  const { actorId } = signedIn(c);
  const scene = await postIn(c);
  const form = await readForm(c, reasonForm);
  if (!form.ok) return showReasonFor(c, scene, { act, form: form.state });
  const { reason } = form.value;
  const { verb, done } = WITH_REASON[act];
  const result = await attempt(() => verb(c.get("ctx"), { actorId, postId: scene.post.id, reason }));
  if (!result.ok) {
    if (result.refusal.facts.field === undefined) throw result.refusal;
    const refused = refusedForm(form.state, result.refusal, c.get("speech"));
    return showReasonFor(c, scene, { act, form: refused });
  }
  return see(c, postPathOf(scene.thread.path, scene.post.id), { done });
}

function showReasonFor(
  c: WebContext,
  { thread, post }: PostScene,
  { act, form }: { act: ReasonedAct; form: FormState },
) {
  // Nothing is to be restored: a colleague was faster.
  if (act === "restore" && post.may.remove) return see(c, postPathOf(thread.path, post.id));
  if (!post.may[act]) refuse("not-allowed");
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c)) return json(c, { post, errors: form.errors }, { cache: "private", status });
  const { Page, title: key } = WITH_REASON[act];
  const title = c.get("speech").t(key);
  return page(c, { title, status, cache: "private" }, <Page thread={thread} post={post} form={form} />);
}
