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
  for (const on of [true, false]) {
    const path = `/c/:name/t/:id/${on ? "lock" : "unlock"}`;
    app.get(path, async (c) => {
      signedIn(c);
      return showLock(c, { thread: await threadIn(c), form: EMPTY_FORM, on });
    });
    app.post(path, (c) => lock(c, on));
  }
}

async function pin(c: WebContext, on: boolean): Promise<Response> {
  const { actorId } = signedIn(c);
  const thread = await threadIn(c);
  await pinThread(c.get("ctx"), { actorId, rootId: idIn(c, "id"), on });
  return see(c, thread.path, { done: on ? "pinned" : "unpinned" });
}

async function lock(c: WebContext, on: boolean): Promise<Response> {
  const { actorId } = signedIn(c);
  const thread = await threadIn(c);
  const form = await readForm(c, reasonForm);
  if (!form.ok) return showLock(c, { thread, form: form.state, on });
  const act = { actorId, rootId: idIn(c, "id"), on, reason: form.value.reason };
  const result = await attempt(() => lockThread(c.get("ctx"), act));
  if (!result.ok)
    return showLock(c, { thread, form: refusedForm(form.state, result.refusal, c.get("speech")), on });
  return see(c, thread.path, { done: on ? "locked" : "unlocked" });
}

interface Locking {
  readonly thread: ThreadPage;
  readonly form: FormState;
  readonly on: boolean;
}

function showLock(c: WebContext, { thread, form, on }: Locking) {
  if (!thread.may.lock) refuse("not-allowed");
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c)) return json(c, { errors: form.errors }, { cache: "private", status });
  const title = c.get("speech").t(on ? "topic.lockTitle" : "topic.unlockTitle");
  return page(c, { title, status, cache: "private" }, <ThreadLockPage thread={thread} form={form} on={on} />);
}
