import { z } from "zod";
import { SERVICE_AREAS } from "../../node/accounts/service-areas.ts";
import { COMMUNITY_LIMITS } from "../../node/communities/check.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { cardsOf, listCommunities } from "../../node/communities/read.ts";
import { CHARTER_QUESTIONS, type CommunityCard } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { listPeers } from "../../node/peers/read.ts";
import { LEVELS } from "../../node/visibility/readable.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { openThere } from "../own-council.ts";
import { CommunityStartPage, SimilarCommunities } from "../pages/community-start.tsx";
import { DirectoryPage } from "../pages/directory.tsx";
import { numberIn } from "../query.ts";
import { fragment, json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";

const charter = Object.fromEntries(
  CHARTER_QUESTIONS.map((question) => [
    `charter_${question}`,
    z.string().max(COMMUNITY_LIMITS.charter, "errors.field.wordsLong").default(""),
  ]),
);

/** Fields that a community has when it is started and in its settings. */
export const communityFields = {
  name: z
    .string()
    .trim()
    .min(1, "errors.field.nameRequired")
    .max(COMMUNITY_LIMITS.name, "errors.field.nameLong"),
  purpose: z
    .string()
    .trim()
    .min(1, "errors.field.purposeRequired")
    .max(COMMUNITY_LIMITS.purpose, "errors.field.purposeLong"),
  level: z.enum(LEVELS, "errors.field.levelRequired"),
  themes: z.array(z.enum(SERVICE_AREAS)).max(COMMUNITY_LIMITS.themes, "errors.field.themesMany").default([]),
  language: z.enum(["en", "cy"]).default("en"),
  joining: z.enum(["approval", "invitation"]).optional(),
  ...charter,
};

const startForm = z.strictObject({
  ...communityFields,
  submission: z.string().max(100).optional(),
  looked: z.literal("yes").optional(),
  because: z.string().max(300, "errors.field.wordsLong").optional(),
});

/** The directory of communities, and starting one. */
export function registerCommunitiesRoutes(app: WebApp): void {
  app.get("/communities", showDirectory);
  app.get("/communities/new", (c) => {
    signedIn(c);
    return showStart(c, { ...EMPTY_FORM, text: { language: c.get("speech").language } }, null);
  });
  app.get("/communities/similar", async (c) => {
    const similar = await similarTo(c, c.req.query("name") ?? "", c.req.query("purpose") ?? "");
    return fragment(c, similar.length === 0 ? null : <SimilarCommunities similar={similar} />);
  });
  app.post("/communities/new", startCommunity);
}

async function showDirectory(c: WebContext): Promise<Response> {
  const viewer = c.get("viewer");
  const text = (c.req.query("q") ?? "").slice(0, 200);
  const theme = c.req.query("theme") || null;
  const home = c.req.query("home") || null;
  const mine = c.req.query("mine") === "yes" && viewer.kind === "person";
  const query = { text, theme, home: home === "here" ? "" : home, mine, page: numberIn(c, "page") };
  const { communities, homes } = await reading(c.get("ctx"), viewer, async (r) => ({
    communities: await listCommunities(r, viewer, query),
    homes: (await listPeers(r)).filter((peer) => peer.communities > 0).map((peer) => peer.name),
  }));
  if (wantsJson(c)) return json(c, communities, { cache: "content" });
  return page(
    c,
    {
      title: c.get("speech").t("community.directory.title"),
      cache: "content",
      ownCouncil: await openThere(c, "communities"),
    },
    <DirectoryPage
      communities={communities}
      query={{ text, theme, home, mine }}
      themes={SERVICE_AREAS}
      homes={homes}
      siteName={c.get("site").name}
      signedIn={c.get("session") !== null}
    />,
  );
}

async function startCommunity(c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const reading = await readForm(c, startForm);
  if (!reading.ok) return showStart(c, reading.state, null);
  const { value, state } = reading;
  const similar = await similarTo(c, value.name, value.purpose);
  const because = (value.because ?? "").trim();
  // Shown before creating, once; then the reason why none fits is asked for (J5).
  if (similar.length > 0 && because === "") {
    const errors = value.looked
      ? [{ field: "because", text: c.get("speech").t("errors.field.similarRequired") }]
      : [];
    return showStart(c, { ...state, errors }, similar);
  }
  const result = await attempt(() =>
    createCommunity(c.get("ctx"), { actorId: session.actorId }, draftOf(value)),
  );
  if (!result.ok) return showStart(c, refusedForm(state, result.refusal, c.get("speech")), similar);
  return see(c, `/c/${result.value.handle}`, { done: "created", json: result.value });
}

/** A form's fields as the draft of a community. */
export function draftOf(value: z.output<typeof startForm> | Record<keyof typeof communityFields, unknown>) {
  const fields = value as z.output<typeof startForm> & Record<string, unknown>;
  const answers = CHARTER_QUESTIONS.map(
    (question) => [question, String(fields[`charter_${question}`] ?? "").trim()] as const,
  );
  return {
    name: fields.name,
    purpose: fields.purpose,
    level: fields.level,
    themes: fields.themes,
    language: fields.language,
    ...(fields.joining ? { joining: fields.joining } : {}),
    charter: Object.fromEntries(answers.filter(([, answer]) => answer !== "")),
  };
}

async function similarTo(c: WebContext, name: string, purpose: string): Promise<readonly CommunityCard[]> {
  if (name.trim().length < 3) return [];
  const ctx = c.get("ctx");
  const viewer = c.get("viewer");
  const like = { name: name.slice(0, 200), purpose: purpose.slice(0, 1000), limit: 3 };
  const ids = await ctx.ports.search.similarCommunities(ctx, viewer, like);
  return reading(ctx, viewer, (r) => cardsOf(r, viewer, ids));
}

function showStart(c: WebContext, form: FormState, similar: readonly CommunityCard[] | null) {
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c))
    return json(c, { errors: form.errors, similar: similar ?? [] }, { cache: "private", status: 422 });
  const title = c.get("speech").t("community.new.title");
  return page(c, { title, cache: "private", status }, <CommunityStartPage form={form} similar={similar} />);
}
