import { z } from "zod";
import { findByJoinCode } from "../../node/communities/join-code.ts";
import { followCommunity, unfollowCommunity } from "../../node/memberships/follow.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import type { WebApp, WebContext } from "../env.ts";
import { attempt, EMPTY_FORM, type FormState, readForm, refusedForm } from "../forms.ts";
import { nextPathOf } from "../next-path.ts";
import { CommunityJoinPage } from "../pages/community-join.tsx";
import { json, page, see, wantsJson } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { justCommunity } from "./community-scene.ts";

const joinForm = z.strictObject({
  words: z.string().max(2000).default(""),
  next: z.string().max(2000).default(""),
});

/** Joining, leaving and following: one button per state. */
export function registerMembershipRoutes(app: WebApp): void {
  app.get("/c/:name/join", async (c) => {
    signedIn(c);
    return showJoin(app, c, EMPTY_FORM);
  });
  app.post("/c/:name/join", (c) => join(app, c));
  app.get("/c/:name/join/:code", async (c) => {
    const path = await findByJoinCode(c.get("ctx"), c.req.param("name"), c.req.param("code"));
    return see(c, c.get("session") ? path : `/sign-in?next=${encodeURIComponent(path)}`);
  });
  for (const [act, verb, done] of ACTS) {
    app.post(`/c/:name/${act}`, async (c) => {
      const session = signedIn(c);
      const { community } = await justCommunity(c);
      await verb(c.get("ctx"), { actorId: session.actorId, communityId: community.id });
      return see(c, community.path, { done });
    });
  }
}

const ACTS = [
  ["leave", leaveCommunity, "left"],
  ["withdraw", leaveCommunity, "withdrawn"],
  ["follow", followCommunity, "following"],
  ["unfollow", unfollowCommunity, "unfollowed"],
] as const;

async function join(app: WebApp, c: WebContext): Promise<Response> {
  const session = signedIn(c);
  const { community } = await justCommunity(c);
  const given = await readForm(c, joinForm);
  if (!given.ok) return showJoin(app, c, given.state);
  const asked = { actorId: session.actorId, communityId: community.id, words: given.value.words.trim() };
  const joined = await attempt(() => joinCommunity(c.get("ctx"), asked));
  if (!joined.ok) return showJoin(app, c, refusedForm(given.state, joined.refusal, c.get("speech")));
  const back = nextPathOf(app, given.value.next || undefined, community.path);
  const done = joined.value.state === "active" || community.level === "open" ? "joined" : "asked";
  return see(c, back, { done, json: { state: joined.value.state } });
}

async function showJoin(app: WebApp, c: WebContext, form: FormState): Promise<Response> {
  const { community } = await justCommunity(c);
  const next = nextPathOf(app, c.req.query("next") ?? form.text.next, community.path);
  const failed = form.errors.length > 0;
  if (wantsJson(c))
    return json(
      c,
      { relation: community.relation, errors: form.errors },
      { cache: "private", status: failed ? 422 : 200 },
    );
  const title = c.get("speech").t("community.ask_join.title", { community: community.name });
  return page(
    c,
    { title, status: failed ? 422 : 200, cache: "private" },
    <CommunityJoinPage community={community} form={form} next={next} />,
  );
}
