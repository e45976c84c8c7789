import { createHash } from "node:crypto";
import { z } from "zod";
import type { CommunityPage } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { composePost } from "../../node/posts/compose.ts";
import { listTopics } from "../../node/posts/read.ts";
import { MOST_POSTS, releaseItems } from "../../node/posts/release.ts";
import { draftRelease, findReleasable, listReleases, listTargets } from "../../node/posts/release-read.ts";
import type { ReleasablePost, ReleaseTarget } from "../../node/posts/release-types.ts";
import { htmlOf } from "../../node/text/markdown.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import { readFacilitated } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, throwToPrograms } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { CommunityReleasePage } from "../pages/community-release.tsx";
import { type ReleaseLook, ReleasePage } from "../pages/release.tsx";
import { askFirst } from "../personal.ts";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { submissionOf } from "../submission.ts";
import { idIn, pageIn } from "./community-scene.ts";

const releaseForm = z.strictObject({
  posts: z.array(z.uuid()).max(MOST_POSTS).default([]),
  target: z.uuid().optional(),
  title: z.string().max(2000).default(""),
  text: z.string().max(200_000).default(""),
  reason: z.string().max(2000).default(""),
  step: z.enum(["look", "release"]).default("look"),
  seen: z.string().max(50).optional(),
  looked: z.string().max(30).optional(),
  submission: z.string().max(60).optional(),
});
type Given = z.infer<typeof releaseForm>;

/** Another community instead of more readers, and items released into it. */
export function registerReleaseRoutes(app: WebApp): void {
  app.get("/c/:name/release", showOffer);
  app.get("/c/:name/t/:id/release", async (c) => {
    const scene = await sceneOf(c);
    return scene.topics ? shownOffer(c, scene.topics) : shown(c, scene, { form: EMPTY_FORM, look: null });
  });
  app.post("/c/:name/t/:id/release", release);
}

async function offerOf(c: WebContext) {
  const viewer = c.get("viewer");
  return reading(c.get("ctx"), viewer, async (r) => {
    const read = await readFacilitated(c, r);
    const { id } = read.community;
    const topics = await listTopics(r, viewer, id, { page: pageIn(c) });
    return { ...read, topics, releases: await listReleases(r, viewer, id) };
  });
}

async function showOffer(c: WebContext): Promise<Response> {
  signedIn(c);
  return shownOffer(c, await offerOf(c));
}

function shownOffer(c: WebContext, offer: Awaited<ReturnType<typeof offerOf>>) {
  const { community, topics, releases } = offer;
  if (wantsJson(c)) return json(c, { topics, releases }, { cache: "private" });
  const title = `${c.get("speech").t("community.release.title")} – ${community.name}`;
  return page(c, { title, cache: "private" }, <CommunityReleasePage {...offer} />);
}

interface Scene {
  readonly community: CommunityPage;
  readonly path: string;
  readonly title: string;
  readonly posts: readonly ReleasablePost[];
  readonly targets: readonly ReleaseTarget[];
  /** Where nothing can be released: the page that says so. */
  readonly topics: Awaited<ReturnType<typeof offerOf>> | null;
}

/** Refuses `not-allowed` to all but facilitators, `not-found`. */
async function sceneOf(c: WebContext): Promise<Scene> {
  signedIn(c);
  const viewer = c.get("viewer");
  const scene = await reading(c.get("ctx"), viewer, async (r) => {
    const { community } = await readFacilitated(c, r);
    const rootId = idIn(c, "id");
    const found = await findReleasable(r, viewer, { communityId: community.id, rootId });
    const targets = await listTargets(r, viewer, community.id);
    return { community, ...found, targets, path: `${community.path}/t/${idOf(rootId)}` };
  });
  const can = scene.community.local && !isPublicLevel(scene.community.level);
  return { ...scene, topics: can ? null : await offerOf(c) };
}

