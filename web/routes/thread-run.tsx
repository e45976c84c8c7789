import { lockThread, pinThread } from "../../node/posts/keep-order.ts";
import type { ThreadPage } from "../../node/posts/types.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { ThreadLockPage } from "../pages/post-acts.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { reasonForm } from "./act-forms.ts";
import { idIn } from "./community-scene.ts";
import { threadIn } from "./thread.tsx";

/** What facilitators do with a discussion: pin it, close it for replies, open it again. */
export function registerThreadRunRoutes(app: WebApp): void {
  app.post("/c/:name/t/:id/pin", (c) => pin(c, true));
  app.post("/c/:name/t/:id/unpin", (c) => pin(c, false));
  app.get("/c/:name/t/:id/lock", async (c) => {
    signedIn(c);
    return showLock(c, await threadIn(c), EMPTY_FORM);
  });
  app.post("/c/:name/t/:id/lock", lock);
  app.post("/c/:name/t/:id/unlock", async (c) => {
    const { actorId } = signedIn(c);
    const thread = await threadIn(c);
    await lockThread(c.get("ctx"), { actorId, rootId: idIn(c, "id"), on: false });
    return see(c, thread.path, { done: "unlocked" });
  });
}

async function pin(c: WebContext, on: boolean): Promise<Response> {
  const { actorId } = signedIn(c);
  const thread = await threadIn(c);
  await pinThread(c.get("ctx"), { actorId, rootId: idIn(c, "id"), on });
  return see(c, thread.path, { done: on ? "pinned" : "unpinned" });
}

async function lock(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const thread = await threadIn(c);
  const form = await readForm(c, reasonForm);
  if (!form.ok) return showLock(c, thread, form.state);
  const act = { actorId, rootId: idIn(c, "id"), on: true, reason: form.value.reason };
  const result = await attempt(() => lockThread(c.get("ctx"), act));
  if (!result.ok) return showLock(c, thread, refusedForm(form.state, result.refusal, c.get("speech")));
  return see(c, thread.path, { done: "locked" });
}

function showLock(c: WebContext, thread: ThreadPage, form: FormState) {
  if (!thread.may.lock) refuse("not-allowed");
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c)) return json(c, { errors: form.errors }, { cache: "private", status });
  const title = c.get("speech").t("topic.lockTitle");
  return page(c, { title, status, cache: "private" }, <ThreadLockPage thread={thread} form={form} />);
}
