import { z } from "zod";
import type { CommunityPage } from "../../node/communities/types.ts";
import { reading } from "../../node/context.ts";
import { followCommunity, unfollowCommunity } from "../../node/memberships/follow.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { refuse } from "../../node/refusal.ts";
import { readCommunity } from "../community-read.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { nextPathOf } from "../next-path.ts";
import { CommunityJoinPage } from "../pages/community-join.tsx";
import { page, see } from "../respond.tsx";
import { signedIn } from "../session.ts";

const joinForm = z.strictObject({
  words: z.string().max(500, "errors.field.wordsLong").default(""),
  next: z.string().max(2000).optional(),
});

/** Joining, asking to join, following, and their ends: one button per state. */
export function registerMembershipRoutes(app: WebApp): void {
  app.get("/c/:name/join", async (c) => {
    signedIn(c);
    const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readCommunity(c, r));
    return showJoin(c, community, EMPTY_FORM, nextPathOf(app, c.req.query("next"), community.path));
  });
  app.post("/c/:name/join", (c) => join(app, c));
  const acts = [
    ["leave", leaveCommunity, "left"],
    ["withdraw", leaveCommunity, "withdrawn"],
    ["follow", followCommunity, "following"],
    ["unfollow", unfollowCommunity, "unfollowed"],
  ] as const;
  for (const [verb, act, done] of acts) {
    app.post(`/c/:name/${verb}`, async (c) => {
      const session = signedIn(c);
      const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readCommunity(c, r));
      await act(c.get("ctx"), { actorId: session.actorId, communityId: community.id });
      return see(c, community.path, { done });
    });
  }
}

async function join(app: WebApp, c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const { community } = await reading(c.get("ctx"), c.get("viewer"), (r) => readCommunity(c, r));
  const form = await readForm(c, joinForm);
  const next = nextPathOf(app, form.state.text.next, community.path);
  if (!form.ok) return showJoin(c, community, form.state, next);
  const asked = { actorId: session.actorId, communityId: community.id, words: form.value.words };
  const result = await attempt(() => joinCommunity(c.get("ctx"), asked));
  if (!result.ok) {
    if (result.refusal.facts.field === undefined) throw result.refusal;
    return showJoin(c, community, refusedForm(form.state, result.refusal, c.get("speech")), next);
  }
  const state = result.value.state;
  const pending = community.level === "open" ? "joining" : "asked";
  const done = state === "active" ? "joined" : pending;
  return see(c, next, { done, json: { state } });
}

function showJoin(c: WebContext, community: CommunityPage, form: FormState, next: string) {
  if (community.level === "confidential") refuse("not-found");
  if (community.joining === "invitation") refuse("invitation-only");
  const title = c.get("speech").t("community.ask_join.title", { community: community.name });
  const status = form.errors.length > 0 ? 422 : 200;
  return page(
    c,
    { title, cache: "private", status },
    <CommunityJoinPage community={community} form={form} next={next} />,
  );
}
