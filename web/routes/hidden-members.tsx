import { idOf } from "../../node/ids.ts";
import type { WebApp, WebContext } from "../env.ts";
import { throwToPrograms } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { aboutAnswer, doneAnswer } from "../hidden/answers.ts";
import { memberAnswer, membersAnswer } from "../hidden/member-answers.ts";
import type { HiddenScene } from "../hidden/scene.ts";
import { showHidden, withPlace } from "../hidden/shown.tsx";
import { CommunityMemberPage } from "../pages/community-member.tsx";
import { CommunityMembersPage } from "../pages/community-members.tsx";
import { idIn, numberIn } from "../query.ts";
import { see } from "../respond.tsx";
import { memberActForm } from "./community-member.tsx";
import { roleForm } from "./community-run.tsx";

const ALL = "/hidden/:place/members";
const ONE = `${ALL}/:person`;

/**
 * Who is in a hidden community of another council, and what its facilitators decide about a member, each in one request to its
 * node, which alone keeps it.
 */
export function registerHiddenMemberRoutes(app: WebApp): void {
  app.get(ALL, (c) => withPlace(c, (scene) => showAll(c, scene)));
  app.post(ALL, (c) => withPlace(c, (scene) => changeRole(c, scene)));
  app.get(ONE, (c) => withPlace(c, (scene) => showOne(c, scene, EMPTY_FORM)));
  app.post(ONE, (c) => withPlace(c, (scene) => decide(c, scene)));
}

async function showAll(c: WebContext, scene: HiddenScene): Promise<Response> {
  const asked = { ask: "members", page: numberIn(c, "page") } as const;
  const { you, ...value } = await scene.ask(membersAnswer(scene.at), asked);
  const title = `${c.get("speech").t("community.tab.members")} – ${value.community.name}`;
  return showHidden(
    c,
    { title, value },
    <CommunityMembersPage {...value} everyone={null} signedIn requests={0} facilitatorId={you} />,
  );
}

const ROLES = { appoint: "facilitator", "step-down": "member", lead: "owner" } as const;

async function changeRole(c: WebContext, scene: HiddenScene): Promise<Response> {
  const path = `${scene.at.path}/members`;
  const form = await readForm(c, roleForm);
  if (!form.ok) return see(c, path);
  const { person, act } = form.value;
  await scene.ask(doneAnswer, { ask: "role", person, role: ROLES[act] });
  return see(c, path, { done: "changed" });
}

async function showOne(c: WebContext, scene: HiddenScene, form: FormState): Promise<Response> {
  const { community } = await scene.ask(aboutAnswer(scene.at), { ask: "about" });
  const member = await scene.ask(memberAnswer(scene.at), { ask: "member", person: idIn(c, "person") });
  const title = `${member.person.name} – ${community.name}`;
  const status = form.errors.length > 0 ? 422 : 200;
  return showHidden(
    c,
    { title, status, value: { member, errors: form.errors } },
    <CommunityMemberPage community={community} member={member} requests={0} form={form} />,
  );
}

async function decide(c: WebContext, scene: HiddenScene): Promise<Response> {
  const form = await readForm(c, memberActForm);
  if (!form.ok) return showOne(c, scene, form.state);
  const { act, reason, until } = form.value;
  const person = idIn(c, "person");
  const result = await attempt(() => {
    if (act === "suspend")
      return scene.ask(doneAnswer, { ask: act, person, reason, until: until === "" ? null : until });
    if (act === "lift") return scene.ask(doneAnswer, { ask: act, person });
    return scene.ask(doneAnswer, { ask: "expel", person, reason });
  });
  if (!result.ok) {
    throwToPrograms(c, result.refusal);
    if (result.refusal.facts.field === undefined && result.refusal.code !== "last-facilitator")
      throw result.refusal;
    return showOne(c, scene, refusedForm(form.state, result.refusal, c.get("speech")));
  }
  const path = `${scene.at.path}/members`;
  const back = act === "remove" ? path : `${path}/${idOf(person)}`;
  return see(c, back, { done: `member-${act}`, json: { outcome: "done" } });
}
