import { afterAll, beforeAll, expect, test } from "vitest";
import { findIndexCommunity, listIndexPosts } from "../../node/discovery/rows.ts";
import { idOf } from "../../node/ids.ts";
import { findPostWords } from "../../node/posts/words.ts";
import { readingAll } from "../support/by-index.ts";
import { Canary, fillRoom, peopleFor, type Room } from "../support/canary-scene.ts";
import { statementsOf } from "../support/statements.ts";
import { type Browser, openTestSite, signedInOn, type TestSite } from "../support/web.ts";

let site: TestSite;
let room: Room;
let member: Browser;

beforeAll(async () => {
  site = await openTestSite({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"] }] },
  });
  room = await fillRoom(site.ctx, new Canary(), {
    level: "open",
    people: await peopleFor(site.ctx, "Olive"),
  });
  member = await signedInOn(site, { name: "Rhian Price", email: "rhian@somerset.gov.example" });
});
afterAll(async () => site[Symbol.asyncDispose]());

test("No page that everybody opens, and nothing that is done for each post, goes through all posts of the site", async () => {
  const { ctx } = site;
  const statements = statementsOf(ctx);
  const thread = `/c/${room.handle}/t/${idOf(room.topic.id)}`;
  for (const path of ["/communities", `/c/${room.handle}`, `/c/${room.handle}/questions`, thread, "/drafts"])
    expect((await member.get(path)).status, path).toBe(200);
  await listIndexPosts(ctx, [room.topic.id], { version: 1 });
  await listIndexPosts(ctx, [room.topic.id], { version: 1, threads: true });
  await findIndexCommunity(ctx, room.id, 1);
  expect(await findPostWords(ctx, room.topic.iri, null)).not.toBeNull();
  const asked = new Set(statements.take());
  expect(asked.size).toBeGreaterThan(15);
  expect(await readingAll(ctx, asked)).toEqual([]);
});
