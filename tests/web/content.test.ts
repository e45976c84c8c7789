import { expect, test } from "vitest";
import { deletePost } from "../../node/posts/delete.ts";
import { openTestSite, signedInOn, type TestSite } from "../support/web.ts";

const RUTH = { name: "Ruth Hallam", email: "ruth.hallam@sunderland.gov.example" };
const DEV = { name: "Devinder Gill", email: "devinder.gill@sunderland.gov.example", address: "192.0.2.11" };
const COUNCILS = [
  { name: "Sunderland City Council", domains: ["sunderland.gov.example"], own: true },
] as const;

async function openSite(): Promise<TestSite> {
  const site = await openTestSite({ config: { councils: COUNCILS } });
  return site;
}

const COMMUNITY = {
  name: "Food waste",
  purpose: "Getting food waste out of the depot and into the caddy.",
  level: "open",
  language: "en",
  looked: "yes",
};

test("an officer starts a community, asks, is answered and accepts, all without script", async () => {
  await using site = await openSite();
  const ruth = await signedInOn(site, RUTH);
  const dev = await signedInOn(site, DEV);

  const empty = await ruth.post("/communities/new", { name: "", purpose: "", language: "en" });
  expect(empty.status).toBe(422);
  expect(empty.text).toContain("Enter the name of the community");
  expect(empty.text).toContain("Error: Start a community");

  const started = await ruth.post("/communities/new", COMMUNITY);
  expect(started.to).toBe("/c/food_waste?done=created");
  const page = await ruth.get(started.to ?? "");
  expect(page.text).toContain("Nothing has been written here yet");

  const form = await ruth.get("/c/food_waste/new?kind=question");
  const submission = /name="submission" value="([^"]+)"/.exec(form.text)?.[1] ?? "";
  const question = { submission, title: "Do liners help?", text: "We are about to buy them." };
  const asked = await ruth.post("/c/food_waste/new?kind=question", question);
  expect(asked.status).toBe(303);
  const again = await ruth.post("/c/food_waste/new?kind=question", question);
  expect(again.to).toBe(asked.to);

  const thread = (asked.to ?? "").split("?")[0] ?? "";
  const own = await ruth.get(thread);
  expect(own.text).toContain("Members are being told");
  expect(own.text).toContain("Add to your question");
  const read = await dev.get(thread);
  expect(read.text).toContain("Write an answer");
  expect(read.text).toContain("Do liners help?");
  expect(read.text).toContain("Posting also joins you");
  const answered = await dev.post(`${thread}/reply`, {
    text: "Yes: participation rose by **9 points**.",
    submission,
  });
  expect(answered.status).toBe(303);

  const seen = await ruth.get(thread);
  expect(seen.text).toContain("<strong>9 points</strong>");
  const accept = /action="([^"]+\/accept)"/.exec(seen.text)?.[1] ?? "";
  expect((await dev.post(accept)).status).toBe(403);
  // Ruth facilitates here: others' posts she removes, her own she deletes.
  const removals = [...seen.text.matchAll(/href="[^"]+\/p\/(\w+)\/remove"/g)];
  expect(removals.length).toBe(1);
  expect((await ruth.post(accept)).to).toContain("done=accepted");
  expect((await ruth.get(thread)).text).toContain("Accepted answer");
});

test("what a person wrote stands in the form again when something is wrong with it", async () => {
  await using site = await openSite();
  const ruth = await signedInOn(site, RUTH);
  await ruth.post("/communities/new", COMMUNITY);
  const refused = await ruth.post("/c/food_waste/new?kind=topic", {
    title: "",
    text: "Kept words",
  });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Kept words");
  expect(refused.headers.get("cache-control")).toBe("private, no-store");
  const preview = await ruth.post("/c/food_waste/new?kind=topic", {
    title: "A line",
    text: "Some *words*",
    preview: "yes",
  });
  expect(preview.status).toBe(200);
  expect(preview.text).toContain("<em>words</em>");
  expect(preview.text).toContain("Some *words*");
});

