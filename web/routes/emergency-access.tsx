import { z } from "zod";
import { breakGlass } from "../../node/break-glass/break.ts";
import { endBreakGlass } from "../../node/break-glass/end.ts";
import { LEAST_REASON, MOST_MINUTES } from "../../node/break-glass/policy.ts";
import type { CommunityPage } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { type Refusal, refuse } from "../../node/refusal.ts";
import { readCommunity } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { formPage } from "../form-page.tsx";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { EmergencyAccessPage } from "../pages/emergency-access.tsx";
import { see } from "../respond.tsx";
import { administrator } from "../session.ts";

const openingForm = z.strictObject({
  reason: z.string().max(2000).default(""),
  minutes: z.coerce.number().default(0),
});

/** An administrator reads a closed community of this node for a while, and ends that. */
export function registerEmergencyAccessRoutes(app: WebApp): void {
  app.get("/c/:name/emergency-access", (c) => show(c, EMPTY_FORM));
  app.post("/c/:name/emergency-access", open);
  app.post("/c/:name/emergency-access/end", end);
}

/** Refuses `not-allowed` to all but administrators, and of communities elsewhere. */
async function communityFor(c: WebContext): Promise<CommunityPage> {
  administrator(c);
  const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readCommunity(c, r));
  return community.local ? community : refuse("not-allowed");
}

async function show(c: WebContext, form: FormState, refusal?: Refusal): Promise<Response> {
  const community = await communityFor(c);
  const opened = c.get("opened").find(({ communityId }) => communityId === community.id) ?? null;
  const already = opened !== null ? "opened" : community.readable ? "reader" : null;
  const title = c.get("speech").t("community.emergency.title", { name: community.name });
  const terms = { leastReason: LEAST_REASON, mostMinutes: MOST_MINUTES };
  const until = opened?.until ?? null;
  return formPage(
    c,
    { title, form, refusal, json: { already, until, terms } },
    <EmergencyAccessPage community={community} already={already} form={form} />,
  );
}

async function open(c: WebContext): Promise<Response> {
  const { actorId, accountId } = administrator(c);
  const community = await communityFor(c);
  const form = await readForm(c, openingForm);
  if (!form.ok) return show(c, form.state);
  const breaking = { actorId, accountId, communityId: community.id, ...form.value };
  const done = await attempt(() => breakGlass(c.get("ctx"), breaking));
  if (done.ok) return see(c, community.path, { done: "emergency-opened", json: { until: done.value.until } });
  if (done.refusal.facts.field === undefined) throw done.refusal;
  return show(c, refusedForm(form.state, done.refusal, c.get("speech")), done.refusal);
}

async function end(c: WebContext): Promise<Response> {
  const { accountId } = administrator(c);
  const community = await communityFor(c);
  await endBreakGlass(c.get("ctx"), { accountId, communityId: community.id });
  return see(c, community.path, { done: "emergency-ended" });
}
