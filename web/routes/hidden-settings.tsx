import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, type FormState, readForm, refusedForm } from "../forms.ts";
import { aboutAnswer, doneAnswer } from "../hidden/answers.ts";
import type { HiddenScene } from "../hidden/scene.ts";
import { showHidden, withPlace } from "../hidden/shown.tsx";
import { CommunitySettingsPage } from "../pages/community-settings.tsx";
import { see } from "../respond.tsx";
import { draftOf } from "./communities.tsx";
import { settingsForm, settingsOf } from "./community-run.tsx";

const SETTINGS = "/hidden/:place/settings";

/** What facilitators change in a hidden community of another council, in one request to its node. */
export function registerHiddenSettingsRoutes(app: WebApp): void {
  app.get(SETTINGS, (c) => withPlace(c, (scene) => show(c, scene, null)));
  app.post(SETTINGS, (c) => withPlace(c, (scene) => change(c, scene)));
}

/** `form`: what came back, with what is wrong; null: as it stands. */
async function show(c: WebContext, scene: HiddenScene, form: FormState | null): Promise<Response> {
  const { community } = await scene.ask(aboutAnswer(scene.at), { ask: "about" });
  const { relation, name } = community;
  if (relation.kind !== "member" || relation.role === "member") refuse("not-allowed");
  const title = `${c.get("speech").t("community.settings.title")} – ${name}`;
  const status = form === null ? 200 : 422;
  return showHidden(
    c,
    { title, status, value: { community, errors: form?.errors ?? [] } },
    <CommunitySettingsPage community={community} form={form ?? settingsOf(community)} requests={0} />,
  );
}

async function change(c: WebContext, scene: HiddenScene): Promise<Response> {
  const form = await readForm(c, settingsForm);
  if (!form.ok) return show(c, scene, form.state);
  const { name, purpose, themes, language, charter } = draftOf({ ...form.value, level: "confidential" });
  const asked = { ask: "change" as const, name, purpose, themes: [...themes], language, charter };
  const result = await attempt(() => scene.ask(doneAnswer, asked));
  if (!result.ok) {
    if (result.refusal.facts.field === undefined) throw result.refusal;
    return show(c, scene, refusedForm(form.state, result.refusal, c.get("speech")));
  }
  return see(c, `${scene.at.path}/settings`, { done: "changed" });
}
