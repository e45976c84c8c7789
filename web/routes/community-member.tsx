import { z } from "zod";
import { reading } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { findMember } from "../../node/memberships/find-member.ts";
import { removeMember } from "../../node/memberships/remove.ts";
import { liftSuspension, suspendMember } from "../../node/memberships/suspend.ts";
import { readFacilitated } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { throwToPrograms } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { CommunityMemberPage } from "../pages/community-member.tsx";
import { idIn } from "../query.ts";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";

/** What a facilitator decides about a member. */
export const memberActForm = z.strictObject({
  act: z.enum(["suspend", "lift", "remove"]),
  reason: z.string().max(1000).default(""),
  until: z.union([z.iso.date("errors.field.date"), z.literal("")]).default(""),
});

/** One member of a community, for its facilitators: pausing their posting, opening it again, removing them. */
export function registerCommunityMemberRoutes(app: WebApp): void {
  app.get("/c/:name/members/:person", (c) => show(c, EMPTY_FORM));
  app.post("/c/:name/members/:person", decide);
}

async function show(c: WebContext, form: FormState): Promise<Response> {
  signedIn(c);
  const { community, requests, member } = await reading(c.get("ctx"), c.get("viewer"), async (r) => {
    const read = await readFacilitated(c, r);
    const about = { communityId: read.community.id, personId: idIn(c, "person") };
    return { ...read, member: await findMember(r, c.get("viewer"), about) };
  });
  const status = form.errors.length > 0 ? 422 : 200;
  if (wantsJson(c)) return json(c, { member, errors: form.errors }, { cache: "private", status });
  const title = `${member.person.name} – ${community.name}`;
  return page(
    c,
    { title, cache: "private", status },
    <CommunityMemberPage community={community} member={member} requests={requests} form={form} />,
  );
}

async function decide(c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readFacilitated(c, r));
  const form = await readForm(c, memberActForm);
  if (!form.ok) return show(c, form.state);
  const { act, reason, until } = form.value;
  const ctx = c.get("ctx");
  const about = { byId: session.actorId, actorId: idIn(c, "person"), communityId: community.id, reason };
  const end = until === "" ? null : new Date(`${until}T00:00:00Z`);
  const result = await attempt(() => {
    if (act === "suspend") return suspendMember(ctx, { ...about, until: end });
    return act === "lift" ? liftSuspension(ctx, about) : removeMember(ctx, about);
  });
  if (!result.ok) {
    throwToPrograms(c, result.refusal);
    if (result.refusal.facts.field === undefined && result.refusal.code !== "last-facilitator")
      throw result.refusal;
    return show(c, refusedForm(form.state, result.refusal, c.get("speech")));
  }
  const done = result.value === "sent" ? "member-sent" : `member-${act}`;
  const path = `${community.path}/members`;
  const back = act === "remove" ? path : `${path}/${idOf(about.actorId)}`;
  return see(c, back, { done, json: { outcome: result.value } });
}
