import { expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { reading } from "../../node/context.ts";
import { invitePerson } from "../../node/invitations/invite.ts";
import { ANYONE, type Viewer } from "../../node/visibility/viewer.ts";
import { PASSWORD } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { openNoticeNode } from "../support/notices.ts";
import { browserOn, webAppFor } from "../support/web.ts";

const JSON_ONLY = { accept: "application/json" };

test("A facilitator finds somebody and invites them; they are told by mail, look, and join a community by invitation with one button", async () => {
  await using node = await openNoticeNode();
  const [ruth, dev, eve] = [
    await node.person("Ruth Hallam"),
    await node.person("Dev Gill"),
    await node.person("Eve Marsh"),
  ];
  const draft = { ...draftCommunity("Food waste", "closed"), joining: "invitation" as const };
  await createCommunity(node.ctx, ruth, draft);
  const browserOf = async (email: string) => {
    const browser = browserOn(webAppFor(node.ctx), node.ctx.iris.origin);
    await browser.post("/sign-in", { email, password: PASSWORD });
    return browser;
  };
  const [hers, his, eves] = [
    await browserOf(ruth.email),
    await browserOf(dev.email),
    await browserOf(eve.email),
  ];
  expect((await his.get("/c/food_waste/invitations")).status).toBe(403);
  expect((await his.get("/c/food_waste")).text).toContain("By invitation only");
  const found = await hers.get("/c/food_waste/invitations?q=gill");
  expect(found.text).toContain("Dev Gill");
  const words = "Your caddies interest us.";
  const sent = await hers.post("/c/food_waste/invitations", {
    act: "invite",
    person: dev.actorId,
    words,
    q: "gill",
  });
  expect(sent.to).toBe("/c/food_waste/invitations?q=gill&done=invite-sent");
  const [mail, ...more] = await node.settle();
  expect(more).toEqual([]);
  expect([mail?.to, mail?.subject]).toEqual([
    dev.email,
    "Ruth Hallam (Sunderland City Council) invites you to Food waste",
  ]);
  expect(mail?.text, "what was written for members stays here").not.toContain(words);
  const again = await hers.post(
    "/c/food_waste/invitations",
    { act: "invite", person: dev.actorId },
    JSON_ONLY,
  );
  expect([again.status, JSON.parse(again.text).code]).toEqual([422, "already-exists"]);
  const list = JSON.parse((await hers.get("/c/food_waste/invitations?q=gill", JSON_ONLY)).text);
  expect(list.candidates[0].standing).toBe("invited");
  expect(list.sent[0]).toMatchObject({ state: "pending", person: { name: "Dev Gill" } });
  const mine = JSON.parse((await his.get("/invitations", JSON_ONLY)).text);
  const [{ id }] = mine.invitations;
  const path = (await his.get("/c/food_waste")).text.match(/\/invitations\/[0-9a-z]{26}/)?.[0] ?? "";
  expect((await his.get(path)).text).toContain(words);
  expect((await eves.get(path)).status, id).toBe(404);
  expect((await eves.post(path, { answer: "accept" })).status).toBe(404);
  expect((await his.post(path, { answer: "accept" })).to).toBe("/c/food_waste?done=joined");
  expect((await his.get("/c/food_waste/members")).status).toBe(200);
  expect((await his.get(path)).text).toContain("You have accepted this invitation.");
  await hers.post("/c/food_waste/invitations", { act: "invite", person: eve.actorId });
  await node.settle();
  const waits = JSON.parse((await hers.get("/c/food_waste/invitations", JSON_ONLY)).text).sent[0];
  await hers.post("/c/food_waste/invitations", { act: "withdraw", invitation: waits.id });
  expect(JSON.parse((await eves.get("/invitations", JSON_ONLY)).text)).toEqual({ invitations: [] });
  expect((await eves.get("/c/food_waste")).text).toContain("By invitation only");
});

test("The mail of an invitation to a hidden community says only that there is one", async () => {
  await using node = await openNoticeNode();
  const [ruth, dev] = [await node.person("Ruth Hallam"), await node.person("Dev Gill")];
  await createCommunity(node.ctx, ruth, draftCommunity("Food waste", "closed"));
  await node.ctx.sql`update communities set level = 'confidential', join_policy = 'invitation'`;
  const hers = browserOn(webAppFor(node.ctx), node.ctx.iris.origin);
  await hers.post("/sign-in", { email: ruth.email, password: PASSWORD });
  await hers.post("/c/food_waste/invitations", { act: "invite", person: dev.actorId, words: "Come in." });
  const [mail] = await node.settle();
  expect(mail?.subject).toBe("You have an invitation");
  expect(mail?.text).toContain("You have an invitation. Sign in to see it.");
  for (const secret of ["Food waste", "food_waste", "Ruth", "Come in"])
    expect(JSON.stringify(mail), secret).not.toContain(secret);
});

test("PostgreSQL itself shows an invitation to whoever is invited, whoever invited and who facilitates, and to nobody else", async () => {
  await using node = await openNoticeNode();
  const [ruth, dev, eve] = [
    await node.person("Ruth Hallam"),
    await node.person("Dev Gill"),
    await node.person("Eve Marsh"),
  ];
  const { id: communityId } = await createCommunity(node.ctx, ruth, draftCommunity("Food waste", "closed"));
  await invitePerson(node.ctx, { inviterId: ruth.actorId, communityId, personId: dev.actorId, words: "" });
  const seen = (viewer: Viewer) =>
    reading(node.ctx, viewer, async (r) => (await r.sql`select 1 from invitations`).length);
  const as = ({ actorId, accountId }: typeof ruth): Viewer => ({ kind: "person", actorId, accountId });
  expect([await seen(as(ruth)), await seen(as(dev)), await seen(as(eve)), await seen(ANYONE)]).toEqual([
    1, 1, 0, 0,
  ]);
});
