import { z } from "zod";
import { SERVICE_AREAS } from "../../node/accounts/service-areas.ts";
import { changeCommunity } from "../../node/communities/change.ts";
import { CHARTER_QUESTIONS, type CommunityPage } from "../../node/communities/types.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { listRequests } from "../../node/memberships/list.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, type FormState, readForm, refusedForm } from "../forms.ts";
import { CommunityRequestsPage } from "../pages/community-requests.tsx";
import { CommunitySettingsPage } from "../pages/community-settings.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { type Session, signedIn } from "../session.ts";
import { communityScene, justCommunity } from "./community-scene.ts";

const decisionForm = z.strictObject({
  request: z.uuid(),
  decision: z.enum(["approve", "decline"]),
  reason: z.string().max(2000).default(""),
});
const roleForm = z.strictObject({ person: z.uuid(), act: z.enum(["appoint", "step-down"]) });
const charter = Object.fromEntries(
  CHARTER_QUESTIONS.map((question) => [`charter_${question}`, z.string().max(2000).default("")]),
);
const settingsForm = z.strictObject({
  name: z.string().max(200).default(""),
  purpose: z.string().max(1000).default(""),
  level: z.enum(["open", "restricted"], { message: "errors.field.level" }),
  themes: z.array(z.enum(SERVICE_AREAS)).max(SERVICE_AREAS.length).default([]),
  language: z.enum(["en", "cy"]).default("en"),
  reach: z.array(z.enum(["indexable", "feed"])).default([]),
  ...charter,
});

/** What facilitators do: requests, roles, settings. */
export function registerManageRoutes(app: WebApp): void {
  app.get("/c/:name/requests", showRequests);
  app.post("/c/:name/requests", decide);
  app.post("/c/:name/members", async (c) => {
    const session = signedIn(c);
    const given = await readForm(c, roleForm);
    const { community } = await justCommunity(c);
    if (!given.ok) return refuse("invalid", { field: "person" });
    const facilitator = given.value.act === "appoint";
    await changeRole(c.get("ctx"), {
      byId: session.actorId,
      actorId: given.value.person,
      communityId: community.id,
      facilitator,
    });
    return see(c, `${community.path}/members`, { done: "changed" });
  });
  app.get("/c/:name/settings", async (c) => {
    const { community } = await facilitated(c);
    return showSettings(c, stateOf(community));
  });
  app.post("/c/:name/settings", keepSettings);
}

async function showRequests(c: WebContext): Promise<Response> {
  signedIn(c);
  const viewer = c.get("viewer");
  const { community, more } = await communityScene(c, (r, one) => listRequests(r, viewer, one.id));
  if (wantsJson(c)) return json(c, more, { cache: "private" });
  const { t } = c.get("speech");
  const title = `${t("community.requests.title")} – ${community.name}`;
  return page(
    c,
    { title, cache: "private" },
    <CommunityRequestsPage community={community} requests={more} />,
  );
}

async function decide(c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const { community } = await facilitated(c);
  const given = await readForm(c, decisionForm);
  if (!given.ok) return refuse("invalid", { field: "request" });
  const { request, decision, reason } = given.value;
  const accept = decision === "approve";
  await decideRequest(c.get("ctx"), {
    facilitatorId: session.actorId,
    membershipId: request,
    accept,
    words: reason.trim(),
  });
  return see(c, `${community.path}/requests`, { done: accept ? "approved" : "declined" });
}

async function keepSettings(c: WebContext): Promise<Response> {
  const { session, community } = await facilitated(c);
  const given = await readForm(c, settingsForm);
  if (!given.ok) return showSettings(c, given.state);
  const { reach, name, purpose, level, themes, language } = given.value;
  const answers = given.value as Record<string, unknown>;
  const charterOf = Object.fromEntries(
    CHARTER_QUESTIONS.map((question) => [question, String(answers[`charter_${question}`] ?? "")]),
  );
  const changed = await attempt(() =>
    changeCommunity(c.get("ctx"), {
      facilitatorId: session.actorId,
      communityId: community.id,
      draft: { name, purpose, level, themes, language, charter: charterOf },
      indexable: reach.includes("indexable"),
      feed: reach.includes("feed"),
    }),
  );
  if (changed.ok) return see(c, community.path, { done: "changed" });
  return showSettings(c, refusedForm(given.state, changed.refusal, c.get("speech")));
}

async function showSettings(c: WebContext, form: FormState): Promise<Response> {
  const { community, requests } = await justCommunity(c);
  const { t } = c.get("speech");
  const failed = form.errors.length > 0;
  if (wantsJson(c))
    return json(c, { community, errors: form.errors }, { cache: "private", status: failed ? 422 : 200 });
  const title = `${t("community.settings.title")} – ${community.name}`;
  const options = { title, status: failed ? 422 : 200, cache: "private" } as const;
  return page(c, options, <CommunitySettingsPage community={community} form={form} requests={requests} />);
}

/** The community of a facilitator of it; refuses `not-allowed` for everyone else. */
async function facilitated(c: WebContext): Promise<{ session: Session; community: CommunityPage }> {
  const session = signedIn(c);
  const { community } = await justCommunity(c);
  const facilitates = community.relation.kind === "member" && community.relation.role !== "member";
  return facilitates ? { session, community } : refuse("not-allowed");
}

function stateOf(community: CommunityPage): FormState {
  const { name, purpose, level, language, themes, indexable, feed } = community;
  const answers = Object.fromEntries(
    CHARTER_QUESTIONS.map((question) => [`charter_${question}`, community.charter[question] ?? ""]),
  );
  const reach = [...(indexable ? ["indexable"] : []), ...(feed ? ["feed"] : [])];
  return { text: { name, purpose, level, language, ...answers }, lists: { themes, reach }, errors: [] };
}