async function release(c: WebContext): Promise<Response> {
  const scene = await sceneOf(c);
  const given = await readForm(c, releaseForm);
  if (!given.ok) return shown(c, scene, { form: given.state, look: null });
  const chosen = chosenIn(c, scene, { given: given.value, state: given.state });
  if (!chosen.ok) return shown(c, scene, { form: chosen.form, look: null });
  const { form, value } = await drafted(c, scene, { given: given.value, state: given.state });
  const look = lookAt(scene, value, chosen.target);
  if (value.step === "look") return shown(c, scene, { form, look });
  const { t } = c.get("speech");
  if (value.seen !== look.seen) {
    const errors = [{ field: "text", text: t("community.release.changed") }];
    return shown(c, scene, { form: { ...form, errors }, look });
  }
  const asked = askFirst(c, form, { texts: [value.title, value.text], looked: value.looked });
  if (asked) return shown(c, scene, { form: asked, look });
  return send(c, scene, { value, form, look });
}

async function send(
  c: WebContext,
  scene: Scene,
  { value, form, look }: { value: Given; form: FormState; look: ReleaseLook },
): Promise<Response> {
  const { actorId } = signedIn(c);
  const ctx = c.get("ctx");
  const { title, text, reason, posts, submission } = value;
  const sent = await attempt(async () => {
    const content = await composePost(ctx, {
      ...{ kind: "topic", communityId: look.target.id, title, text, parentId: null, themes: [], lang: null },
      langOtherwise: c.get("speech").language,
      submission: submissionOf(submission, title, text, reason, ...posts),
    });
    const sourceId = scene.community.id;
    return releaseItems(ctx, { facilitatorId: actorId, sourceId, postIds: posts, content, reason });
  });
  if (!sent.ok) {
    throwToPrograms(c, sent.refusal);
    return shown(c, scene, { form: refusedForm(form, sent.refusal, c.get("speech")), look });
  }
  const { id, iri } = sent.value;
  const path = `${look.target.path}/t/${idOf(id)}`;
  return see(c, path, { done: "posted", json: { id, iri, path } });
}

type Read = { readonly given: Given; readonly state: FormState };

/** The posts and the community that were chosen, as far as they are there to choose. */
function chosenIn(
  c: WebContext,
  { posts, targets }: Scene,
  { given, state }: Read,
): { ok: true; target: ReleaseTarget } | { ok: false; form: FormState } {
  const { t } = c.get("speech");
  const target = targets.find(({ id }) => id === given.target);
  const there = new Set(posts.map(({ id }) => id));
  const some = given.posts.length > 0 && given.posts.every((id) => there.has(id));
  if (target && some) return { ok: true, target };
  const errors = [
    ...(some ? [] : [{ field: "posts", text: t("community.release.choosePosts") }]),
    ...(target ? [] : [{ field: "target", text: t("community.release.chooseTarget") }]),
  ];
  return { ok: false, form: { ...state, errors } };
}

/** A first text where there is none yet: the chosen posts without the names of their authors. */
async function drafted(c: WebContext, scene: Scene, { given, state }: Read) {
  if (given.text !== "" || given.seen !== undefined) return { value: given, form: state };
  const viewer = c.get("viewer");
  const wrote = c.get("speech").t("community.release.wrote");
  const chosen = { communityId: scene.community.id, postIds: given.posts, wrote };
  const text = await reading(c.get("ctx"), viewer, (r) => draftRelease(r, viewer, chosen));
  const title = given.title || scene.title;
  return { value: { ...given, title, text }, form: { ...state, text: { ...state.text, title, text } } };
}

function lookAt({ posts }: Scene, given: Given, target: ReleaseTarget): ReleaseLook {
  const { title, text } = given;
  const authors = posts.filter(({ id }) => given.posts.includes(id)).map(({ author }) => author.name);
  const words = JSON.stringify([title, text, target.id, given.posts]);
  const seen = createHash("sha256").update(words).digest("base64url").slice(0, 22);
  return { title, html: htmlOf(text), target, authors: [...new Set(authors)], seen };
}

function shown(c: WebContext, scene: Scene, now: { form: FormState; look: ReleaseLook | null }) {
  const { t } = c.get("speech");
  const { posts, targets } = scene;
  const title = `${t("community.release.title")} – ${scene.title}`;
  const body = { posts, targets, text: now.form.text.text ?? "", look: now.look };
  return formPage(c, { title, form: now.form, json: body }, <ReleasePage {...scene} {...now} />);
}
