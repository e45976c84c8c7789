import { afterAll, beforeAll, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { idOf } from "../../node/ids.ts";
import type { PostRow } from "../../node/posts/find.ts";
import { answerTo, ask, draftCommunity, type Place } from "../support/attack-scene.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

// A community for members only with one discussion; its facilitator also facilitates the open community of the scene.

let site: TestSite;
let scene: WebScene;
let room: Place;
let topic: PostRow;
let reply: PostRow;
let path: string;
const OFFER = "/c/case_reviews/release";
beforeAll(async () => {
  site = await openTestSite({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }] },
  });
  scene = await fillScene(site.ctx);
  const { facilitator, member } = scene.people;
  room = await createCommunity(site.ctx, facilitator, draftCommunity("Case reviews", "closed"));
  const now = site.ctx.clock.now();
  await site.ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    values (${room.id}, ${member.actorId}, 'active', ${now}, ${now})`;
  topic = await ask(site.ctx, facilitator.actorId, room.id, "Who signs off?");
  reply = await answerTo(site.ctx, member.actorId, topic, "The panel, after @fay_quinn looked at it.");
  path = `/c/case_reviews/t/${idOf(topic.id)}/release`;
});
afterAll(() => site[Symbol.asyncDispose]());

type Form = Record<string, string | readonly string[]>;

const send = (form: Form) => site.browser().post(path, form, scene.cookie("facilitator"));
const chosen = (): Form => ({ posts: [reply.id], target: scene.place.id });

function fieldIn(html: string, name: string): string {
  const found = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];
  return found ?? "";
}

test("Where it is said that who can read is fixed, a new community and releasing items are offered instead", async () => {
  const settings = await site.browser().get("/c/case_reviews/settings", scene.cookie("facilitator"));
  expect(settings.text).toContain("Who can read is fixed since the first post.");
  expect(settings.text).toContain(`href="${OFFER}"`);
  const offer = await site.browser().get(OFFER, scene.cookie("facilitator"));
  expect(offer.text).toContain("Start a new community and release items");
  expect(offer.text).toContain(`href="${path}"`);
  expect(offer.text).toContain('href="/communities/new"');
});

test("Nobody but facilitators is offered it, and where anyone reads there is nothing to release", async () => {
  for (const who of ["member", "outsider", "administrator"] as const)
    for (const page of [OFFER, path])
      expect((await site.browser().get(page, scene.cookie(who))).status, who).not.toBe(200);
  const open = await site.browser().get("/c/road_safety/release", scene.cookie("facilitator"));
  expect(open.text).toContain("Anyone can read this community already");
});

test("What is released and where to is chosen first; nothing is published without both", async () => {
  const page = await site.browser().get(path, scene.cookie("facilitator"));
  for (const said of ["2: Mona Lee", "The panel, after", "Road safety", "anyone"])
    expect(page.text.toLowerCase()).toContain(said.toLowerCase());
  expect(page.text).not.toContain("School meals");
  const none = await send({});
  expect(none.status).toBe(422);
  for (const said of ["Choose at least one post", "Choose a community"]) expect(none.text).toContain(said);
  const elsewhere = await send({ posts: [scene.topic.id], target: scene.place.id });
  expect(elsewhere.text).toContain("Choose at least one post");
});

test("Before it goes out one sees exactly what will be read, by whom, and whose words they are", async () => {
  const look = await send(chosen());
  expect(look.status).toBe(200);
  for (const said of ["A member wrote:", "The panel, after […] looked at it.", "Road safety", "Mona Lee"])
    expect(look.text).toContain(said);
  const shown = /<div class="prose">([\s\S]*?)<\/div>/.exec(look.text)?.[1] ?? "";
  expect(shown).not.toContain("Mona");
  expect(await site.ctx.sql`select 1 from post_releases`).toHaveLength(0);
});

test("Words that were changed after one looked are shown again, and go out only then", async () => {
  const look = await send(chosen());
  const words = { ...chosen(), title: "Signing off", text: "The panel does.", reason: "It helps others." };
  const seen = fieldIn(look.text, "seen");
  const again = await send({ ...words, seen, step: "release" });
  expect(again.status).toBe(422);
  expect(again.text).toContain("You changed the words.");
  const last = await send({ ...words, seen: fieldIn(again.text, "seen"), step: "release" });
  expect(last.to).toMatch(/^\/c\/road_safety\/t\//);
  const item = await site.browser().get(last.to?.split("?")[0] ?? "");
  for (const said of ["Signing off", "The panel does.", "Released by Fay Quinn", "It helps others."])
    expect(item.text).toContain(said);
  for (const secret of ["Mona Lee", "Case reviews", "Who signs off?", idOf(reply.id)])
    expect(item.text).not.toContain(secret);
});

test("Without a reason nothing goes out, and what was written stays in the form", async () => {
  const words = { ...chosen(), title: "Signing off", text: "Kept words.", reason: "" };
  const look = await send(words);
  const refused = await send({ ...words, seen: fieldIn(look.text, "seen"), step: "release" });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Kept words.");
});

test("Members see at the post and in the moderation log that it was released; the offer lists where it is", async () => {
  const thread = await site.browser().get(`/c/case_reviews/t/${idOf(topic.id)}`, scene.cookie("member"));
  expect(thread.text).toContain("A facilitator released words of this post");
  const log = await site.browser().get("/c/case_reviews/moderation-log", scene.cookie("member"));
  expect(log.text).toContain("released something written here to other readers");
  expect(log.text).toContain("It helps others.");
  const offer = await site.browser().get(OFFER, scene.cookie("facilitator"));
  expect(offer.text).toContain("Signing off");
});

test("When a facilitator removes a post, what was released of it goes too", async () => {
  const form = { reason: "It names a child." };
  const at = `/c/case_reviews/t/${idOf(topic.id)}/p/${idOf(reply.id)}/remove`;
  await site.browser().post(at, form, scene.cookie("facilitator"));
  const rows = await site.ctx.sql<{ state: string; html: string }[]>`
    select p.state, p.html from release_sources s join posts p on p.iri = s.release_iri`;
  expect([...rows]).toEqual([{ state: "deleted", html: "" }]);
});

test("Items of a hidden community are released in the same way, and nothing of it is told", async () => {
  const { facilitator } = scene.people;
  const hidden = await createCommunity(site.ctx, facilitator, draftCommunity("Quinzelbrand", "confidential"));
  const first = await ask(site.ctx, facilitator.actorId, hidden.id, "Brimblewick?");
  const where = `/c/${hidden.handle}/t/${idOf(first.id)}/release`;
  const cookie = scene.cookie("facilitator");
  const form = {
    posts: [first.id],
    target: scene.place.id,
    title: "What we do",
    text: "This.",
    reason: "Asked for.",
  };
  const seen = fieldIn((await site.browser().post(where, form, cookie)).text, "seen");
  const { to } = await site.browser().post(where, { ...form, seen, step: "release" }, cookie);
  const item = await site.browser().get(to?.split("?")[0] ?? "", scene.cookie("outsider"));
  expect(item.text).toContain("What we do");
  for (const secret of ["Quinzelbrand", "Brimblewick", hidden.handle])
    expect(item.text).not.toContain(secret);
  const told = await site.ctx.sql`select 1 from activities where community_id = ${hidden.id}`;
  expect(told).toHaveLength(0);
});
