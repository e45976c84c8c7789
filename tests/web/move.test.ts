import { afterAll, beforeAll, expect, test } from "vitest";
import { followChanges } from "../../node/changes/follow.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { idOf } from "../../node/ids.ts";
import { tellPeople } from "../../node/notifications/tell.ts";
import type { PostRow } from "../../node/posts/find.ts";
import { answerTo, ask, draftCommunity, type Place } from "../support/attack-scene.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

// The facilitator of the scene's open community runs another open one, and one for members only.

let site: TestSite;
let scene: WebScene;
let fees: Place;
let topic: PostRow;
let reply: PostRow;
let id: string;
beforeAll(async () => {
  site = await openTestSite({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }] },
  });
  scene = await fillScene(site.ctx);
  const { facilitator, member } = scene.people;
  fees = await createCommunity(site.ctx, facilitator, draftCommunity("Fees"));
  topic = await ask(site.ctx, facilitator.actorId, scene.place.id, "What is the fee?");
  reply = await answerTo(site.ctx, member.actorId, topic, "Ten pounds.");
  id = idOf(topic.id);
});
afterAll(() => site[Symbol.asyncDispose]());

const OLD = "/c/road_safety";
const get = (path: string, who: "facilitator" | "member" | "outsider" = "facilitator") =>
  site.browser().get(path, scene.cookie(who));
const send = (path: string, form: Record<string, string>) =>
  site.browser().post(path, form, scene.cookie("facilitator"));

test("A facilitator is offered the communities that can be moved to, and reads what moving means", async () => {
  expect((await get(`${OLD}/t/${id}`)).text).toContain(`href="${OLD}/t/${id}/move"`);
  const page = await get(`${OLD}/t/${id}/move`);
  for (const said of ["Fees", "Only members of the other community can reply there", "You can move it back"])
    expect(page.text).toContain(said);
  expect((await get(`${OLD}/t/${id}/move`, "member")).status).toBe(403);
});

test("Without a place or a reason nothing is moved, and the form says what is missing", async () => {
  const none = await send(`${OLD}/t/${id}/move`, { reason: "Fees." });
  expect(none.status).toBe(422);
  expect(none.text).toContain("Choose a community to move it to");
  const elsewhere = await send(`${OLD}/t/${id}/move`, { reason: "Fees.", target: scene.place.id });
  expect(elsewhere.status).toBe(422);
  const unsaid = await send(`${OLD}/t/${id}/move`, { target: fees.id, reason: "" });
  expect(unsaid.status).toBe(422);
});

test("A moved discussion is read in its new community, and its old address leads there, also a form that is still open", async () => {
  const moved = await send(`${OLD}/t/${id}/move`, { target: fees.id, reason: "It is about fees." });
  expect(moved.to).toBe(`/c/fees/t/${id}?done=moved`);
  const page = await get(`/c/fees/t/${id}?done=moved`, "outsider");
  for (const said of ["What is the fee?", "Ten pounds.", "Fees"]) expect(page.text).toContain(said);
  const old = await get(`${OLD}/t/${id}?page=1`, "outsider");
  expect([old.status, old.to]).toEqual([303, `/c/fees/t/${id}?page=1`]);
  expect((await get(OLD, "outsider")).text).not.toContain("What is the fee?");
  const late = await send(`${OLD}/t/${id}/reply`, { text: "Written before." });
  expect(late.to).toContain(`/c/fees/t/${id}`);
});

test("Both communities' moderation logs say it with its reason, and who wrote in it is told", async () => {
  for (const path of [OLD, "/c/fees"]) {
    const log = await get(`${path}/moderation-log`, "outsider");
    expect(log.text).toContain("moved a discussion between two communities");
    expect(log.text).toContain("It is about fees.");
  }
  const follower = followChanges(site.ctx, "notices", tellPeople);
  await follower.drain();
  await follower.stop();
  const notices = await get("/notifications", "member");
  expect(notices.text).toContain("moved the discussion “What is the fee?”, in which you wrote");
  const seen = await site.ctx.sql`
    select reports.id from reports where post_id = ${reply.id} and community_id <> ${fees.id}`;
  expect(seen).toHaveLength(0);
});

test("It is moved back in the same way, and then the address in between leads back", async () => {
  const back = await send(`/c/fees/t/${id}/move`, { target: scene.place.id, reason: "It was not." });
  expect(back.to).toBe(`${OLD}/t/${id}?done=moved`);
  expect((await get(`/c/fees/t/${id}`, "outsider")).to).toBe(`${OLD}/t/${id}`);
  expect((await get(`${OLD}/t/${id}`, "outsider")).status).toBe(200);
});

test("What members only read cannot be moved, nor can anything be moved to where members only read", async () => {
  const { facilitator } = scene.people;
  const room = await createCommunity(site.ctx, facilitator, draftCommunity("Case reviews", "closed"));
  const secret = idOf((await ask(site.ctx, facilitator.actorId, room.id, "Quinzelbrand?")).id);
  const page = await get(`/c/case_reviews/t/${secret}/move`);
  expect(page.text).toContain("Who can read a discussion is fixed from its first post");
  expect(page.text).toContain(`href="/c/case_reviews/t/${secret}/release"`);
  const refused = await send(`/c/case_reviews/t/${secret}/move`, { target: fees.id, reason: "Please." });
  expect(refused.status).toBe(422);
  expect((await get(`${OLD}/t/${id}/move`)).text).not.toContain("Case reviews");
  const into = await send(`${OLD}/t/${id}/move`, { target: room.id, reason: "Please." });
  expect(into.status).toBe(422);
  expect((await get(`/c/fees/t/${secret}`)).status).toBe(404);
});

test("A program moves with the same form, and reads an old address as the discussion it is now", async () => {
  const headers = { ...scene.cookie("facilitator"), accept: "application/json" };
  const form = await site.browser().get(`${OLD}/t/${id}/move`, headers);
  expect(JSON.parse(form.text).targets.map(({ name }: { name: string }) => name)).toContain("Fees");
  await send(`${OLD}/t/${id}/move`, { target: fees.id, reason: "Once more." });
  const read = await site.browser().get(`${OLD}/t/${id}`, headers);
  expect(JSON.parse(read.text)).toMatchObject({ path: `/c/fees/t/${id}` });
});