test("every post can be reported in two steps, by visitors too", async () => {
  await using site = await openSite();
  const ruth = await signedInOn(site, RUTH);
  await ruth.post("/communities/new", COMMUNITY);
  const asked = await ruth.post("/c/food_waste/new?kind=question", {
    title: "Do liners help?",
    text: "We are about to buy them.",
  });
  const thread = (asked.to ?? "").split("?")[0] ?? "";
  const visitor = site.browser({ address: "192.0.2.77" });
  const page = await visitor.get(thread);
  expect(page.text).toContain("Sign in to reply");
  const report = /href="([^"]+\/report)"/.exec(page.text)?.[1] ?? "";
  const form = await visitor.get(report);
  expect(form.text).toMatch(/value="conduct" checked/);
  const sent = await visitor.post(report, { category: "conduct", words: "", email: "" });
  expect(sent.status).toBe(200);
  expect(sent.text).toContain("Thank you");
  expect((await visitor.post(report, { category: "nonsense" })).status).toBe(422);
});

test("the same addresses answer JSON to programs, and everything has the security headers", async () => {
  await using site = await openSite();
  const ruth = await signedInOn(site, RUTH);
  await ruth.post("/communities/new", COMMUNITY);
  for (const path of ["/", "/communities", "/c/food_waste", "/c/food_waste/members", "/people"]) {
    const answer = await ruth.get(path, { accept: "application/json" });
    expect([path, answer.status, answer.headers.get("content-type")]).toEqual([
      path,
      200,
      "application/json; charset=utf-8",
    ]);
    expect(() => JSON.parse(answer.text)).not.toThrow();
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  }
});

test("pages are kept by the rules: open ones may be asked for again, forms and accounts never", async () => {
  await using site = await openSite();
  const ruth = await signedInOn(site, RUTH);
  await ruth.post("/communities/new", COMMUNITY);
  const page = await ruth.get("/c/food_waste");
  expect(page.headers.get("cache-control")).toBe("private, no-cache");
  const tag = page.headers.get("etag") ?? "";
  expect((await ruth.get("/c/food_waste", { "if-none-match": tag })).status).toBe(304);
  const visitor = site.browser();
  expect((await visitor.get("/c/food_waste")).headers.get("cache-control")).toContain("public");
  expect((await visitor.get("/c/food_waste")).headers.get("vary")).toBe(
    "Accept, Authorization, Cookie, Accept-Language, Accept-Encoding",
  );
  expect((await ruth.get("/communities/new")).headers.get("cache-control")).toBe("private, no-store");
});

test("pages about the site stand in both languages, and the language stays where one is", async () => {
  await using site = await openSite();
  const visitor = site.browser();
  expect((await visitor.get("/house-rules")).text).toContain("House rules");
  const chosen = await visitor.post("/language", { language: "cy", next: "/accessibility" });
  expect(chosen.to).toBe("/accessibility");
  expect((await visitor.get("/accessibility")).text).toContain('<html lang="cy"');
  expect((await visitor.get("/privacy")).text).toContain("Preifatrwydd");
  expect((await visitor.get("/nothing/here")).status).toBe(404);
  const elsewhere = await visitor.post("/language", { language: "en", next: "//other.example/" });
  expect(elsewhere.to).toBe("/");
});

