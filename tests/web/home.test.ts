import { expect, test } from "vitest";
import { completeWelcome } from "../../node/accounts/choices.ts";
import { PASSWORD } from "../support/accounts.ts";
import { joinAll, type NoticeNode, openNoticeNode, type Person } from "../support/notices.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const TITLE = "Who covers the rota in August?";

/** Signs in: what a visit is. */
async function visit(node: NoticeNode, { accountId, email }: Person): Promise<Browser> {
  await completeWelcome(node.ctx, accountId);
  const browser = browserOn(webAppFor(node.ctx), node.ctx.iris.origin);
  await browser.post("/sign-in", { email, password: PASSWORD });
  return browser;
}

/** One part of Home: its heading, and what stands under it. */
async function partOf(browser: Browser, id: string): Promise<string> {
  const { text } = await browser.get("/");
  return new RegExp(`<section aria-labelledby="${id}">(.*?)</section>`, "s").exec(text)?.[1] ?? "";
}

test("What is new since the last visit stands on Home at the next one, and no longer at the one after", async () => {
  await using node = await openNoticeNode();
  const [asha, huw] = [await node.person("Asha Patel"), await node.person("Huw Evans")];
  const community = await node.community(huw, "Kinship Care");
  await joinAll(node.ctx, community, [asha]);
  await visit(node, asha);
  await node.post(huw, community, { kind: "question", title: TITLE });

  const second = await visit(node, asha);
  for (const look of ["at first", "and again in the same visit"]) {
    const news = await partOf(second, "news");
    expect(news, look).toContain("New since your last visit");
    expect(news, look).toMatch(/since <time/);
    expect(news, look).toContain(TITLE);
  }
  const news = await partOf(await visit(node, asha), "news");
  expect(news).toContain("New since your last visit");
  expect(news).not.toContain(TITLE);
  expect(news).toContain("Nothing new since you were here.");
  expect(actsIn(news)).toEqual([{ href: "/search", text: "Search" }]);
});

test("Each empty part of Home says what will stand there and names one next act", async () => {
  await using node = await openNoticeNode();
  const [asha, huw] = [await node.person("Asha Patel"), await node.person("Huw Evans")];
  const first = await visit(node, asha);
  const find = { href: "/communities", text: "Find more communities" };
  const answerable = await partOf(first, "answerable");
  expect(answerable).toContain("No question is waiting in your communities and service areas.");
  expect(actsIn(answerable)).toEqual([find]);
  const news = await partOf(first, "news");
  expect(news).toContain("What is new in your communities stands here. Join one to begin.");
  expect(actsIn(news)).toEqual([find]);
  expect((await first.get("/")).text).toContain("You have not joined a community yet");

  const community = await node.community(huw, "Kinship Care");
  await joinAll(node.ctx, community, [asha]);
  const joined = await visit(node, asha);
  expect(actsIn(await partOf(joined, "answerable"))).toEqual([
    { href: "/me", text: "Change your service areas" },
  ]);
  expect(actsIn(await partOf(joined, "news"))).toEqual([{ href: "/search", text: "Search" }]);
  await node.post(huw, community, { kind: "question", title: TITLE });
  expect(await partOf(joined, "answerable")).toContain(TITLE);
  expect(await partOf(joined, "answerable")).not.toContain("empty-state");
});

function actsIn(part: string): readonly { href: string; text: string }[] {
  return [...part.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)].map(([, href = "", text = ""]) => ({
    href,
    text,
  }));
}
