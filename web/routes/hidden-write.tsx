import type { CommunityPage } from "../../node/communities/types.ts";
import type { ThreadPage } from "../../node/posts/types.ts";
import { htmlOf } from "../../node/text/markdown.ts";
import type { WebApp, WebContext } from "../env.ts";
import { EMPTY_FORM, type FormState } from "../forms.ts";
import { aboutAnswer, threadAnswer } from "../hidden/answers.ts";
import { keptThere } from "../hidden/files.ts";
import type { HiddenScene } from "../hidden/scene.ts";
import { showHidden, withPlace } from "../hidden/shown.tsx";
import { unnamedCommunity, unreadThread } from "../hidden/while-away.ts";
import { answerFailure, publishHidden } from "../hidden/writing.ts";
import { ComposePage } from "../pages/compose.tsx";
import { ThreadPageView } from "../pages/thread.tsx";
import { askFirst } from "../personal.ts";
import { idIn } from "../query.ts";
import { json, wantsJson } from "../respond.tsx";
import { readFormWithFiles } from "../uploads.ts";
import { choiceIn } from "./community-scene.ts";
import { answeredIn } from "./thread-beside.ts";
import { composeForm, replyForm } from "./writing-forms.ts";

/**
 * Writing in hidden communities of other councils: one request to the community's node, which stores it. No draft, no row
 * and no copy of the words is made here; while that node is away they are in the open page alone.
 */
export function registerHiddenWriteRoutes(app: WebApp): void {
  app.get("/hidden/:place/new", (c) =>
    withPlace(c, async (scene) =>
      showCompose(c, scene, { ...(await placeToWrite(c, scene)), form: EMPTY_FORM, preview: null }),
    ),
  );
  app.post("/hidden/:place/new", (c) => withPlace(c, (scene) => post(c, scene)));
  app.post("/hidden/:place/t/:id/reply", (c) => withPlace(c, (scene) => reply(c, scene)));
}

interface Composing {
  readonly community: CommunityPage;
  readonly kind: "question" | "topic";
  readonly form: FormState;
  readonly preview: string | null;
}

async function placeToWrite(c: WebContext, scene: HiddenScene) {
  const { community } = await scene.ask(aboutAnswer(scene.at), { ask: "about" });
  return { community, kind: choiceIn(c, "kind", ["question", "topic"]) };
}

async function post(c: WebContext, scene: HiddenScene): Promise<Response> {
  const kind = choiceIn(c, "kind", ["question", "topic"]);
  let state = EMPTY_FORM;
  try {
    const given = await readFormWithFiles(c, composeForm, undefined, keptThere(c, scene));
    state = given.state;
    const again = async (form: FormState, preview: string | null = null) =>
      showCompose(c, scene, { ...(await placeToWrite(c, scene)), form, preview });
    if (!given.ok || given.again) return await again(state);
    const { title, text, preview, looked } = given.value;
    if (preview) return await again(state, htmlOf(text));
    const asked = askFirst(c, state, { texts: [title, text], looked });
    if (asked) return await again(asked);
    return await publishHidden(c, scene, { ...given.value, kind, parent: null });
  } catch (error) {
    return answerFailure(c, scene, {
      error,
      form: state,
      show: async (form, isAway) => {
        const place = isAway ? { community: unnamedCommunity(scene.at), kind } : await placeToWrite(c, scene);
        return showCompose(c, scene, { ...place, form, preview: null }, isAway ? 503 : 422);
      },
    });
  }
}

async function reply(c: WebContext, scene: HiddenScene): Promise<Response> {
  const id = idIn(c, "id");
  const read = () => scene.ask(threadAnswer(scene.at), { ask: "thread", thread: id, page: 1 });
  let state = EMPTY_FORM;
  try {
    const given = await readFormWithFiles(c, replyForm, undefined, keptThere(c, scene));
    state = given.state;
    if (!given.ok || given.again) return showReply(c, await read(), { form: state, preview: null });
    const { text, preview, looked, to } = given.value;
    if (preview) return showReply(c, await read(), { form: state, preview: htmlOf(text) });
    const asked = askFirst(c, state, { texts: [text], looked });
    if (asked) return showReply(c, await read(), { form: asked, preview: null });
    return await publishHidden(c, scene, {
      ...given.value,
      title: "",
      themes: [],
      kind: "reply",
      parent: to ?? id,
    });
  } catch (error) {
    return answerFailure(c, scene, {
      error,
      form: state,
      show: async (form, isAway) => {
        const thread = isAway ? unreadThread(scene.at, id) : await read();
        return showReply(c, thread, { form, preview: null }, isAway ? 503 : 422);
      },
    });
  }
}

function showCompose(
  c: WebContext,
  _scene: HiddenScene,
  props: Composing,
  failed: 422 | 503 = 422,
): Response | Promise<Response> {
  const status = props.form.errors.length > 0 ? failed : 200;
  const { t } = c.get("speech");
  const title = t(props.kind === "question" ? "topic.compose.askTitle" : "topic.compose.topicTitle");
  const value = { errors: props.form.errors, preview: props.preview };
  return showHidden(c, { title, status, value }, <ComposePage {...props} similar={null} joins={false} />);
}

function showReply(
  c: WebContext,
  thread: ThreadPage,
  now: { readonly form: FormState; readonly preview: string | null },
  failed: 422 | 503 = 422,
): Response | Promise<Response> {
  const status = now.form.errors.length > 0 ? failed : 200;
  if (wantsJson(c)) return json(c, { errors: now.form.errors }, { cache: "private", status });
  return showHidden(
    c,
    { title: `${thread.title} – ${thread.community.name}`, status, value: null },
    <ThreadPageView
      thread={thread}
      late={null}
      to={answeredIn(c, thread, now.form)}
      kept={null}
      ownCouncil={{ councils: [], remembered: null }}
      {...now}
    />,
  );
}
