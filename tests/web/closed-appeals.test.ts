import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAppeal } from "../../node/appeals/make.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { idOf } from "../../node/ids.ts";
import type { PostRow } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import { ask, draftCommunity } from "../support/attack-scene.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

// In a community for members only the facilitator removes a member's post, and nobody else facilitates it.

let site: TestSite;
let scene: WebScene;
let post: PostRow;
let page = "";
const TEXT = "We asked finance and heard nothing.";
beforeAll(async () => {
  site = await openTestSite({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }] },
  });
  scene = await fillScene(site.ctx);
  const { facilitator, author } = scene.people;
  const { actorId } = facilitator;
  const { id } = await createCommunity(site.ctx, { actorId }, draftCommunity("Case reviews", "closed"));
  const now = site.ctx.clock.now();
  await site.ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    values (${id}, ${author.actorId}, 'active', ${now}, ${now})`;
  post = await ask(site.ctx, author.actorId, id, "Zebracorn");
  await removePost(site.ctx, { actorId, postId: post.id, reason: "It names a pupil." });
  const words = "It names nobody, and I can show it.";
  const appeal = await makeAppeal(site.ctx, { authorId: author.actorId, postId: post.id, words });
  page = `/moderation/appeals/${idOf(appeal.id)}`;
});
afterAll(() => site[Symbol.asyncDispose]());

const asked = (who: Parameters<WebScene["cookie"]>[0], at: string, accept = "text/html") =>
  site.browser().get(at, { ...scene.cookie(who), accept });

test("The administrators read what both said of a removal in a community for members only, and nothing of the post", async () => {
  const shown = await asked("administrator", page);
  expect(shown.status).toBe(200);
  for (const said of [
    "It names nobody, and I can show it.",
    "It names a pupil.",
    "Only members of Case reviews",
  ])
    expect(shown.text).toContain(said);
  expect(shown.text).toContain('href="/c/case_reviews/emergency-access"');
  for (const at of [page, "/moderation/appeals"]) {
    for (const accept of ["text/html", "application/json"]) {
      const { text } = await asked("administrator", at, accept);
      for (const secret of ["Zebracorn", TEXT]) expect(text, `${at} ${accept}`).not.toContain(secret);
    }
  }
  for (const who of ["facilitator", "member", "outsider"] as const)
    expect((await asked(who, page)).status, who).toBe(404);
});

test("They decide it without reading it, and the post is shown again", async () => {
  const decision = { outcome: "restored", reason: "The author is right by the house rules." };
  const done = await site.browser().post(page, decision, scene.cookie("administrator"));
  expect(done.to).toContain("done=appeal-decided");
  const [row] = await site.ctx.sql<{ state: string }[]>`select state from posts where id = ${post.id}`;
  expect(row?.state).toBe("accepted");
});
