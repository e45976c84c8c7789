import { acceptAnswer, withdrawAnswer } from "../../node/posts/answer.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { removePost } from "../../node/posts/remove.ts";
import { markUseful, unmarkUseful } from "../../node/posts/useful.ts";
import { refuse } from "../../node/refusal.ts";
import { UsefulAct } from "../components/post-acts.tsx";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { PostDeletePage, PostRemovePage } from "../pages/post-acts.tsx";
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
  app.get(`${POST}/remove`, async (c) => {
    signedIn(c);
    return showRemove(c, await postIn(c), EMPTY_FORM);
  });
  app.post(`${POST}/remove`, remove);
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

async function remove(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const scene = await postIn(c);
  const form = await readForm(c, reasonForm);
  if (!form.ok) return showRemove(c, scene, form.state);
  const { reason } = form.value;
  const result = await attempt(() => removePost(c.get("ctx"), { actorId, postId: scene.post.id, reason }));
  if (!result.ok) {
    if (result.refusal.facts.field === undefined) throw result.refusal;
    return showRemove(c, scene, refusedForm(form.state, result.refusal, c.get("speech")));
  }
  return see(c, postPathOf(scene.thread.path, scene.post.id), { done: "removed" });
}

function showRemove(c: WebContext, { thread, post }: PostScene, form: FormState) {
  if (!post.may.remove) refuse("not-allowed");
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c)) return json(c, { post, errors: form.errors }, { cache: "private", status });
  const title = c.get("speech").t("topic.removeTitle");
  return page(
    c,
    { title, status, cache: "private" },
    <PostRemovePage thread={thread} post={post} form={form} />,
  );
}
