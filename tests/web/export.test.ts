import { afterAll, beforeAll, expect, test } from "vitest";
import { fromBuffer } from "yauzl";
import { createCommunity } from "../../node/communities/create.ts";
import { findCommunity } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { removePost } from "../../node/posts/remove.ts";
import { archiveParts } from "../../web/export/archive.ts";
import { speechOf } from "../../web/language.ts";
import { answerTo, ask, draftCommunity, type Place } from "../support/attack-scene.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

// A community for members only with two discussions, of which one was removed.

let site: TestSite;
let scene: WebScene;
let room: Place;
const path = "/c/case_reviews/export";
const TEXT = "We asked finance and heard nothing.";
beforeAll(async () => {
  site = await openTestSite({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }] },
  });
  scene = await fillScene(site.ctx);
  const { facilitator, member } = scene.people;
  const { actorId } = facilitator;
  room = await createCommunity(site.ctx, { actorId }, draftCommunity("Case reviews", "closed"));
  const now = site.ctx.clock.now();
  await site.ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    values (${room.id}, ${member.actorId}, 'active', ${now}, ${now})`;
  const topic = await ask(site.ctx, actorId, room.id, "Who <signs> off?");
  await answerTo(site.ctx, member.actorId, topic, "Nobody & nothing.");
  const gone = await ask(site.ctx, member.actorId, room.id, "Zebracorn");
  await removePost(site.ctx, { actorId, postId: gone.id, reason: "It names a pupil." });
});
afterAll(() => site[Symbol.asyncDispose]());

async function send(who: Parameters<WebScene["cookie"]>[0], reason: string): Promise<Response> {
  const { origin } = site.ctx.iris;
  const headers = {
    host: new URL(origin).host,
    "sec-fetch-site": "same-origin",
    "content-type": "application/x-www-form-urlencoded",
    accept: "text/html",
    ...scene.cookie(who),
  };
  const bindings = { incoming: { socket: { remoteAddress: "192.0.2.99" } } };
  const body = new URLSearchParams({ reason }).toString();
  return site.app.fetch(new Request(`${origin}${path}`, { method: "POST", headers, body }), bindings);
}

/** The parts of an archive, read by a program that is not ours. */
function partsOf(zip: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const parts = new Map<string, string>();
    fromBuffer(zip, { lazyEntries: true, strictFileNames: true }, (error, opened) => {
      if (error) return reject(error);
      opened.on("error", reject).on("end", () => resolve(parts));
      opened.on("entry", (entry) => {
        opened.openReadStream(entry, async (failed, stream) => {
          if (failed) return reject(failed);
          const chunks: Buffer[] = [];
          for await (const chunk of stream) chunks.push(chunk as Buffer);
          parts.set(entry.fileName, Buffer.concat(chunks).toString("utf8"));
          opened.readEntry();
        });
      });
      opened.readEntry();
    });
  });
}

test("A facilitator exports a community as an archive: pages to read, JSON, members, and nothing that was removed", async () => {
  const answer = await send("facilitator", "For the audit of 2026.");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/zip"]);
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="case_reviews-.*\.zip"$/);
  const parts = await partsOf(Buffer.from(await answer.arrayBuffer()));
  const names = [...parts.keys()];
  expect(names.filter((name) => name.endsWith(".json")).length).toBe(2);
  const page = [...parts].find(([name]) => /^discussions\/.*\.html$/.test(name))?.[1] ?? "";
  expect(page).toContain("<h1>Who &lt;signs> off?</h1>");
  for (const said of [TEXT, "Nobody &amp; nothing.", "Fay Quinn"]) expect(page).toContain(said);
  const index = parts.get("index.html") ?? "";
  for (const said of ["Case reviews", "For the audit of 2026.", "Fay Quinn", "Mona Lee", "discussions/"])
    expect(index).toContain(said);
  const about = JSON.parse(parts.get("community.json") ?? "{}");
  expect(about).toMatchObject({ name: "Case reviews", level: "closed", exported: { by: "Fay Quinn" } });
  expect(about.members).toHaveLength(2);
  expect([...parts.values()].join(), "what was removed").not.toContain("Zebracorn");
});

test("Its members read in the moderation log who exported it and what for, and it is in the audit record", async () => {
  const log = await site.browser().get("/c/case_reviews/moderation-log", scene.cookie("member"));
  expect(log.text).toContain("exported this community as an archive");
  expect(log.text).toContain("For the audit of 2026.");
  const audit = await site.ctx.sql`
    select account_id, facts from audit_events where kind = 'community.exported'`;
  expect(audit).toMatchObject([
    {
      account_id: scene.people.facilitator.accountId,
      facts: { communityId: room.id, reason: "For the audit of 2026." },
    },
  ]);
});

test("Nobody else exports it, an administrator with emergency access neither; without a reason nobody does", async () => {
  const { accountId } = scene.people.administrator;
  const access = { reason: "The police asked us for it today.", minutes: "15" };
  await site.browser().post("/c/case_reviews/emergency-access", access, scene.cookie("administrator"));
  expect((await site.browser().get("/c/case_reviews", scene.cookie("administrator"))).text).toContain("Who");
  for (const who of ["member", "outsider", "administrator"] as const)
    expect((await send(who, "Because.")).status, who).toBe(403);
  const empty = await send("facilitator", " ");
  expect(empty.status).toBe(422);
  const made = await site.ctx.sql`select 1 from community_exports where account_id = ${accountId}`;
  expect(made).toHaveLength(0);
});

test("A community is exported three times a day and no more", async () => {
  for (const status of [200, 200, 429]) {
    const answer = await send("facilitator", "Again.");
    expect(answer.status).toBe(status);
    await answer.arrayBuffer();
  }
});

test("Whoever loses their part as facilitator while they export gets no more of it", async () => {
  const { ctx } = site;
  const { actorId, accountId } = scene.people.facilitator;
  const viewer = { kind: "person", actorId, accountId } as const;
  const community = await reading(ctx, viewer, (r) => findCommunity(r, viewer, "case_reviews"));
  const said = { speech: speechOf("en"), by: "Fay Quinn", reason: "Once more." };
  const parts = archiveParts({ ctx, viewer, community, ...said });
  expect((await parts.next()).done).toBe(false);
  await ctx.sql`update memberships set role = 'member' where actor_id = ${actorId} and community_id = ${room.id}`;
  await expect(
    (async () => {
      for await (const part of parts) expect(part.name).toMatch(/html$/);
    })(),
  ).rejects.toThrow("not-allowed");
});
