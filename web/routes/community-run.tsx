import { z } from "zod";
import { changeCommunity } from "../../node/communities/change.ts";
import { CHARTER_QUESTIONS, type CommunityPage } from "../../node/communities/types.ts";
import { type ReadContext, reading } from "../../node/context.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { setLead } from "../../node/memberships/lead.ts";
import { findRequestView, listRequests } from "../../node/memberships/list.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import type { RequestOutcome } from "../../node/memberships/types.ts";
import { readFacilitated } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, type FormState, readForm, refusedForm } from "../forms.ts";
import type { Speech } from "../language.ts";
import { CommunityRequestsPage } from "../pages/community-requests.tsx";
import { CommunitySettingsPage } from "../pages/community-settings.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { communityFields, draftOf } from "./communities.tsx";

/** Everything that facilitators can change about a community. */
export const settingsForm = z.strictObject({
  ...communityFields,
  level: communityFields.level.optional(),
  reach: z.array(z.enum(["indexable", "feed"])).default([]),
});
const decisionForm = z.strictObject({
  request: z.uuid(),
  decision: z.enum(["approve", "decline"]),
  reason: z.string().max(1000).default(""),
  confirmed: z.literal("yes").optional(),
});
/** Who becomes a facilitator, is one no more, or leads. */
export const roleForm = z.strictObject({ person: z.uuid(), act: z.enum(["appoint", "step-down", "lead"]) });

/** What facilitators do: settings, requests, roles. */
export function registerCommunityRunRoutes(app: WebApp): void {
  app.get("/c/:name/settings", async (c) => {
    signedIn(c);
    const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readFacilitated(c, r));
    return showSettings(c, settingsOf(community));
  });
  app.post("/c/:name/settings", changeSettings);
  app.get("/c/:name/requests", (c) => showRequests(c));
  app.post("/c/:name/requests", decide);
  app.post("/c/:name/members", async (c) => {
    const session = signedIn(c);
    const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readFacilitated(c, r));
    const form = await readForm(c, roleForm);
    if (!form.ok) return see(c, `${community.path}/members`);
    const { person, act } = form.value;
    if (act === "lead") {
      await setLead(c.get("ctx"), {
        byId: session.actorId,
        actorId: person,
        communityId: community.id,
      });
      return see(c, `${community.path}/members`, { done: "changed" });
    }
    const change = {
      byId: session.actorId,
      actorId: person,
      communityId: community.id,
      facilitator: act === "appoint",
    };
    await changeRole(c.get("ctx"), change);
    return see(c, `${community.path}/members`, { done: "changed" });
  });
}

async function changeSettings(c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readFacilitated(c, r));
  const form = await readForm(c, settingsForm);
  if (!form.ok) return showSettings(c, form.state);
  const { reach, ...fields } = form.value;
  const draft = draftOf({ ...fields, level: fields.level ?? community.level });
  const result = await attempt(() =>
    changeCommunity(c.get("ctx"), {
      facilitatorId: session.actorId,
      communityId: community.id,
      draft,
      indexable: reach.includes("indexable"),
      feed: reach.includes("feed"),
    }),
  );
  if (!result.ok) return showSettings(c, refusedForm(form.state, result.refusal, c.get("speech")));
  return see(c, `${community.path}/settings`, { done: "changed" });
}

async function showSettings(c: WebContext, form: FormState): Promise<Response> {
  const { community, requests } = await reading(c.get("ctx"), c.get("viewer"), (r) => readFacilitated(c, r));
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c)) return json(c, { community, errors: form.errors }, { cache: "private", status });
  const title = `${c.get("speech").t("community.settings.title")} – ${community.name}`;
  return page(
    c,
    { title, cache: "private", status },
    <CommunitySettingsPage community={community} form={form} requests={requests} />,
  );
}

/** The settings as they stand, as a form has them. */
export function settingsOf(community: CommunityPage): FormState {
  const answers = CHARTER_QUESTIONS.map(
    (question) => [`charter_${question}`, community.charter[question] ?? ""] as const,
  );
  const { name, purpose, level, language, joining, themes, indexable, feed } = community;
  const reach = [indexable ? "indexable" : null, feed ? "feed" : null].filter((one) => one !== null);
  return {
    text: { name, purpose, level, language, joining, ...Object.fromEntries(answers) },
    lists: { themes, reach },
    errors: [],
  };
}

/** `unconfirmed`: the request whose new holder of copies was not confirmed. */
async function showRequests(c: WebContext, unconfirmed: string | null = null): Promise<Response> {
  signedIn(c);
  const { community, requests, outcome } = await reading(c.get("ctx"), c.get("viewer"), async (r) => {
    const read = await readFacilitated(c, r);
    return {
      ...read,
      requests: await listRequests(r, c.get("viewer"), read.community.id),
      outcome: await outcomeIn(c, r, read.community.id),
    };
  });
  if (wantsJson(c)) return json(c, { requests }, { cache: "private" });
  const speech = c.get("speech");
  const title = `${speech.t("community.requests.title")} – ${community.name}`;
  const doneText = outcome === null ? null : decidedOf(outcome, community.home, speech);
  const told = c.req.query("done") === undefined ? outcome : null;
  return page(
    c,
    { title, cache: "private", doneText, status: unconfirmed === null ? 200 : 422 },
    <CommunityRequestsPage
      community={community}
      requests={requests}
      outcome={told}
      unconfirmed={unconfirmed}
    />,
  );
}

/** The request that the address names, where it is one of this community. */
async function outcomeIn(c: WebContext, r: ReadContext, communityId: string): Promise<RequestOutcome | null> {
  const id = z.uuid().safeParse(c.req.query("request"));
  if (!id.success) return null;
  const found = await attempt(() => findRequestView(r, c.get("viewer"), id.data));
  return found.ok && found.value.communityId === communityId ? found.value : null;
}

/** What was just decided, by name; elsewhere the community has yet to hear of it. */
function decidedOf({ person, state }: RequestOutcome, home: string | null, { t }: Speech): string | null {
  const { name } = person;
  if (state === "active") return t("common.done.approvedName", { name });
  if (state === "refused") return t("common.done.declinedName", { name });
  return state === "requested" && home !== null ? t("common.done.decisionSent", { name, home }) : null;
}

async function decide(c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readFacilitated(c, r));
  const form = await readForm(c, decisionForm);
  if (!form.ok) return see(c, `${community.path}/requests`);
  const { request, decision, reason } = form.value;
  const accept = decision === "approve";
  const confirmed = form.value.confirmed === "yes";
  const given = { facilitatorId: session.actorId, membershipId: request, accept, words: reason, confirmed };
  const decided = await attempt(() => decideRequest(c.get("ctx"), given));
  const path = `${community.path}/requests?request=${request}`;
  if (!decided.ok) {
    const { code, facts } = decided.refusal;
    if (code === "needs-confirmation" && !wantsJson(c)) return showRequests(c, request);
    if (code !== "already-decided" || wantsJson(c)) throw decided.refusal;
    // Who comes second reads there who decided, what and when.
    if (facts.sent !== true) return see(c, path);
  }
  return see(c, path, { done: accept ? "approved" : "declined" });
}