test("a session that ends in the middle of writing loses no word and posts once", async () => {
  await using site = await openSite();
  const ruth = await signedInOn(site, RUTH);
  await ruth.post("/communities/new", COMMUNITY);
  const form = await ruth.get("/c/food_waste/new?kind=question");
  const submission = /name="submission" value="([^"]+)"/.exec(form.text)?.[1] ?? "";
  const question = { submission, title: "Do liners help?", text: "Half an hour of typing." };
  const session = new Map(ruth.cookies);
  ruth.cookies.clear();
  const refused = await ruth.post("/c/food_waste/new?kind=question", question);
  expect(refused.status).toBe(401);
  expect(refused.text).toContain("Half an hour of typing.");
  expect(refused.text).toContain(`value="${submission}"`);
  expect(refused.text).toContain('action="/c/food_waste/new?kind=question"');
  for (const [name, value] of session) ruth.cookies.set(name, value);
  const posted = await ruth.post("/c/food_waste/new?kind=question", question);
  const again = await ruth.post("/c/food_waste/new?kind=question", question);
  expect([posted.status, again.to]).toEqual([303, posted.to]);
  expect((await ruth.get("/c/food_waste")).text.match(/class="topic"/g)).toHaveLength(1);
});

test("search engines and news readers get a community only after its facilitator said so", async () => {
  await using site = await openSite();
  const ruth = await signedInOn(site, RUTH);
  await ruth.post("/communities/new", COMMUNITY);
  await ruth.post("/c/food_waste/new?kind=topic", { title: "Liners & <caddies>", text: "A line." });
  const visitor = site.browser();
  expect((await visitor.get("/c/food_waste/feed.atom")).status).toBe(404);
  expect((await visitor.get("/c/food_waste")).text).toContain('<meta name="robots" content="noindex"/>');
  const settings = {
    name: COMMUNITY.name,
    purpose: COMMUNITY.purpose,
    language: "en",
    reach: ["indexable", "feed"],
  };
  expect((await ruth.post("/c/food_waste/settings", settings)).to).toContain("done=changed");
  const feed = await visitor.get("/c/food_waste/feed.atom");
  expect([feed.status, feed.headers.get("content-type")]).toEqual([
    200,
    "application/atom+xml; charset=utf-8",
  ]);
  expect(feed.text).toContain("<title>Liners &#38; &#60;caddies&#62;</title>");
  const tag = feed.headers.get("etag") ?? "";
  const asked = (headers: Record<string, string>) => visitor.get("/c/food_waste/feed.atom", headers);
  expect((await asked({ "if-none-match": tag })).status).toBe(304);
  const [post] = await site.ctx.sql<{ id: string; author_id: string }[]>`select id, author_id from posts`;
  const about = { actorId: post?.author_id ?? "", postId: post?.id ?? "" };
  const path = /<link href="[^"]*(\/c\/food_waste\/t\/(\w+))"/.exec(
    feed.text.slice(feed.text.indexOf("<entry")),
  );
  const edit = { title: "Liners, again", text: "Two lines.", revision: "1" };
  await ruth.post(`${path?.[1]}/p/${path?.[2]}/edit`, edit);
  const edited = await asked({ "if-none-match": tag });
  expect(edited.text).toContain("<title>Liners, again</title>");
  const times = /<published>(.+)<\/published>\n<updated>(.+)<\/updated>/.exec(edited.text);
  expect(String(times?.[2]) > String(times?.[1])).toBe(true);
  for (const state of ["pending", "held", "declined", "removed", "deleted"]) {
    await site.ctx.sql`update posts set state = ${state}`;
    const without = await asked({ "if-modified-since": edited.headers.get("last-modified") ?? "" });
    expect([without.status, without.text.includes("<entry"), without.text.includes("Liners")]).toEqual([
      200,
      false,
      false,
    ]);
  }
  await site.ctx.sql`update posts set state = 'accepted'`;
  await deletePost(site.ctx, about);
  expect((await asked({})).text).not.toContain("<entry");
  const page = await visitor.get("/c/food_waste");
  expect(page.text).not.toContain("noindex");
  expect(page.text).toContain('href="/c/food_waste/feed.atom"');
  expect((await site.browser().post("/c/food_waste/settings", settings)).status).toBe(401);
  await ruth.post("/c/food_waste/settings", { ...settings, reach: "indexable" });
  expect([(await asked({})).status, (await asked({ "if-none-match": tag })).status]).toEqual([404, 404]);
});
