import { expect, test } from "vitest";
import { idOf } from "../../node/ids.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { removeMember } from "../../node/memberships/remove.ts";
import type { OutgoingMail } from "../../node/ports.ts";
import { removePost } from "../../node/posts/remove.ts";
import { PASSWORD } from "../support/accounts.ts";
import { joinAll, type NoticeNode, openNoticeNode, type Person } from "../support/notices.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

test("A reply stands on the notifications page as a link that leads to it, and opening it marks it read", async () => {
  await using node = await openNoticeNode();
  const { asha, browser, topic } = await replied(node);
  const list = await browser.get("/notifications");
  expect(list.status).toBe(200);
  expect(list.text).toContain("Huw Evans (Sunderland City Council) replied to you in “Rota cover”");
  expect(list.headers.get("cache-control")).toBe("private, no-store");
  const [, link = ""] = /href="(\/notifications\/[0-9a-f-]{36})"/.exec(list.text) ?? [];
  expect((await browser.get(link)).to).toMatch(
    /^\/c\/kinship_care\/t\/[0-9a-z]{26}\?post=[0-9a-z]{26}#post-[0-9a-z]{26}$/,
  );
  expect((await unread(node, asha)).length).toBe(0);
  await browser.post("/notifications/read", { notice: link.slice(15), read: "no" });
  expect((await unread(node, asha)).length).toBe(1);
  expect((await browser.post("/notifications/read", { all: "yes" })).to).toBe("/notifications?done=read");
  expect((await unread(node, asha)).length).toBe(0);
  await browser.post("/notifications/read", { notice: link.slice(15), read: "no" });
  expect((await browser.get("/communities")).text).toContain("1 unread");
  const thread = `/c/kinship_care/t/${idOf(topic)}`;
  expect((await browser.get(thread)).text, "the page that tells counts no more what it shows").not.toContain(
    "1 unread",
  );
  expect((await unread(node, asha)).length).toBe(0);
});

