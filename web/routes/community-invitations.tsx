import { z } from "zod";
import { reading } from "../../node/context.ts";
import { listInvited, withdrawInvitation as withdrawHidden } from "../../node/hidden/invite.ts";
import { inviteAnybody } from "../../node/hidden/invite-anybody.ts";
import { listCandidates } from "../../node/invitations/candidates.ts";
import { listSent } from "../../node/invitations/read.ts";
import { withdrawInvitation } from "../../node/invitations/withdraw.ts";
import type { Refusal } from "../../node/refusal.ts";
import { readFacilitated } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, throwToPrograms } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { CommunityInvitationsPage } from "../pages/community-invitations.tsx";
import { withQuery } from "../paths.ts";
import { see } from "../respond.tsx";
import { signedIn } from "../session.ts";

/** Inviting one person, and taking it back. */
export const inviteForm = z.strictObject({
  act: z.enum(["invite", "withdraw"]),
  person: z.uuid().optional(),
  invitation: z.uuid().optional(),
  words: z.string().max(500, "errors.field.wordsLong").default(""),
  confirmed: z.literal("yes").optional(),
  /** What was looked for, to come back to. */
  q: z.string().max(200).default(""),
});

/** Inviting people to a community, and what became of the invitations; for its facilitators, of whichever node. */
export function registerCommunityInvitationRoutes(app: WebApp): void {
  app.get("/c/:name/invitations", (c) => show(c, EMPTY_FORM, (c.req.query("q") ?? "").slice(0, 200)));
  app.post("/c/:name/invitations", act);
}

async function show(c: WebContext, form: FormState, text: string, refusal?: Refusal): Promise<Response> {
  signedIn(c);
  const viewer = c.get("viewer");
  const shown = await reading(c.get("ctx"), viewer, async (r) => {
    const read = await readFacilitated(c, r);
    const communityId = read.community.id;
    return {
      ...read,
      candidates: await listCandidates(r, viewer, { communityId, text }),
      sent: await listSent(r, viewer, communityId),
      invited: read.community.level === "confidential" ? await listInvited(r, communityId) : [],
    };
  });
  const { community, candidates, sent, invited } = shown;
  const title = `${c.get("speech").t("invitations.title")} – ${community.name}`;
  return formPage(
    c,
    { title, form, refusal, json: { candidates, sent, invited } },
    <CommunityInvitationsPage {...shown} text={text} form={form} />,
  );
}

async function act(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const ctx = c.get("ctx");
  const { community } = await reading(ctx, c.get("viewer"), (r) => readFacilitated(c, r));
  const form = await readForm(c, inviteForm);
  if (!form.ok) return show(c, form.state, (form.state.text.q ?? "").slice(0, 200));
  const { q, person, invitation, words } = form.value;
  const back = withQuery(`${community.path}/invitations`, { q });
  const about = { communityId: community.id };
  if (form.value.act === "withdraw") {
    if (person !== undefined) {
      await withdrawHidden(ctx, { ...about, facilitatorId: actorId, personId: person });
      return see(c, back, { done: "invite-withdrawn", json: { outcome: "done" } });
    }
    if (invitation === undefined) return see(c, back);
    const outcome = await withdrawInvitation(ctx, { ...about, byId: actorId, invitationId: invitation });
    return see(c, back, { done: "invite-withdrawn", json: { outcome } });
  }
  if (person === undefined) return see(c, back);
  const confirmed = form.value.confirmed === "yes";
  const invite = { ...about, inviterId: actorId, personId: person, words, confirmed };
  const sent = await attempt(() => inviteAnybody(ctx, invite));
  if (sent.ok) return see(c, back, { done: "invite-sent", json: { outcome: sent.value } });
  throwToPrograms(c, sent.refusal);
  if (sent.refusal.facts.field === undefined) throw sent.refusal;
  return show(c, refusedInvite(c, form.state, sent.refusal), q, sent.refusal);
}

/** About the person, where there are words for it; else as anywhere. */
export function refusedInvite(c: WebContext, state: FormState, refusal: Refusal): FormState {
  const speech = c.get("speech");
  const key = `invitations.refused.${refusal.code}`;
  const text = speech.t(key);
  if (refusal.facts.field !== "person" || text === key) return refusedForm(state, refusal, speech);
  return { ...state, errors: [{ field: "person", text }] };
}
