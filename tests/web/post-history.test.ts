import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf, uuidOf } from "../../node/ids.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { removePost, restorePost } from "../../node/posts/remove.ts";
import { type Browser, openTestSite, type TestSite } from "../support/web.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

const COUNCILS = [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }];
const JSON_ONLY = { accept: "application/json" };

let site: TestSite;
let scene: WebScene;
beforeAll(async () => {
  site = await openTestSite({ config: { councils: COUNCILS } });
  scene = await fillScene(site.ctx);
});
afterAll(async () => site[Symbol.asyncDispose]());

function browserOf(role: "author" | "visitor"): Browser {
  const browser = site.browser();
  const cookie = scene.cookie(role).cookie;
  const [name = "", value = ""] = cookie?.split("=") ?? [];
  if (cookie !== undefined) browser.cookies.set(name, value);
  return browser;
}

/** The author asks something and changes it twice; returns the path of the post. */
async function changedTwice(author: Browser): Promise<string> {
  const asked = await author.post(`/c/${scene.place.handle}/new?kind=topic`, {
    title: "Crossing patrols in March",
    text: "We pay for *two* patrols.",
  });
  const thread = (asked.to ?? "").split("?")[0] ?? "";
  const post = `${thread}/p/${thread.split("/").at(-1)}`;
  const edit = (title: string, text: string, revision: string) =>
    author.post(`${post}/edit`, { title, text, revision });
  await edit("Crossing patrols in April", "We pay for *three* patrols.", "1");
  await edit("Crossing patrols in April", "We pay for <b>three</b> patrols now.", "2");
  return post;
}

test("Whoever reads a post can read what it said before, with the changes marked word by word", async () => {
  const author = browserOf("author");
  const post = await changedTwice(author);
  const visitor = browserOf("visitor");
  const thread = await visitor.get(post.split("/p/")[0] ?? "");
  expect(thread.text).toContain(`href="${post}/history">edited`);

  const latest = await visitor.get(`${post}/history`);
  expect(latest.status).toBe(200);
  expect(latest.headers.get("cache-control")).toContain("public");
  expect(latest.text).toMatch(/patrols<ins>.* now.*<\/ins>\./);
  expect(latest.text.match(/history\?version=/g)).toHaveLength(3);
  const second = await visitor.get(`${post}/history?version=2`);
  expect(second.text).toMatch(/<del>.*March.*<\/del><ins>.*April.*<\/ins>/);
  expect(second.text).toMatch(/<del>.*two.*<\/del><ins>.*three.*<\/ins>/);
  const first = await visitor.get(`${post}/history?version=1`);
  expect(first.text).toContain("<em>two</em>");
  expect(first.text).not.toMatch(/<ins>|<del>/);
  expect((await visitor.get(`${post}/history?version=4`)).status).toBe(404);
  expect((await visitor.get(`${post}/history?version=x`)).status).toBe(404);

  const json = JSON.parse((await visitor.get(`${post}/history?version=2`, JSON_ONLY)).text);
  expect(json.versions.map((one: { number: number }) => one.number)).toEqual([3, 2, 1]);
  expect(json.complete).toBe(true);
  expect(json.shown).toMatchObject({ number: 2, before: 1, title: "Crossing patrols in April" });
  expect(json.shown.changes.text).toContainEqual({ kind: "removed", text: "two" });
  const welsh = await visitor.get(`${post}/history`, { "accept-language": "cy" });
  expect(welsh.text).toContain("Sut y newidiodd y neges hon");
});

test("A post that was never changed says so, and offers no way to versions that are not there", async () => {
  const visitor = browserOf("visitor");
  const thread = `/c/${scene.place.handle}/t/${idOf(scene.topic.id)}`;
  expect((await visitor.get(thread)).text).not.toContain("/history");
  const page = await visitor.get(`${thread}/p/${idOf(scene.topic.id)}/history`);
  expect(page.text).toContain("Only one version of this post is here.");
});

test("What it said before is gone with the post: hidden while it is removed, for good once its author deletes it", async () => {
  const author = browserOf("author");
  const post = await changedTwice(author);
  const postId = uuidOf(post.split("/").at(-1) ?? "") ?? "";
  const visitor = browserOf("visitor");
  const asked = async (who: Browser) => [
    (await who.get(`${post}/history`)).status,
    (await who.get(`${post}/history?version=1`, JSON_ONLY)).status,
  ];
  const by = { actorId: scene.people.facilitator.actorId, postId };
  await removePost(site.ctx, { ...by, reason: "Names a family." });
  expect([await asked(visitor), await asked(author)]).toEqual([
    [404, 404],
    [404, 404],
  ]);
  expect((await visitor.get(post.split("/p/")[0] ?? "")).text).not.toContain("/history");
  await restorePost(site.ctx, { ...by, reason: "It names nobody." });
  expect(await asked(visitor)).toEqual([200, 200]);
  await deletePost(site.ctx, { actorId: scene.people.author.actorId, postId });
  expect([await asked(visitor), await asked(author)]).toEqual([
    [404, 404],
    [404, 404],
  ]);
});
