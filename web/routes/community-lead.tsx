import { z } from "zod";
import { reading } from "../../node/context.ts";
import { listLetters } from "../../node/letters/read.ts";
import { writeToLead } from "../../node/letters/write.ts";
import { findLeadLabel } from "../../node/memberships/lead.ts";
import { refuse } from "../../node/refusal.ts";
import { readCommunity } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { CommunityLeadPage } from "../pages/community-lead.tsx";
import { see } from "../respond.tsx";
import { signedIn } from "../session.ts";

const letterForm = z.strictObject({
  text: z.string().max(4000).default(""),
  reply: z.array(z.enum(["yes"])).default([]),
});

/** Writing to the lead of a community, and what was written to oneself as one. */
export function registerCommunityLeadRoutes(app: WebApp): void {
  app.get("/c/:name/lead", (c) => show(c, EMPTY_FORM));
  app.post("/c/:name/lead", write);
}

async function show(c: WebContext, form: FormState, refusal?: Parameters<typeof formPage>[1]["refusal"]) {
  const session = signedIn(c);
  const viewer = c.get("viewer");
  const { community, lead, letters } = await reading(c.get("ctx"), viewer, async (r) => {
    const read = await readCommunity(c, r);
    const lead = await findLeadLabel(r.sql, read.community.id);
    return { ...read, lead, letters: await listLetters(r, viewer, read.community.id) };
  });
  if (community.level === "confidential" || (lead === null && community.local)) refuse("not-found");
  const own = lead?.id === session.actorId;
  const name = community.name;
  const title = c.get("speech").t(own ? "community.lead.lettersTitle" : "community.lead.title", { name });
  return formPage(
    c,
    { title, form, refusal, json: { lead, letters } },
    <CommunityLeadPage
      community={community}
      lead={lead}
      letters={own || letters.length > 0 ? letters : null}
      form={form}
    />,
  );
}

async function write(c: WebContext): Promise<Response> {
  const { actorId, email } = signedIn(c);
  const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readCommunity(c, r));
  const form = await readForm(c, letterForm);
  if (!form.ok) return show(c, form.state);
  const { text, reply } = form.value;
  const replyTo = reply.length > 0 ? email : "";
  const letter = { writerId: actorId, communityId: community.id, words: text, replyTo };
  const sent = await attempt(() => writeToLead(c.get("ctx"), letter));
  if (sent.ok) return see(c, community.path, { done: "lead-written", json: { outcome: sent.value } });
  if (sent.refusal.facts.field === undefined) throw sent.refusal;
  return show(c, refusedForm(form.state, sent.refusal, c.get("speech")), sent.refusal);
}
