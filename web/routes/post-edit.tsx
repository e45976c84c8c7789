import { composePost } from "../../node/posts/compose.ts";
import { editPost } from "../../node/posts/edit.ts";
import { type PostRow, postById } from "../../node/posts/find.ts";
import type { PostDraft } from "../../node/posts/types.ts";
import { type Refusal, refuse } from "../../node/refusal.ts";
import { htmlOf } from "../../node/text/markdown.ts";
import type { WebApp, WebContext } from "../env.ts";
import { throwToPrograms } from "../form-page.tsx";
import { attempt, type FormState } from "../forms.ts";
import { PostEditPage } from "../pages/post-acts.tsx";
import { postPathOf } from "../paths.ts";
import { askFirst } from "../personal.ts";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { filesIn, readFormWithFiles, refusedWithFiles } from "../uploads.ts";
import { justCommunity } from "./community-scene.ts";
import { type PostScene, postIn } from "./post-scene.ts";
import { editForm } from "./writing-forms.ts";

/** Changing one's own post. Somebody who changed it meanwhile, on another device, is not overwritten. */
export function registerPostEditRoutes(app: WebApp): void {
  app.get("/c/:name/t/:id/p/:post/edit", async (c) => {
    signedIn(c);
    const scene = await postIn(c);
    if (!scene.post.may.edit) refuse("not-allowed");
    const { title, source, revision, lang, themes } = await postById(c.get("ctx").sql, scene.post.id);
    const text = { title, text: source, revision: String(revision), lang };
    return show(c, scene, {
      form: { text, lists: { themes }, errors: [], files: scene.post.files },
      preview: null,
    });
  });
  app.post("/c/:name/t/:id/p/:post/edit", edit);
}

async function edit(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const scene = await postIn(c);
  if (!scene.post.may.edit) refuse("not-allowed");
  const form = await readFormWithFiles(c, editForm, scene.post.id);
  if (!form.ok || form.again) return show(c, scene, { form: form.state, preview: null });
  const { title, text, themes, lang, revision, preview } = form.value;
  if (preview) return show(c, scene, { form: form.state, preview: htmlOf(text) });
  const asked = askFirst(c, form.state, { texts: [title, text], looked: form.value.looked });
  if (asked) return show(c, scene, { form: asked, preview: null });
  const ctx = c.get("ctx");
  const result = await attempt(async () => {
    const before = await postById(ctx.sql, scene.post.id);
    const { kind, communityId } = before;
    const content = await composePost(ctx, {
      kind,
      communityId,
      title,
      text,
      // It stays where it is, also when what it answers is deleted by now.
      parentId: null,
      themes,
      themesBefore: before.themes,
      ...languageAfter(before, lang),
      submission: null,
      files: filesIn(form.value),
    });
    const corrected = lang !== "" && lang !== before.lang;
    const langSource = corrected ? "corrected" : content.langSource;
    return editPost(ctx, {
      actorId,
      postId: before.id,
      content: { ...content, langSource },
      seen: revision,
    });
  });
  if (!result.ok) return refused(c, scene, { form: form.state, refusal: result.refusal });
  return see(c, postPathOf(scene.thread.path, scene.post.id), { done: "edited" });
}

/** What was found out is found out again from the new words, unless the author corrects it or said it before. */
function languageAfter(
  before: Pick<PostRow, "lang" | "langSource">,
  given: string,
): Pick<PostDraft, "lang" | "langOtherwise"> {
  const otherwise = before.lang === "cy" ? "cy" : "en";
  if (given !== "" && given !== before.lang) return { lang: given };
  return { lang: before.langSource === "guessed" ? null : before.lang, langOtherwise: otherwise };
}

/** Changed meanwhile: the words are kept, and saving again counts against the version that now stands. */
async function refused(
  c: WebContext,
  scene: PostScene,
  { form, refusal }: { form: FormState; refusal: Refusal },
) {
  throwToPrograms(c, refusal);
  const current = refusal.facts.current;
  const revision = typeof current === "number" ? String(current) : (form.text.revision ?? "");
  const again = { ...form, text: { ...form.text, revision } };
  const shownPost = refusal.code === "stale-revision" ? scene.post.html : null;
  return show(c, scene, { form: refusedWithFiles(c, again, refusal), preview: shownPost });
}

async function show(
  c: WebContext,
  { thread, post }: PostScene,
  now: { form: FormState; preview: string | null },
): Promise<Response> {
  const status = now.form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c))
    return json(
      c,
      { text: now.form.text, files: now.form.files ?? [], errors: now.form.errors },
      { cache: "private", status },
    );
  const title = c.get("speech").t("topic.editTitle");
  const { community } = await justCommunity(c);
  const themes = post.kind === "reply" ? [] : [...new Set([...community.themes, ...thread.themes])];
  return page(
    c,
    { title, status, cache: "private" },
    <PostEditPage thread={thread} post={post} themes={themes} {...now} />,
  );
}