test("Somebody removed from a hidden community reads that it ended, and nothing else of what they were told there", async () => {
  await using node = await openNoticeNode();
  const [asha, huw] = [await node.person("Asha Patel"), await node.person("Huw Evans")];
  const communityId = await node.community(huw, "Zephyrine review", "confidential");
  await node.ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    values (${communityId}, ${asha.actorId}, 'active', now(), now())`;
  const topic = await node.post(asha, communityId, { title: "Quillon rota" });
  await node.post(huw, communityId, { kind: "reply", parentId: topic.id, text: "As before." });
  await removePost(node.ctx, { postId: topic.id, actorId: huw.actorId, reason: "Not ours to say." });
  await node.settle();
  const browser = browserOn(webAppFor(node.ctx), node.ctx.iris.origin);
  const signIn = () => browser.post("/sign-in", { email: asha.email, password: PASSWORD });
  await signIn();
  expect((await browser.get("/notifications")).text).toContain("Zephyrine review");
  node.clock.advance(25 * 60);
  await signIn();
  const act = { byId: huw.actorId, communityId, actorId: asha.actorId, reason: "Moved on." };
  await removeMember(node.ctx, act);
  const [mail, ...others] = await node.settle();
  expect([mail?.to ?? "", others.length]).toEqual([asha.email, 0]);
  for (const text of [mail?.text ?? "", (await browser.get("/notifications")).text])
    expect(text).not.toMatch(/Zephyrine|zephyrine|Quillon|Huw/);
  const listed = await browser.get("/notifications", { accept: "application/json" });
  const { items, unread } = JSON.parse(listed.text);
  const said = { sentence: "Your membership of a hidden community was ended", path: "/notifications" };
  expect([items.length, unread]).toEqual([1, 1]);
  expect(items[0]).toMatchObject({ ...said, community: null, actor: null, title: null });
});

test("What is fetched ahead, or asked for its head only, was read by nobody", async () => {
  await using node = await openNoticeNode();
  const { asha, browser, topic } = await replied(node);
  const [notice = ""] = await unread(node, asha);
  const places = [`/c/kinship_care/t/${idOf(topic)}`, `/notifications/${notice}`];
  const ahead: readonly Record<string, string>[] = [
    { "sec-purpose": "prefetch" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
    { "x-moz": "prefetch" },
  ];
  for (const place of places) {
    for (const headers of ahead) expect((await browser.get(place, headers)).status).toBeLessThan(400);
    expect((await browser.head(place)).status).toBeLessThan(400);
    await browser.get("/notifications");
    expect(await unread(node, asha), place).toEqual([notice]);
  }
  for (const place of places) {
    await browser.get(place);
    expect(await unread(node, asha), `${place} was opened`).toEqual([]);
    await browser.post("/notifications/read", { notice, read: "no" });
  }
});

test("Who decided a request reads the name, and the second facilitator who comes by the mail reads who did", async () => {
  await using node = await openNoticeNode();
  const app = webAppFor(node.ctx);
  const people = [await node.person("Asha Patel"), await node.person("Huw Evans")] as const;
  const [asha, huw] = people;
  const community = await node.community(asha, "Fostering Panels", "restricted");
  const asked = await joinCommunity(node.ctx, {
    actorId: huw.actorId,
    communityId: community,
    words: "I chair ours.",
  });
  const [browser, waiting] = [await signIn(node, app, asha), await signIn(node, app, huw)];
  expect((await waiting.get("/c/fostering_panels")).text).toContain("Asha Patel decides.");
  const requests = "/c/fostering_panels/requests";
  const decision = { request: asked.id, decision: "approve", reason: "" };
  const { to } = await browser.post(requests, decision);
  expect((await browser.get(to ?? "")).text).toContain("Huw Evans is now a member and has been told.");
  const late = await browser.get(`${requests}?request=${asked.id}`);
  expect(late.text).toContain("Asha Patel approved the request of Huw Evans on");
  const second = await browser.post(requests, { ...decision, decision: "decline", reason: "No room." });
  expect(second.to, "whoever decides second is led to what was decided").toBe(
    `${requests}?request=${asked.id}`,
  );
  expect((await browser.get(second.to ?? "")).text).toContain(
    "Asha Patel approved the request of Huw Evans on",
  );
  const asJson = { accept: "application/json" };
  expect((await browser.post(requests, decision, asJson)).status).toBe(409);
  expect((await waiting.get(`${requests}?request=${asked.id}`)).status).toBe(403);
  const members = (await browser.get("/c/fostering_panels/members")).text;
  expect(members, "the list names both").toContain("Sunderland City Council: 2");
  const anyone = browserOn(app, node.ctx.iris.origin);
  expect((await anyone.get("/c/fostering_panels/members")).text).toContain("fewer than 5");
});

test("Notifications are one's own: a visitor signs in first, and others get no more than an unknown address", async () => {
  await using node = await openNoticeNode();
  const { huw, app, asha } = await replied(node);
  const [id = ""] = await unread(node, asha);
  expect((await browserOn(app, node.ctx.iris.origin).get("/notifications")).to).toBe(
    "/sign-in?next=%2Fnotifications",
  );
  const other = await signIn(node, app, huw);
  expect((await other.get(`/notifications/${id}`)).status).toBe(404);
  expect((await other.get("/notifications/0199d8a0-0000-7000-8000-000000000001")).status).toBe(404);
  await other.post("/notifications/read", { notice: id });
  expect((await unread(node, asha)).length).toBe(1);
  const json = await other.get("/notifications", { accept: "application/json" });
  expect(JSON.parse(json.text)).toMatchObject({ items: [], unread: 0 });
});

test("A mail program stops mails with one POST; a scanner that opens the link stops nothing", async () => {
  await using node = await openNoticeNode();
  const { asha, huw, app, community, topic, mail } = await replied(node);
  const link = new URL(/<(\S+)>/.exec(mail.headers["List-Unsubscribe"] ?? "")?.[1] ?? "").pathname;
  const nobody = browserOn(app, node.ctx.iris.origin);
  expect((await nobody.get(link)).text).toContain("You will get no more emails about “Rota cover”.");
  const reply = () => node.post(huw, community, { kind: "reply", parentId: topic, text: "More" });
  await reply();
  expect(await node.settle()).toHaveLength(1);
  const oneClick = { "List-Unsubscribe": "One-Click" };
  const stopped = await nobody.post(link, oneClick, { "sec-fetch-site": "cross-site" });
  expect([stopped.status, stopped.to]).toEqual([200, null]);
  await reply();
  expect(await node.settle()).toEqual([]);
  expect((await unread(node, asha)).length).toBe(3);
  expect((await nobody.post(`${link}/undo`, {}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await nobody.post(`${link}/undo`)).status).toBe(200);
  await reply();
  expect(await node.settle()).toHaveLength(1);
  const forged = `${link.slice(0, -3)}${link.endsWith("AAA") ? "BBB" : "AAA"}`;
  expect((await nobody.post(forged, oneClick)).status).toBe(404);
});

test("What is typed is kept for the next device, and a newer text of another device is not overwritten", async () => {
  await using node = await openNoticeNode();
  const { app, browser, asha } = await replied(node);
  const asJson = { accept: "application/json" };
  const place = "/c/kinship_care/new?kind=question";
  const kept = await browser.post("/drafts", { place, title: "Rota", text: "Half a question" }, asJson);
  expect(JSON.parse(kept.text)).toMatchObject({ kind: "kept" });
  const phone = await signIn(node, app, asha);
  const found = JSON.parse((await phone.get(`/drafts?place=${encodeURIComponent(place)}`, asJson)).text);
  expect(found.draft.body).toMatchObject({ title: "Rota", text: "Half a question" });
  const blind = await phone.post("/drafts", { place, title: "Rota", text: "Something else" }, asJson);
  expect([blind.status, JSON.parse(blind.text).draft.body.text]).toEqual([409, "Half a question"]);
  const seen = found.draft.updated;
  expect(
    (await phone.post("/drafts", { place, title: "Rota", text: "Something else", seen }, asJson)).status,
  ).toBe(200);
  const list = await phone.get("/drafts");
  expect(list.text).toContain('href="/c/kinship_care/new?kind=question"');
  expect(
    (await phone.post("/drafts", { place: "/c/unknown/new?kind=topic", text: "x" }, asJson)).status,
  ).toBe(404);
  expect(
    (await browserOn(app, node.ctx.iris.origin).post("/drafts", { place, text: "x" }, asJson)).status,
  ).toBe(401);
});

/** Asha's discussion, a reply by Huw, and Asha signed in. */
async function replied(node: NoticeNode) {
  const app = webAppFor(node.ctx);
  const [asha, huw] = [await node.person("Asha Patel"), await node.person("Huw Evans")];
  const community = await node.community(asha, "Kinship Care");
  await joinAll(node.ctx, community, [huw]);
  const { id: topic } = await node.post(asha, community, { title: "Rota cover" });
  await node.post(huw, community, { kind: "reply", parentId: topic, text: "Ask the pool." });
  const [mail] = await node.settle();
  return {
    asha,
    huw,
    community,
    topic,
    app,
    mail: mail as OutgoingMail,
    browser: await signIn(node, app, asha),
  };
}

async function signIn(node: NoticeNode, app: ReturnType<typeof webAppFor>, person: Person): Promise<Browser> {
  const browser = browserOn(app, node.ctx.iris.origin);
  await browser.post("/sign-in", { email: person.email, password: PASSWORD });
  return browser;
}

async function unread(node: NoticeNode, person: Person): Promise<readonly string[]> {
  const rows = await node.ctx.sql<{ id: string }[]>`
    select id from notices where account_id = ${person.accountId} and read is null and listed`;
  return rows.map((row) => row.id);
}
