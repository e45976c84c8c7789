import type { z } from "zod";
import { type ReadContext, reading } from "../../node/context.ts";
import { findRelated } from "../../node/discovery/related.ts";
import { placeTextOf } from "../../node/drafts/place.ts";
import { idOf, uuidOf } from "../../node/ids.ts";
import { countUnread, markThreadNotices } from "../../node/notifications/read.ts";
import { composePost } from "../../node/posts/compose.ts";
import { markRead } from "../../node/posts/mark-read.ts";
import { findPostPath } from "../../node/posts/path.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { ThreadPage } from "../../node/posts/types.ts";
import { htmlOf } from "../../node/text/markdown.ts";
import { cacheOf } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { throwToPrograms } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState } from "../forms.ts";
import { keepRefusedText } from "../keep-text.ts";
import { isLookedAt } from "../looked-at.ts";
import { openThere } from "../own-council.ts";
import { ThreadPageView } from "../pages/thread.tsx";
import { anchorOf, withQuery } from "../paths.ts";
import { askFirst } from "../personal.ts";
import { postedOf } from "../posted.ts";
import { json, page, see, wantsActivity, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { submissionOf } from "../submission.ts";
import { filesIn, filesOf, filesOfDraft, readFormWithFiles, refusedWithFiles } from "../uploads.ts";
import { handleOf, idIn, pageIn } from "./community-scene.ts";
import { findThreadNow, toMovedAway } from "./moved.ts";
import { answeredIn, beside } from "./thread-beside.ts";
import { replyForm } from "./writing-forms.ts";

/** A thread and its reply box. */
export function registerThreadRoutes(app: WebApp): void {
  app.get("/c/:name/t/:id", showThread);
  app.post("/c/:name/t/:id/reply", reply);
  app.post("/c/:name/t/:id/read", async (c) => {
    const { accountId } = signedIn(c);
    const thread = await threadIn(c);
    await markRead(c.get("ctx"), accountId, thread.id);
    await markThreadNotices(c.get("ctx"), accountId, thread.id);
    return see(c, thread.path, { done: "read" });
  });
}

/** The thread named in the path, as this reader sees it. */
export async function threadIn(c: WebContext, pageNumber = 1): Promise<ThreadPage> {
  const query = { handle: handleOf(c), id: idIn(c, "id"), page: pageNumber };
  return reading(c.get("ctx"), c.get("viewer"), (r) => findThreadNow(r, c.get("viewer"), query));
}

async function showThread(c: WebContext): Promise<Response> {
  const post = uuidOf(c.req.query("post") ?? "");
  if (post !== null) return toPost(c, post);
  const found = await attempt(() => threadIn(c, pageIn(c)));
  if (!found.ok) return toMovedAway(c, found.refusal);
  const thread = found.value;
  if (thread.path.split("/")[2] !== handleOf(c) && !wantsJson(c) && !wantsActivity(c))
    return see(c, `${thread.path}${new URL(c.req.url).search}`);
  if (wantsActivity(c))
    return see(c, thread.iri.startsWith(c.get("site").origin) ? new URL(thread.iri).pathname : thread.path);
  await markNoticesOf(c, thread);
  return shown(c, thread, { form: EMPTY_FORM, preview: null });
}

/** What one was told about a discussion is read when it opens, before the page counts what is not. */
async function markNoticesOf(c: WebContext, thread: ThreadPage): Promise<void> {
  const session = c.get("session");
  if (session === null || c.get("unread") === 0 || wantsJson(c) || !isLookedAt(c)) return;
  const ctx = c.get("ctx");
  await markThreadNotices(ctx, session.accountId, thread.id);
  c.set("unread", await countUnread({ sql: ctx.sql, viewer: c.get("viewer") }, session.accountId));
}

/** A link to one post leads to the page of the thread that shows it, or there to the reply box for it. */
async function toPost(c: WebContext, postId: string): Promise<Response> {
  const thread = await threadIn(c);
  const here = thread.posts.some((one) => one.id === postId);
  const find = (r: ReadContext) => findPostPath(r, c.get("viewer"), { id: postId });
  const path = here ? null : await reading(c.get("ctx"), c.get("viewer"), find);
  const place = path ?? `${thread.path}#${anchorOf(postId)}`;
  // What was just done is told on the page where it ends.
  const done = c.req.query("done") ?? "";
  if (c.req.query("reply") !== "yes") return see(c, place, { done });
  const [shown = ""] = place.split("#");
  const page = new URLSearchParams(shown.split("?")[1]).get("page");
  const to = postId === thread.id ? null : idOf(postId);
  return see(c, `${withQuery(thread.path, { page, to })}#reply`, { done });
}

async function reply(c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const thread = await threadIn(c);
  const given = await readFormWithFiles(c, replyForm);
  if (!given.ok || given.again) return shown(c, thread, { form: given.state, preview: null });
  const { text, lang, preview } = given.value;
  if (preview) return shown(c, thread, { form: given.state, preview: htmlOf(text) });
  const asked = askFirst(c, given.state, { texts: [text], looked: given.value.looked });
  if (asked) return shown(c, thread, { form: asked, preview: null });
  const posted = await attempt(() => publishReply(c, thread, given.value));
  if (!posted.ok) {
    const { refusal } = posted;
    const place = { kind: "reply", postId: thread.id } as const;
    const refused = { code: refusal.code, accountId: session.accountId, place };
    const { files = [] } = given.value;
    await keepRefusedText(c, refused, { title: "", text, themes: [], lang, files });
    throwToPrograms(c, refusal);
    return shown(c, thread, { form: refusedWithFiles(c, given.state, refusal), preview: null });
  }
  const { id, iri } = posted.value;
  return see(c, `${thread.path}?post=${idOf(id)}#${anchorOf(id)}`, {
    done: "posted",
    json: { id, iri, path: thread.path },
  });
}

async function publishReply(c: WebContext, thread: ThreadPage, written: z.infer<typeof replyForm>) {
  const { actorId, accountId } = signedIn(c);
  const { text, to, lang, submission } = written;
  const content = await composePost(c.get("ctx"), {
    kind: "reply",
    communityId: thread.community.id,
    title: "",
    text,
    parentId: to ?? thread.id,
    themes: [],
    lang: lang || null,
    langOtherwise: c.get("speech").language,
    submission: submissionOf(submission, text, ...filesOf(written)),
    files: filesIn(written),
  });
  const draft = { accountId, place: placeTextOf({ kind: "reply", postId: thread.id }) };
  return publishPost(c.get("ctx"), { authorId: actorId, content, joins: true, draft });
}

interface Now {
  readonly form: FormState;
  readonly preview: string | null;
}

async function shown(c: WebContext, thread: ThreadPage, now: Now): Promise<Response> {
  const failed = now.form.errors.length > 0;
  const status = failed ? 422 : 200;
  if (wantsJson(c)) {
    const related = failed ? [] : await findRelated(c.get("ctx"), c.get("viewer"), thread);
    const value = failed ? { errors: now.form.errors } : { ...thread, related };
    return json(c, value, { cache: cacheOf(thread.community.level), status });
  }
  const { related, draft, ownCouncil, late } = await beside(c, thread);
  const text = now.form.text.text ?? draft?.body.text;
  const lang = now.form.text.lang ?? draft?.body.lang ?? "";
  const files = now.form.files ?? (await filesOfDraft(c, draft?.body.files));
  const form = text === undefined ? now.form : { ...now.form, files, text: { ...now.form.text, text, lang } };
  const title = `${thread.title} – ${thread.community.name}`;
  return page(
    c,
    {
      title,
      status,
      cache: failed ? "private" : cacheOf(thread.community.level),
      doneText: postedOf(c, thread),
      // Where one may reply, the offer stands at the reply box.
      ownCouncil: thread.may.answerHere === "sign-in" ? null : await openThere(c, "discussion"),
    },
    <ThreadPageView
      thread={{ ...thread, related }}
      late={late}
      form={form}
      to={answeredIn(c, thread, now.form)}
      preview={now.preview}
      kept={draft?.body.text ?? null}
      seen={now.form.text.text === undefined ? (draft?.updated.toISOString() ?? null) : null}
      ownCouncil={ownCouncil}
    />,
  );
}
