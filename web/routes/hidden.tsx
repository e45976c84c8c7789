import { z } from "zod";
import { uuidOf } from "../../node/ids.ts";
import { markHiddenNotices } from "../../node/notifications/read.ts";
import { listPlaces, lookedAtPlace } from "../../node/places/places.ts";
import { Outage, Refusal } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { EMPTY_FORM, readForm } from "../forms.ts";
import { aboutAnswer, invitationAnswer, pageAnswer, threadAnswer, topicsAnswer } from "../hidden/answers.ts";
import { askPlace, type HiddenScene } from "../hidden/scene.ts";
import { searchAnswer } from "../hidden/search-answer.ts";
import { showHidden, withPlace } from "../hidden/shown.tsx";
import { CommunityTopicsPage, SHOWN, SORTS } from "../pages/community.tsx";
import { CommunityAboutPage } from "../pages/community-about.tsx";
import { HiddenInvitationPage, HiddenListPage, HiddenSearchPage, type PlaceLine } from "../pages/hidden.tsx";
import { ThreadPageView } from "../pages/thread.tsx";
import { withQuery } from "../paths.ts";
import { idIn, numberIn, oneOf } from "../query.ts";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { answeredIn } from "./thread-beside.ts";

const searchForm = z.strictObject({
  q: z.string().max(500).default(""),
  page: z.coerce.number().int().min(1).max(40).default(1),
});

/** Reading in hidden communities of other councils: each page is asked for as it is shown (ADR 14). */
export function registerHiddenRoutes(app: WebApp): void {
  app.get("/hidden", listHidden);
  app.get("/hidden/:place", (c) => withPlace(c, (scene) => showPlace(c, scene, "everything")));
  app.get("/hidden/:place/questions", (c) =>
    withPlace(c, (scene) => showPlace(c, scene, oneOf(c, "show", SHOWN))),
  );
  app.get("/hidden/:place/about", (c) => withPlace(c, (scene) => showAbout(c, scene)));
  app.get("/hidden/:place/t/:id", (c) => withPlace(c, (scene) => showThread(c, scene)));
  app.get("/hidden/:place/search", (c) => withPlace(c, (scene) => showSearch(c, scene, { q: "", page: 1 })));
  app.post("/hidden/:place/search", (c) =>
    withPlace(c, async (scene) => {
      const form = await readForm(c, searchForm);
      return showSearch(c, scene, form.ok ? form.value : { q: "", page: 1 });
    }),
  );
}

async function listHidden(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const places = await listPlaces(c.get("ctx"), actorId);
  const lines = await Promise.all(
    places.map(async (place): Promise<PlaceLine> => ({ place, name: await nameOf(c, place) })),
  );
  const title = c.get("speech").t("hidden.list.title");
  if (wantsJson(c)) {
    const items = lines.map(({ place: { id, home, state, unread, since }, name }) => ({
      id,
      name,
      home,
      state,
      unread,
      since,
    }));
    return json(c, { items }, { cache: "private" });
  }
  return page(c, { title, cache: "private", unkept: true }, <HiddenListPage lines={lines} />);
}

async function nameOf(c: WebContext, place: PlaceLine["place"]): Promise<string | null> {
  try {
    return (await askPlace(c, place, { shape: invitationAnswer, ask: { ask: "invitation" } })).name;
  } catch (error) {
    if (error instanceof Outage || error instanceof Refusal) return null;
    throw error;
  }
}

async function showPlace(
  c: WebContext,
  scene: HiddenScene,
  show: "everything" | (typeof SHOWN)[number],
): Promise<Response> {
  await noteLooked(c, scene);
  if (scene.place.state === "invited") {
    const invitation = await scene.ask(invitationAnswer, { ask: "invitation" });
    const shown = { title: invitation.name, value: invitation };
    return showHidden(c, shown, <HiddenInvitationPage at={scene.at} invitation={invitation} />);
  }
  const sort = oneOf(c, "sort", SORTS);
  const theme = c.req.query("theme")?.slice(0, 100) || null;
  const asked = { ask: "topics", show, sort, theme, page: numberIn(c, "page") } as const;
  const { community, topics } = await scene.ask(topicsAnswer(scene.at), asked);
  return showHidden(
    c,
    { title: community.name, value: { community, topics } },
    <CommunityTopicsPage {...{ community, topics, show, sort, theme }} signedIn requests={0} />,
  );
}

/** Opening it is looking: what waited is read. */
export async function noteLooked(c: WebContext, { place }: HiddenScene): Promise<void> {
  if (!place.unread) return;
  const ctx = c.get("ctx");
  await lookedAtPlace(ctx, place.id);
  await markHiddenNotices(ctx, signedIn(c).accountId, place.id);
}

async function showAbout(c: WebContext, scene: HiddenScene): Promise<Response> {
  const { community } = await scene.ask(aboutAnswer(scene.at), { ask: "about" });
  const { name, origin } = c.get("site");
  const { t } = c.get("speech");
  return showHidden(
    c,
    { title: `${t("community.tab.about")} – ${community.name}`, value: { community } },
    <CommunityAboutPage
      {...{ community, origin }}
      administers={false}
      siteName={name}
      signedIn
      requests={0}
    />,
  );
}

async function showThread(c: WebContext, scene: HiddenScene): Promise<Response> {
  await noteLooked(c, scene);
  const id = idIn(c, "id");
  const post = uuidOf(c.req.query("post") ?? "");
  if (post !== null) {
    const found = await scene.ask(pageAnswer, { ask: "post", thread: id, post });
    const path = withQuery(`${scene.at.path}/t/${c.req.param("id")}`, {
      page: found.page > 1 ? found.page : null,
    });
    return see(c, `${path}#post-${c.req.query("post")}`, { done: c.req.query("done") ?? "" });
  }
  const thread = await scene.ask(threadAnswer(scene.at), {
    ask: "thread",
    thread: id,
    page: numberIn(c, "page"),
  });
  return showHidden(
    c,
    { title: `${thread.title} – ${thread.community.name}`, value: thread },
    <ThreadPageView
      thread={thread}
      late={null}
      form={EMPTY_FORM}
      to={answeredIn(c, thread, EMPTY_FORM)}
      preview={null}
      kept={null}
      ownCouncil={{ councils: [], remembered: null }}
    />,
  );
}

async function showSearch(
  c: WebContext,
  scene: HiddenScene,
  asked: { q: string; page: number },
): Promise<Response> {
  const text = asked.q.trim();
  const { name } = await scene.ask(invitationAnswer, { ask: "invitation" });
  const found =
    text === "" ? null : await scene.ask(searchAnswer(scene.at), { ask: "search", text, page: asked.page });
  const title = c.get("speech").t("hidden.search.title");
  return showHidden(
    c,
    { title, value: found ?? { items: [], total: 0 } },
    <HiddenSearchPage at={scene.at} name={name} text={text} page={asked.page} found={found} />,
  );
}
