import { z } from "zod";
import type { CommunityPage } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { placeTextOf } from "../../node/drafts/place.ts";
import { findDraft } from "../../node/drafts/read.ts";
import { idOf } from "../../node/ids.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { topicsOf } from "../../node/posts/read.ts";
import type { TopicRow } from "../../node/posts/types.ts";
import { htmlOf } from "../../node/text/markdown.ts";
import type { WebApp, WebContext } from "../env.ts";
import { throwToPrograms } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { keepRefusedText } from "../keep-text.ts";
import { ComposePage, SimilarQuestions } from "../pages/compose.tsx";
import { askFirst } from "../personal.ts";
import { fragment, json, page, see, wantsFragment, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { submissionOf } from "../submission.ts";
import { filesIn, filesOf, filesOfDraft, readFormWithFiles, refusedWithFiles } from "../uploads.ts";
import { choiceIn, justCommunity } from "./community-scene.ts";
import { composeForm } from "./writing-forms.ts";

/** Asking a question and starting a discussion; what is like it stands beside while one types. */
export function registerComposeRoutes(app: WebApp): void {
  app.get("/c/:name/new", showCompose);
  app.post("/c/:name/new", post);
  app.get("/similar", async (c) => {
    signedIn(c);
    const similar = await findSimilar(c, c.req.query("q") ?? c.req.query("title") ?? "");
    if (!wantsFragment(c)) return json(c, similar, { cache: "private" });
    return fragment(c, similar.length === 0 ? null : <SimilarQuestions similar={similar} />);
  });
  app.post("/preview", async (c) => {
    signedIn(c);
    const given = await readForm(c, z.strictObject({ text: z.string().max(200_000).default("") }));
    const html = given.ok ? htmlOf(given.value.text) : "";
    return wantsFragment(c)
      ? fragment(c, <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />)
      : json(c, { html }, { cache: "private" });
  });
}

async function showCompose(c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const { community } = await justCommunity(c);
  const kind = choiceIn(c, "kind", ["question", "topic"]);
  const place = placeTextOf({ kind, communityId: community.id });
  const draft = await findDraft(c.get("ctx"), session.accountId, place);
  const title = (c.req.query("title") ?? "").slice(0, 200);
  const text = {
    title: draft?.body.title ?? title,
    text: draft?.body.text ?? "",
    lang: draft?.body.lang ?? "",
  };
  const files = await filesOfDraft(c, draft?.body.files);
  const form = { ...EMPTY_FORM, text, lists: { themes: draft?.body.themes ?? [] }, files };
  const seen = draft?.updated.toISOString() ?? null;
  return shown(c, { community, kind, form, preview: null, similar: null, seen });
}

async function post(c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const { community } = await justCommunity(c);
  const kind = choiceIn(c, "kind", ["question", "topic"]);
  const given = await readFormWithFiles(c, composeForm);
  const again = { community, kind, preview: null, similar: null };
  if (!given.ok || given.again) return shown(c, { ...again, form: given.state });
  const { title, text, preview } = given.value;
  if (preview) {
    const similar = await findSimilar(c, title);
    return shown(c, { ...again, form: given.state, preview: htmlOf(text), similar });
  }
  const asked = askFirst(c, given.state, { texts: [title, text], looked: given.value.looked });
  if (asked) return shown(c, { ...again, form: asked });
  const posted = await attempt(() =>
    publish(c, session, { ...given.value, kind, communityId: community.id }),
  );
  if (!posted.ok) {
    const { refusal } = posted;
    const place = { kind, communityId: community.id };
    const { themes, lang, files } = given.value;
    const refused = { code: refusal.code, accountId: session.accountId, place };
    await keepRefusedText(c, refused, { title, text, themes, lang, files: files ?? [] });
    throwToPrograms(c, refusal);
    return shown(c, { ...again, form: refusedWithFiles(c, given.state, refusal) });
  }
  const { id, iri } = posted.value;
  const path = `${community.path}/t/${idOf(id)}`;
  return see(c, path, { done: "posted", json: { id, iri, path } });
}

interface Written extends z.infer<typeof composeForm> {
  readonly kind: "question" | "topic";
  readonly communityId: string;
}

async function publish(c: WebContext, session: { actorId: string; accountId: string }, written: Written) {
  const ctx = c.get("ctx");
  const { kind, communityId, title, text, themes, lang, submission } = written;
  const content = await composePost(ctx, {
    kind,
    communityId,
    title,
    text,
    parentId: null,
    themes,
    lang: lang || null,
    langOtherwise: c.get("speech").language,
    submission: submissionOf(submission, title, text, ...filesOf(written)),
    files: filesIn(written),
  });
  const draft = { accountId: session.accountId, place: placeTextOf({ kind, communityId }) };
  return publishPost(ctx, { authorId: session.actorId, content, joins: true, draft });
}

interface Shown {
  readonly community: CommunityPage;
  readonly kind: "question" | "topic";
  readonly form: FormState;
  readonly preview: string | null;
  readonly similar: readonly TopicRow[] | null;
  readonly seen?: string | null;
}

function shown(c: WebContext, props: Shown): Response | Promise<Response> {
  const failed = props.form.errors.length > 0;
  const status = failed ? 422 : 200;
  if (wantsJson(c))
    return json(c, { errors: props.form.errors, preview: props.preview }, { cache: "private", status });
  const { t } = c.get("speech");
  const title = t(props.kind === "question" ? "topic.compose.askTitle" : "topic.compose.topicTitle");
  const { relation, level } = props.community;
  const joins = level === "open" && relation.kind !== "member" && relation.kind !== "requested";
  return page(c, { title, status, cache: "private" }, <ComposePage {...props} joins={joins} />);
}

async function findSimilar(c: WebContext, text: string): Promise<readonly TopicRow[]> {
  if (text.trim().length < 8) return [];
  const ctx = c.get("ctx");
  const viewer = c.get("viewer");
  const ids = await ctx.ports.search.similarPosts(ctx, viewer, text.slice(0, 500), 4);
  return reading(ctx, viewer, (r) => topicsOf(r, viewer, ids));
}
