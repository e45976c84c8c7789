import { idOf } from "../../node/ids.ts";
import { Outage, Refusal } from "../../node/refusal.ts";
import type { WebContext } from "../env.ts";
import { throwToPrograms } from "../form-page.tsx";
import type { FormState } from "../forms.ts";
import { postPathOf } from "../paths.ts";
import { see, wantsJson } from "../respond.tsx";
import { submissionOf } from "../submission.ts";
import { filesIn, filesOf, refusedWithFiles } from "../uploads.ts";
import { publishedAnswer } from "./answers.ts";
import type { HiddenScene } from "./scene.ts";
import { threadPath } from "./shapes.ts";
import { formWhileAway } from "./shown.tsx";

/** What somebody wrote, and where it belongs. */
export interface HiddenWords {
  readonly submission?: string | undefined;
  readonly text: string;
  readonly lang: "en" | "cy" | "";
  readonly files?: string[] | undefined;
  readonly alts: string[];
  readonly kind: "topic" | "question" | "reply";
  readonly title: string;
  readonly themes: string[];
  readonly parent: string | null;
}

/** Gives it to the community's node in one request, and leads to where it stands. The same form again is the same post. */
export async function publishHidden(
  c: WebContext,
  scene: HiddenScene,
  written: HiddenWords,
): Promise<Response> {
  const { kind, title, text, themes, lang, parent } = written;
  const { id, thread } = await scene.ask(publishedAnswer, {
    ask: "publish",
    kind,
    title,
    text,
    parent,
    themes,
    lang: lang || null,
    otherwise: c.get("speech").language,
    submission: submissionOf(written.submission, title, text, ...filesOf(written)),
    files: filesIn(written)?.map(({ id: file, alt }) => ({ id: file, alt })) ?? null,
  });
  const path = threadPath(scene.at, thread);
  const to = kind === "reply" ? postPathOf(path, id) : path;
  return see(c, to, { done: "posted", json: { id, iri: "", path: `${scene.at.path}/t/${idOf(thread)}` } });
}

/** What went wrong, and how the form is shown again. */
export interface HiddenFailure {
  readonly error: unknown;
  readonly form: FormState;
  readonly show: (form: FormState, isAway: boolean) => Promise<Response>;
}

/** The form again with what was typed: refused, or with nowhere to go while its node is away. */
export async function answerFailure(
  c: WebContext,
  scene: HiddenScene,
  { error, form, show }: HiddenFailure,
): Promise<Response> {
  if (error instanceof Refusal && error.facts.place !== "gone") {
    // What no form of ours can send is a malformed request (W16), and shown to nobody again.
    if (error.facts.field === "form" || error.facts.field === "body") throw error;
    throwToPrograms(c, error);
    return show(refusedWithFiles(c, form, error), false).catch((other: unknown) => {
      if (other instanceof Outage) return show(formWhileAway(c, form, scene.at), true);
      throw other;
    });
  }
  const lost = form.text.text ?? "";
  if (!(error instanceof Outage) || wantsJson(c) || lost === "") throw error;
  return show(formWhileAway(c, form, scene.at), true);
}
