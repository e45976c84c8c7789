import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "../../node/context.ts";
import { deletePost } from "../../node/posts/delete.ts";
import { type Answer, openTestSite, type TestSite } from "../support/web.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

let site: TestSite;
let scene: WebScene;
beforeAll(async () => {
  site = await openTestSite({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }] },
  });
  scene = await fillScene(site.ctx);
});
afterAll(() => site[Symbol.asyncDispose]());

/** Asks again until an answer is a kept one: anything at all that is committed on the server lets a page be made anew. */
async function keptAnswer(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  for (let tries = 0; tries < 50; tries++) {
    const answer = await site.browser().get(path, headers);
    if (answer.headers.has("age")) return answer;
  }
  throw new Error(`${path} was made anew every time.`);
}

test("A visitor gets the page of the visitor before while nothing has changed, with every header of its own", async () => {
  const path = `/c/${scene.place.handle}`;
  const first = await site.browser().get(path);
  expect([first.status, first.headers.has("age")]).toEqual([200, false]);
  const second = await keptAnswer(path);
  expect(second.text).toBe(first.text);
  const differing = [...first.headers].filter(([name, value]) => second.headers.get(name) !== value);
  expect(differing.map(([name]) => name)).toEqual(["x-request-id"]);
  const tag = second.headers.get("etag") ?? "";
  const unchanged = await keptAnswer(path, { "if-none-match": tag });
  expect([unchanged.status, unchanged.text]).toEqual([304, ""]);
});

test("What is written, changed or deleted shows at once, and a deleted post is in no kept page", async () => {
  const path = `/c/${scene.place.handle}`;
  const before = await keptAnswer(path);
  expect(before.text).toContain(scene.topic.title);
  await inTransaction(site.ctx, (tx) =>
    deletePost(tx, { actorId: scene.people.author.actorId, postId: scene.topic.id }),
  );
  const after = await site.browser().get(path);
  expect([after.headers.has("age"), after.text.includes(scene.topic.title)]).toEqual([false, false]);
});

test("Who is signed in gets nothing that was kept, and leaves nothing behind", async () => {
  await keptAnswer("/communities");
  const mine = await site.browser().get("/communities", scene.cookie("member"));
  expect([mine.headers.has("age"), mine.headers.get("cache-control")]).toEqual([false, "private, no-cache"]);
  const visitor = await site.browser().get("/communities");
  expect(visitor.headers.get("cache-control")).toMatch(/^public/);
  expect(visitor.text).not.toBe(mine.text);
});

test("Each language, form of answer and host has its own, and a foreign host none", async () => {
  const english = await keptAnswer("/communities");
  const welsh = await site.browser().get("/communities", { "accept-language": "cy" });
  expect([welsh.headers.has("age"), welsh.text === english.text]).toEqual([false, false]);
  const json = await site.browser().get("/communities", { accept: "application/json" });
  expect([json.headers.has("age"), json.headers.get("content-type")]).toEqual([
    false,
    "application/json; charset=utf-8",
  ]);
  const elsewhere = await site.browser().get("/communities", { host: "evil.example" });
  expect([elsewhere.status, elsewhere.headers.has("age")]).toEqual([421, false]);
});

test("Pages with a form of one's own, and pages that are refused, are never kept", async () => {
  for (const path of ["/sign-in", "/join", "/nothing-here"])
    for (let n = 0; n < 3; n++) expect((await site.browser().get(path)).headers.has("age"), path).toBe(false);
});
