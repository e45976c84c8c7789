import { expect, test } from "vitest";
import { joinCommunity } from "../../node/memberships/join.ts";
import { speechOf } from "../../web/language.ts";
import { PASSWORD } from "../support/accounts.ts";
import { type NoticeNode, openNoticeNode, type Person } from "../support/notices.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

async function signedIn(node: NoticeNode, { email }: Person): Promise<Browser> {
  const browser = browserOn(webAppFor(node.ctx), node.ctx.iris.origin);
  await browser.post("/sign-in", { email, password: PASSWORD });
  return browser;
}

test("Before a community is started one reads who will read it, that this is fixed, and what the levels are not", async () => {
  await using node = await openNoticeNode();
  const page = (await (await signedIn(node, await node.person("Asha Patel"))).get("/communities/new")).text;
  for (const words of [
    ">Open</label>",
    "Anyone on the internet can read this, with your name and council. Anyone on the network can join.",
    ">Open to read, members post</label>",
    "Anyone on the internet can read this, with your name and council. Members post; a facilitator approves who joins.",
    "Who can read cannot be changed after the first post.",
    "These are not government security classifications.",
  ])
    expect(page).toContain(words);
  expect(page).toMatch(/value="open"/);
  expect(page).toMatch(/value="restricted"/);
});

test("Facilitators copy a join link, alone or in an email that is ready; others see neither", async () => {
  await using node = await openNoticeNode();
  const [asha, huw] = [await node.person("Asha Patel"), await node.person("Huw Evans")];
  await node.community(asha, "Kinship Care");
  const page = (await (await signedIn(node, asha)).get("/c/kinship_care/about")).text;
  const [link = ""] = new RegExp(`${node.ctx.iris.origin}/c/kinship_care/join/[^"<\\s]+`).exec(page) ?? [];
  const mail = speechOf("en").t("community.about.mailBody", {
    name: "Kinship Care",
    purpose: "For people who work on Kinship Care.",
    link,
  });
  expect(mail).toMatch(
    /^Hello,\n\nI would like you to join “Kinship Care”.*press Join:\nhttp\S+\/join\/\S+$/s,
  );
  const [, ready] = /<textarea[^>]*id="join-mail"[^>]*>([^<]*)</.exec(page) ?? [];
  expect(ready).toBe(mail);
  for (const other of [await signedIn(node, huw), browserOn(webAppFor(node.ctx), node.ctx.iris.origin)])
    expect((await other.get("/c/kinship_care/about")).text).not.toContain("/join/");
});

test("Whoever waits to be let in reads the date they asked beside the button that takes it back", async () => {
  await using node = await openNoticeNode();
  const [asha, huw] = [await node.person("Asha Patel"), await node.person("Huw Evans")];
  const communityId = await node.community(asha, "Fostering Panels", "restricted");
  const browser = await signedIn(node, huw);
  const before = (await browser.get("/c/fostering_panels")).text;
  expect(before).not.toContain("/c/fostering_panels/withdraw");
  const date = speechOf("en").dateOf(node.ctx.clock.now());
  await joinCommunity(node.ctx, { actorId: huw.actorId, communityId, words: "I chair ours." });
  const page = (await browser.get("/c/fostering_panels")).text;
  expect(page).toMatch(
    new RegExp(`You asked to join on ${date}\\..{0,200}<form action="/c/fostering_panels/withdraw"`, "s"),
  );
});
