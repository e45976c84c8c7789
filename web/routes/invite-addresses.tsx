import { z } from "zod";
import { type ReadContext, reading } from "../../node/context.ts";
import { type CheckedAddress, checkAddresses } from "../../node/invitations/check.ts";
import { inviteAddresses } from "../../node/invitations/invite-addresses.ts";
import type { Refusal } from "../../node/refusal.ts";
import { readFacilitated } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage, throwToPrograms } from "../form-page.tsx";
import { attempt, type FormState, readForm, refusedForm } from "../forms.ts";
import { InvitationCheckPage } from "../pages/invitation-check.tsx";
import { see } from "../respond.tsx";
import { signedIn } from "../session.ts";

const pasteForm = z.strictObject({ addresses: z.string().max(40_000).default("") });
const sendForm = pasteForm.extend({ confirmed: z.array(z.string().max(300)).max(200).default([]) });

/** Inviting pasted addresses: a page that checks them, and sending those that can be sent. */
export function registerInviteAddressesRoutes(app: WebApp): void {
  app.post("/c/:name/invitations/check", async (c) => {
    signedIn(c);
    const form = await readForm(c, pasteForm);
    return show(c, form.state, form.ok ? form.value.addresses : null);
  });
  app.post("/c/:name/invitations/addresses", send);
}

/** The check, or the box again with what is wrong with the list as a whole. */
async function show(
  c: WebContext,
  form: FormState,
  text: string | null,
  refusal?: Refusal,
): Promise<Response> {
  const read = await reading(c.get("ctx"), c.get("viewer"), async (r) => {
    const scene = await readFacilitated(c, r);
    const checked = text === null ? null : await attempt(() => check(r, scene.community.id, text));
    return { ...scene, checked };
  });
  const { community, requests, checked } = read;
  const failed = checked !== null && !checked.ok ? checked.refusal : undefined;
  const shown = failed === undefined ? form : refusedList(c, form, failed);
  const list = checked?.ok ? checked.value : [];
  const title = `${c.get("speech").t("invitations.paste.checkTitle")} – ${community.name}`;
  return formPage(
    c,
    { title, form: shown, refusal: refusal ?? failed, json: { checked: list } },
    <InvitationCheckPage community={community} requests={requests} checked={list} form={shown} />,
  );
}

function check(r: ReadContext, communityId: string, text: string): Promise<readonly CheckedAddress[]> {
  return checkAddresses(r, { communityId, text, now: r.clock.now() });
}

async function send(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  const ctx = c.get("ctx");
  const { community } = await reading(ctx, c.get("viewer"), (r) => readFacilitated(c, r));
  const form = await readForm(c, sendForm);
  if (!form.ok) return show(c, form.state, null);
  const { addresses: text, confirmed } = form.value;
  const { language } = c.get("speech");
  const invite = { inviterId: actorId, communityId: community.id, text, confirmed, language };
  const sent = await attempt(() => inviteAddresses(ctx, invite));
  if (sent.ok)
    return see(c, `${community.path}/invitations`, { done: "invites-sent", json: { checked: sent.value } });
  throwToPrograms(c, sent.refusal);
  if (sent.refusal.facts.field === undefined) throw sent.refusal;
  return show(c, refusedList(c, form.state, sent.refusal), text, sent.refusal);
}

/** How many may be sent at once, and in a day, is a sentence of its own. */
function refusedList(c: WebContext, state: FormState, refusal: Refusal): FormState {
  const speech = c.get("speech");
  if (refusal.code !== "too-many") return refusedForm(state, refusal, speech);
  const day = refusal.facts.field === "person";
  const text = day
    ? speech.t("invitations.refused.too-many")
    : speech.t("invitations.paste.tooMany", { most: Number(refusal.facts.most) });
  return { ...state, errors: [{ field: "addresses", text }] };
}
