import { reading } from "../../node/context.ts";
import { findInvitee, findInvitees } from "../../node/hidden/invitees.ts";
import { candidatesOf } from "../../node/invitations/candidates.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebApp, WebContext } from "../env.ts";
import { throwToPrograms } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm } from "../forms.ts";
import { doneAnswer } from "../hidden/answers.ts";
import { invitationsAnswer } from "../hidden/invitation-answers.ts";
import type { HiddenScene } from "../hidden/scene.ts";
import { showHidden, withPlace } from "../hidden/shown.tsx";
import { CommunityInvitationsPage } from "../pages/community-invitations.tsx";
import { withQuery } from "../paths.ts";
import { see } from "../respond.tsx";
import { inviteForm, refusedInvite } from "./community-invitations.tsx";

const INVITATIONS = "/hidden/:place/invitations";

/**
 * Inviting people to a hidden community of another council, for its facilitators here: they look for people on their own
 * node, and who is invited is known to the community's node alone.
 */
export function registerHiddenInvitationRoutes(app: WebApp): void {
  app.get(INVITATIONS, (c) =>
    withPlace(c, (scene) =>
      show(c, scene, { form: EMPTY_FORM, text: (c.req.query("q") ?? "").slice(0, 200) }),
    ),
  );
  app.post(INVITATIONS, (c) => withPlace(c, (scene) => act(c, scene)));
}

interface Showing {
  readonly form: FormState;
  /** What was looked for. */
  readonly text: string;
}

async function show(c: WebContext, scene: HiddenScene, { form, text }: Showing): Promise<Response> {
  const viewer = c.get("viewer");
  const found = await reading(c.get("ctx"), viewer, (r) => findInvitees(r, viewer, text));
  // Whom the form was about the other node knows already; of the rest it hears only who is known on the network.
  const told = found.filter(({ person, known }) => known || person.id === form.text.person);
  const asked = { ask: "invitations" as const, people: told.map(({ person }) => person.iri) };
  const { community, standings, sent, invited } = await scene.ask(invitationsAnswer(scene.at), asked);
  const people = found.map(({ person }) => person);
  const candidates = candidatesOf(people, standings);
  const title = `${c.get("speech").t("invitations.title")} – ${community.name}`;
  const status = form.errors.length > 0 ? 422 : 200;
  return showHidden(
    c,
    { title, status, value: { candidates, sent, invited, errors: form.errors } },
    <CommunityInvitationsPage {...{ community, candidates, sent, invited, text, form }} requests={0} />,
  );
}

async function act(c: WebContext, scene: HiddenScene): Promise<Response> {
  const form = await readForm(c, inviteForm);
  if (!form.ok) return show(c, scene, { form: form.state, text: (form.state.text.q ?? "").slice(0, 200) });
  const { q, person = null, invitation = null, confirmed } = form.value;
  const back = withQuery(`${scene.at.path}/invitations`, { q });
  if (form.value.act === "withdraw") {
    await scene.ask(doneAnswer, { ask: "take-back", invitation, person });
    return see(c, back, { done: "invite-withdrawn", json: { outcome: "done" } });
  }
  if (person === null) return see(c, back);
  const sent = await attempt(() => invite(c, scene, { id: person, confirmed: confirmed === "yes" }));
  if (sent.ok) return see(c, back, { done: "invite-sent", json: { outcome: "done" } });
  throwToPrograms(c, sent.refusal);
  if (sent.refusal.facts.field === undefined) throw sent.refusal;
  return show(c, scene, { form: refusedInvite(c, form.state, sent.refusal), text: q });
}

async function invite(
  c: WebContext,
  scene: HiddenScene,
  { id, confirmed }: { readonly id: string; readonly confirmed: boolean },
): Promise<void> {
  const viewer = c.get("viewer");
  if (viewer.kind !== "person" || viewer.actorId === id) refuse("not-found", { field: "person" });
  const { iri } = await reading(c.get("ctx"), viewer, (r) => findInvitee(r, viewer, id));
  await scene.ask(doneAnswer, { ask: "invite", person: iri, confirmed });
}
