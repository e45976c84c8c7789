import { z } from "zod";
import { changeChoices, findChoices } from "../../node/accounts/choices.ts";
import { findOwnProfile, type Profile, updateProfile } from "../../node/accounts/profile.ts";
import { findAccountById } from "../../node/accounts/read.ts";
import { SERVICE_AREAS } from "../../node/accounts/service-areas.ts";
import { cardsOf } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { listNoticeLevels, setNoticeLevel } from "../../node/notifications/levels.ts";
import { NOTICE_LEVELS } from "../../node/notifications/types.ts";
import { useUsualLevel } from "../../node/notifications/usual-level.ts";
import type { Refusal } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, refusedAccountForm } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { LANGUAGES } from "../language.ts";
import { MyProfilePage, SPOKEN, VISIBILITIES } from "../pages/me.tsx";
import { type CommunityChoice, MySettingsPage, THEMES } from "../pages/my-settings.tsx";
import { see } from "../respond.tsx";
import { signedIn } from "../session.ts";

const profileForm = z.strictObject({
  name: z.string().max(200),
  roleTitle: z.string().max(300).default(""),
  summary: z.string().max(5000).default(""),
  topics: z.string().max(5000).default(""),
  serviceAreas: z.array(z.enum(SERVICE_AREAS)).max(SERVICE_AREAS.length).default([]),
  spoken: z.array(z.enum(SPOKEN)).max(SPOKEN.length).default([]),
  visibility: z.enum(VISIBILITIES),
});

const MOST_COMMUNITIES = 500;
const settingsForm = z.strictObject({
  language: z.enum(LANGUAGES),
  theme: z.enum(THEMES),
  digestDefault: z.enum(NOTICE_LEVELS),
  digestHour: z.coerce.number().int().min(0).max(23),
  communities: z.array(z.uuid()).max(MOST_COMMUNITIES).default([]),
  levels: z
    .array(z.enum(["", ...NOTICE_LEVELS]))
    .max(MOST_COMMUNITIES)
    .default([]),
});

/** A person's own profile and choices. */
export function registerMeRoutes(app: WebApp): void {
  app.get("/me", async (c) => {
    const profile = await findOwnProfile(c.get("ctx"), signedIn(c).actorId);
    return showProfile(c, formOf(profile), profile);
  });
  app.post("/me", async (c) => {
    const { actorId } = signedIn(c);
    const given = await readForm(c, profileForm);
    if (!given.ok) return showProfile(c, given.state);
    const profile = { ...given.value, topics: given.value.topics.split(/[\n,;]/) };
    const result = await attempt(async () => updateProfile(c.get("ctx"), actorId, profile));
    if (result.ok) return see(c, "/me", { done: "saved" });
    return showProfile(
      c,
      refusedAccountForm(given.state, result.refusal, c.get("speech")),
      undefined,
      result.refusal,
    );
  });
  app.get("/me/settings", async (c) => {
    const choices = await findChoices(c.get("ctx"), signedIn(c).accountId);
    const text = { ...choices, digestHour: String(choices.digestHour) };
    return showSettings(c, { ...EMPTY_FORM, text });
  });
  app.post("/me/settings", async (c) => {
    const given = await readForm(c, settingsForm);
    if (!given.ok) return showSettings(c, given.state);
    await keepSettings(c, given.value);
    return see(c, "/me/settings", { done: "saved" });
  });
}

async function showProfile(
  c: WebContext,
  form: FormState,
  profile?: Profile,
  refusal?: Refusal,
): Promise<Response> {
  const session = signedIn(c);
  const account = await findAccountById(c.get("ctx"), session.accountId);
  const title = c.get("speech").t("account.profile.title");
  return formPage(
    c,
    { title, form, refusal, json: { ...profile, council: account.council, handle: account.handle } },
    <MyProfilePage
      form={form}
      council={account.council}
      employer={account.employer}
      handle={account.handle}
    />,
  );
}

function formOf(profile: Profile): FormState {
  const { name, roleTitle, summary, visibility, serviceAreas, spoken } = profile;
  const text = { name, roleTitle, summary, visibility, topics: profile.topics.join("\n") };
  return { text, lists: { serviceAreas, spoken }, errors: [] };
}

async function keepSettings(c: WebContext, given: z.output<typeof settingsForm>): Promise<void> {
  const ctx = c.get("ctx");
  const { accountId } = signedIn(c);
  const { communities, levels, ...choices } = given;
  const before = new Map((await listNoticeLevels(ctx, accountId)).map((row) => [row.communityId, row]));
  await changeChoices(ctx, accountId, choices);
  for (const [i, communityId] of communities.entries()) {
    const level = levels[i] === "" || levels[i] === undefined ? null : levels[i];
    const old = before.get(communityId);
    if (old === undefined || (old.own ? old.level : null) === level) continue;
    if (level === null) await useUsualLevel(ctx, accountId, communityId);
    else await setNoticeLevel(ctx, { accountId, communityId, level });
  }
}

async function showSettings(c: WebContext, form: FormState): Promise<Response> {
  const { accountId, email } = signedIn(c);
  const communities = await listChoices(c, accountId);
  const title = c.get("speech").t("account.settings.title");
  return formPage(
    c,
    { title, form, json: { ...form.text, communities } },
    <MySettingsPage form={form} communities={communities} email={email} />,
  );
}

async function listChoices(c: WebContext, accountId: string): Promise<readonly CommunityChoice[]> {
  return reading(c.get("ctx"), c.get("viewer"), async (r) => {
    const rows = await listNoticeLevels(r, accountId);
    const cards = await cardsOf(
      r,
      c.get("viewer"),
      rows.map((row) => row.communityId),
    );
    const levels = new Map(rows.map((row) => [row.communityId, row.own ? row.level : null]));
    return cards.map(({ id, name, path }) => ({ id, name, path, level: levels.get(id) ?? null }));
  });
}
