import { Outage, Refusal, refuse } from "../../node/refusal.ts";
import { htmlOf } from "../../node/text/markdown.ts";
import type { WebApp, WebContext } from "../env.ts";
import { throwToPrograms } from "../form-page.tsx";
import type { FormState } from "../forms.ts";
import { aboutAnswer, doneAnswer, sourceAnswer } from "../hidden/answers.ts";
import { keptThere } from "../hidden/files.ts";
import type { HiddenScene } from "../hidden/scene.ts";
import { formWhileAway, showHidden, withPlace } from "../hidden/shown.tsx";
import { unreadPost, unreadThread } from "../hidden/while-away.ts";
import { PostEditPage } from "../pages/post-acts.tsx";
import { postPathOf } from "../paths.ts";
import { askFirst } from "../personal.ts";
import { idIn } from "../query.ts";
import { see, wantsJson } from "../respond.tsx";
import { filesIn, readFormWithFiles, refusedWithFiles } from "../uploads.ts";
import { hiddenPost } from "./hidden-acts.tsx";
import { editForm } from "./writing-forms.ts";

/** Changing one's own post in a hidden community of another council: its words come from there and go back there. */
export function registerHiddenEditRoutes(app: WebApp): void {
  app.get("/hidden/:place/t/:id/p/:post/edit", (c) =>
    withPlace(c, async (scene) => {
      const { post } = await hiddenPost(c, scene);
      if (!post.may.edit) refuse("not-allowed");
      const asked = { ask: "source", thread: idIn(c, "id"), post: post.id } as const;
      const { title, text, revision, lang, themes } = await scene.ask(sourceAnswer, asked);
      const fields = { title, text, revision: String(revision), lang };
      return show(c, scene, {
        form: { text: fields, lists: { themes }, errors: [], files: post.files },
        preview: null,
      });
    }),
  );
  app.post("/hidden/:place/t/:id/p/:post/edit", (c) => withPlace(c, (scene) => edit(c, scene)));
}

async function edit(c: WebContext, scene: HiddenScene): Promise<Response> {
  const postId = idIn(c, "post");
  const form = await readFormWithFiles(c, editForm, undefined, keptThere(c, scene, postId));
  if (!form.ok || form.again) return show(c, scene, { form: form.state, preview: null });
  const { title, text, themes, lang, revision, preview, looked } = form.value;
  if (preview) return show(c, scene, { form: form.state, preview: htmlOf(text) });
  const asked = askFirst(c, form.state, { texts: [title, text], looked });
  if (asked) return show(c, scene, { form: asked, preview: null });
  try {
    const files = filesIn(form.value)?.map(({ id, alt }) => ({ id, alt })) ?? null;
    const change = {
      ask: "edit",
      post: postId,
      revision,
      title,
      text,
      themes,
      lang: lang || null,
      files,
    } as const;
    await scene.ask(doneAnswer, change);
  } catch (error) {
    return failed(c, scene, { error: error as Refusal | Outage, form: form.state });
  }
  return see(c, postPathOf(`${scene.at.path}/t/${c.req.param("id")}`, postId), { done: "edited" });
}

/** The words come back with what is wrong; changed meanwhile, saving again counts against what stands now. */
async function failed(
  c: WebContext,
  scene: HiddenScene,
  { error, form }: { readonly error: Refusal | Outage; readonly form: FormState },
): Promise<Response> {
  if (error instanceof Outage && !wantsJson(c)) {
    const title = c.get("speech").t("topic.editTitle");
    const kind = form.text.title ? "topic" : "reply";
    const scenery = {
      thread: unreadThread(scene.at, idIn(c, "id")),
      post: unreadPost(idIn(c, "post"), kind),
    } as const;
    const now = { form: formWhileAway(c, form, scene.at), preview: null };
    return showHidden(
      c,
      { title, status: 503, value: null },
      <PostEditPage {...scenery} {...now} themes={[]} />,
    );
  }
  if (!(error instanceof Refusal) || error.facts.place === "gone") throw error;
  throwToPrograms(c, error);
  const current = error.facts.current;
  const revision = typeof current === "number" ? String(current) : (form.text.revision ?? "");
  const again = { ...form, text: { ...form.text, revision } };
  return show(c, scene, { form: refusedWithFiles(c, again, error), preview: null });
}

async function show(
  c: WebContext,
  scene: HiddenScene,
  now: { readonly form: FormState; readonly preview: string | null },
): Promise<Response> {
  const { thread, post } = await hiddenPost(c, scene);
  const { community } = await scene.ask(aboutAnswer(scene.at), { ask: "about" });
  const themes = post.kind === "reply" ? [] : [...new Set([...community.themes, ...thread.themes])];
  const title = c.get("speech").t("topic.editTitle");
  const status = now.form.errors.length > 0 ? 422 : 200;
  const value = { text: now.form.text, files: now.form.files ?? [], errors: now.form.errors };
  return showHidden(
    c,
    { title, status, value },
    <PostEditPage thread={thread} post={post} themes={themes} {...now} />,
  );
}
