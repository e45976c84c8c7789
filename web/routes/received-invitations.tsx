import { z } from "zod";
import { reading } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { acceptInvitation, declineInvitation } from "../../node/invitations/answer.ts";
import { findReceived, listReceived } from "../../node/invitations/read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { throwToPrograms } from "../form-page.tsx";
import { attempt, readForm } from "../forms.ts";
import { InvitationPage, InvitationsPage } from "../pages/invitations.tsx";
import { idIn } from "../query.ts";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";

const answerForm = z.strictObject({ answer: z.enum(["accept", "decline"]) });

/** What one is invited to: the list, one invitation, and its answer. */
export function registerReceivedInvitationRoutes(app: WebApp): void {
  app.get("/invitations", async (c) => {
    signedIn(c);
    const viewer = c.get("viewer");
    const invitations = await reading(c.get("ctx"), viewer, (r) => listReceived(r, viewer));
    if (wantsJson(c)) return json(c, { invitations }, { cache: "private" });
    const title = c.get("speech").t("invitations.receivedTitle");
    return page(c, { title, cache: "private" }, <InvitationsPage invitations={invitations} />);
  });
  app.get("/invitations/:id", show);
  app.post("/invitations/:id", answer);
}

async function show(c: WebContext): Promise<Response> {
  signedIn(c);
  const viewer = c.get("viewer");
  const invitation = await reading(c.get("ctx"), viewer, (r) => findReceived(r, viewer, idIn(c, "id")));
  if (wantsJson(c)) return json(c, { invitation }, { cache: "private" });
  const title = c.get("speech").t("invitations.youAreInvited", { community: invitation.community.name });
  return page(c, { title, cache: "private" }, <InvitationPage invitation={invitation} />);
}

async function answer(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const viewer = c.get("viewer");
  const ctx = c.get("ctx");
  const form = await readForm(c, answerForm);
  const invitationId = idIn(c, "id");
  const { community } = await reading(ctx, viewer, (r) => findReceived(r, viewer, invitationId));
  const here = `/invitations/${idOf(invitationId)}`;
  if (!form.ok) return see(c, here);
  const own = { actorId, invitationId };
  if (form.value.answer === "decline") {
    const declined = await attempt(() => declineInvitation(ctx, own));
    if (!declined.ok) throwToPrograms(c, declined.refusal);
    return see(c, declined.ok ? "/invitations" : here, declined.ok ? { done: "invite-declined" } : {});
  }
  const joined = await attempt(() => acceptInvitation(ctx, own));
  if (joined.ok) {
    const { state } = joined.value;
    const pending = community.local ? "asked" : "joining";
    return see(c, community.path, { done: state === "active" ? "joined" : pending, json: { state } });
  }
  // What became of it meanwhile is said on its page.
  if (!["used", "expired"].includes(joined.refusal.code) || wantsJson(c)) throw joined.refusal;
  return see(c, here);
}
