import { z } from "zod";
import { changeChoices, completeWelcome } from "../../node/accounts/choices.ts";
import { findOwnProfile, updateProfile } from "../../node/accounts/profile.ts";
import { MOST_AREAS, SERVICE_AREAS } from "../../node/accounts/service-areas.ts";
import { cardsOf } from "../../node/communities/read.ts";
import { listSuggested } from "../../node/communities/suggest.ts";
import type { CommunityCard } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { followCommunity } from "../../node/memberships/follow.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import type { Refusal } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { LANGUAGES } from "../language.ts";
import { WelcomeAboutPage, WelcomeAreasPage, WelcomeCommunitiesPage } from "../pages/welcome.tsx";
import { see } from "../respond.tsx";
import { firstNameOf, signedIn } from "../session.ts";

const PROPOSED = 8;

const aboutForm = z.strictObject({ name: z.string().max(200), roleTitle: z.string().max(300).default("") });
const areasForm = z.strictObject({
  serviceAreas: z.array(z.enum(SERVICE_AREAS)).max(SERVICE_AREAS.length).default([]),
});
const communitiesForm = z.strictObject({
  communities: z.array(z.uuid()).max(PROPOSED).default([]),
  language: z.enum(LANGUAGES),
});

/** The welcome: about you (usually done while joining), service areas, communities and language. */
export function registerWelcomeRoutes(app: WebApp): void {
  app.get("/welcome", async (c) => {
    const session = signedIn(c);
    const profile = await findOwnProfile(c.get("ctx"), session.actorId);
    const step = c.req.query("step");
    if (step === "1")
      return showAbout(c, { ...EMPTY_FORM, text: { name: profile.name, roleTitle: profile.roleTitle } });
    if (step === "3") return showCommunities(c, { ...EMPTY_FORM, text: { language: session.language } });
    return showAreas(c, { ...EMPTY_FORM, lists: { serviceAreas: profile.serviceAreas } });
  });
  app.post("/welcome", (c) => {
    const step = c.req.query("step");
    if (step === "1") return takeAbout(c);
    return step === "3" ? takeCommunities(c) : takeAreas(c);
  });
}

async function takeAbout(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const given = await readForm(c, aboutForm);
  if (!given.ok) return showAbout(c, given.state);
  const result = await attempt(async () => updateProfile(c.get("ctx"), actorId, given.value));
  if (result.ok) return see(c, "/welcome?step=2");
  return showAbout(c, refusedAccountForm(given.state, result.refusal, c.get("speech")), result.refusal);
}

async function takeAreas(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const given = await readForm(c, areasForm);
  if (!given.ok) return showAreas(c, given.state);
  const result = await attempt(async () => updateProfile(c.get("ctx"), actorId, given.value));
  if (result.ok) return see(c, "/welcome?step=3");
  return showAreas(c, refusedAccountForm(given.state, result.refusal, c.get("speech")), result.refusal);
}

async function takeCommunities(c: WebContext): Promise<Response> {
  const { accountId, actorId } = signedIn(c);
  const given = await readForm(c, communitiesForm);
  if (!given.ok) return showCommunities(c, given.state);
  const ctx = c.get("ctx");
  const { language, communities } = given.value;
  await changeChoices(ctx, accountId, { language });
  const cards = await reading(ctx, c.get("viewer"), (r) => cardsOf(r, c.get("viewer"), communities));
  for (const card of cards) await beginWith(c, card, actorId);
  await completeWelcome(ctx, accountId);
  return see(c, "/");
}

/** Open communities are joined; those where one asks to join are read along with, and can be asked later. */
async function beginWith(c: WebContext, card: CommunityCard, actorId: string): Promise<void> {
  const wanted = { actorId, communityId: card.id };
  const begin = card.level === "open" ? joinCommunity : followCommunity;
  // A refusal (already a member, its council not connected any more) must not hold up the welcome.
  await attempt(async () => void (await begin(c.get("ctx"), wanted)));
}

function showAbout(c: WebContext, form: FormState, refusal?: Refusal): Response | Promise<Response> {
  const title = c.get("speech").t("account.about.title");
  return formPage(c, { title, form, refusal }, <WelcomeAboutPage form={form} />);
}

function showAreas(c: WebContext, form: FormState, refusal?: Refusal): Response | Promise<Response> {
  const name = firstNameOf(signedIn(c).name);
  const title = c.get("speech").t("welcome.areas.title", { name });
  return formPage(
    c,
    { title, form, refusal, json: { most: MOST_AREAS, areas: SERVICE_AREAS } },
    <WelcomeAreasPage form={form} name={name} />,
  );
}

async function showCommunities(c: WebContext, form: FormState): Promise<Response> {
  const { actorId, accountId } = signedIn(c);
  const viewer = { kind: "person" as const, actorId, accountId };
  const { communities, choseAreas } = await reading(c.get("ctx"), viewer, async (r) => {
    const { serviceAreas } = await findOwnProfile(r, actorId);
    const communities = await listSuggested(r, viewer, serviceAreas, PROPOSED);
    return { communities, choseAreas: serviceAreas.length > 0 };
  });
  const title = c.get("speech").t("welcome.communities.title");
  const body = <WelcomeCommunitiesPage form={form} communities={communities} choseAreas={choseAreas} />;
  return formPage(c, { title, form, json: { communities } }, body);
}
