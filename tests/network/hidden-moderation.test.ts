import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf } from "../../node/ids.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { reportPost } from "../../node/moderation/report.ts";
import { type HiddenCouncils, startHiddenCouncils } from "../support/hidden-councils.ts";
import { textOfEverything } from "../support/row-counts.ts";
import { type Officer, writePost } from "../support/three-councils.ts";
import type { Browser } from "../support/web.ts";

/** Words that stand in nothing else. */
const WORDS = { title: "Tourmaline", text: "Vermiculite", reason: "Sphalerite", report: "Labradorite" };

let scene: HiddenCouncils;
let hers: Browser;
let theirs: Browser;
let place = "";
let elsewhere = "";
/** Martin's discussion, and Rhian's. */
let thread = "";
let rhians = "";
beforeAll(async () => {
  scene = await startHiddenCouncils();
  ({ hers, theirs, place, elsewhere } = scene);
  thread = await written(scene.councils.martin, WORDS.title);
  rhians = await written(scene.rhian, "Malachite");
  await scene.councils.net.settle();
});
afterAll(() => scene.councils[Symbol.asyncDispose]());

test("A facilitator of another council removes a post and restores it, with a reason, and its author is told", async () => {
  const { net } = scene.councils;
  await theirs.get(elsewhere);
  const post = `/t/${rhians}/p/${rhians}`;
  expect((await theirs.get(`${elsewhere}/t/${thread}/p/${thread}/remove`)).status).toBe(403);
  const refused = await theirs.post(`${elsewhere}/t/${thread}/p/${thread}/remove`, { reason: "No." });
  expect(refused.status).toBe(403);
  expect((await hers.get(`${place}/t/${rhians}`)).text).toContain(`${place}${post}/remove`);
  expect((await hers.post(`${place}${post}/remove`, { reason: " " })).status).toBe(422);
  const removed = await hers.post(`${place}${post}/remove`, { reason: `${WORDS.reason}.` });
  expect([removed.status, removed.to?.includes("done=removed")]).toEqual([303, true]);
  await net.settle();
  expect(await scene.stateOf(rhians)).toBe("removed");
  expect(await scene.waitsAt(scene.rhian)).toBe(true);
  const read = await theirs.get(`${elsewhere}/t/${rhians}`);
  expect(read.text).toContain(`${WORDS.reason}.`);
  const restored = await hers.post(`${place}${post}/restore`, { reason: "It is fine." });
  expect(restored.status).toBe(303);
  expect(await scene.stateOf(rhians)).toBe("accepted");
});

test("They close a discussion and open it again; nobody else does", async () => {
  const path = `${place}/t/${thread}`;
  const shown = (await hers.get(path)).text;
  expect([shown.includes(`${path}/lock"`), shown.includes(`${path}/move"`)]).toEqual([true, false]);
  expect((await theirs.post(`${elsewhere}/t/${thread}/lock`, { reason: "Done." })).status).toBe(403);
  expect((await hers.get(`${path}/lock`)).status).toBe(200);
  expect((await hers.post(`${path}/lock`, { reason: "Decided." })).to).toContain("done=locked");
  expect((await theirs.get(`${elsewhere}/t/${thread}`)).text).toContain("Decided.");
  expect((await theirs.post(`${elsewhere}/t/${thread}/reply`, { text: "But still." })).status).toBe(422);
  expect((await hers.post(`${path}/unlock`, { reason: "New facts." })).to).toContain("done=unlocked");
});

test("Reports reach them by reference: they are told that something waits, read the queue and decide", async () => {
  const { net, somerset } = scene.councils;
  await hers.get(place);
  await report(thread, scene.nell);
  await net.settle();
  expect(await scene.waitsAt(scene.amara)).toBe(true);
  const queue = await hers.get(`${place}/reports`);
  expect(queue.text).toContain(`${WORDS.report}.`);
  const one = new RegExp(`href="(${place}/reports/[0-9a-z]{26})"`).exec(queue.text)?.[1] ?? "";
  const page = (await hers.get(one)).text;
  for (const said of [WORDS.title, WORDS.text, WORDS.report]) expect(page).toContain(said);
  for (const path of [`${elsewhere}/reports`, one.replace(place, elsewhere)])
    expect((await theirs.get(path)).status, path).toBe(path.endsWith("/reports") ? 403 : 403);
  expect((await hers.post(one, { act: "remove", reason: "" })).status).toBe(422);
  const decided = await hers.post(one, { act: "dismiss", reason: "" });
  expect(decided.to).toContain("done=dismissed");
  const [row] = await somerset.ctx.sql<{ state: string }[]>`select state from reports`;
  expect(row?.state).toBe("dismissed");
  expect((await hers.get(`${place}/reports?show=closed`)).text).toContain(`${WORDS.report}.`);
  const json = JSON.parse((await hers.get(one, { accept: "application/json" })).text);
  expect([json.state, json.mayDecide]).toEqual(["dismissed", false]);
});

test("A reporter of another council is told that it was decided, opens it, and reads what came of it", async () => {
  const { net, wiltshire } = scene.councils;
  await theirs.get(elsewhere);
  const reporting = { category: "conduct", words: `${WORDS.report}.` };
  const sent = await theirs.post(`${elsewhere}/t/${thread}/p/${thread}/report`, reporting);
  expect(sent.status, sent.text).toBe(200);
  expect((await theirs.get(`${elsewhere}/my-reports`)).text).toContain(WORDS.title);
  const queue = await hers.get(`${place}/reports`);
  expect(queue.text, "who reported is never said").not.toContain("Rhian");
  const one = new RegExp(`href="(${place}/reports/[0-9a-z]{26})"`).exec(queue.text)?.[1] ?? "";
  await hers.post(one, { act: "remove", reason: `${WORDS.reason}.` });
  await net.settle();
  expect(await scene.stateOf(thread)).toBe("removed");
  const notices = (await theirs.get("/notifications")).text;
  expect(notices).toContain("Something that you reported was decided. Open it to see what.");
  const listed = (await theirs.get("/notifications", { accept: "application/json" })).text;
  expect(listed).toContain(`${elsewhere}/my-reports`);
  expect((await theirs.get(`${elsewhere}/my-reports`)).text).toContain("Removed");
  expect(
    JSON.parse((await hers.get(`${place}/my-reports`, { accept: "application/json" })).text).items,
  ).toEqual([]);
  const [mail] = await wiltshire.ctx.sql<{ n: number }[]>`
    select count(*)::int as n from notices where kind = 'hidden' and facts ->> 'outcome' = 'answered'`;
  expect(mail?.n).toBe(1);
});

test("Its members read in the moderation log who did what and why, also elsewhere", async () => {
  const log = await theirs.get(`${elsewhere}/moderation-log`);
  expect(log.status).toBe(200);
  for (const said of ["Amara Okafor", `${WORDS.reason}.`, "It is fine.", "Decided.", "New facts."])
    expect(log.text).toContain(said);
  expect(log.headers.get("cache-control")).toBe("private, no-store");
  expect((await theirs.get(`${elsewhere}/about`)).text).toContain(`${elsewhere}/moderation-log`);
});

test("Nothing of it stands at the facilitator's council or the reporter's, and nothing of it was sent", async () => {
  const { somerset, sunderland, wiltshire } = scene.councils;
  expect(await textOfEverything(somerset.ctx), "it is found where it is kept").toContain(WORDS.reason);
  for (const { ctx } of [sunderland, wiltshire]) {
    const kept = await textOfEverything(ctx);
    for (const word of Object.values(WORDS)) expect(kept).not.toContain(word);
    expect(await ctx.sql`select 1 from reports union all select 1 from moderation_acts`).toEqual([]);
  }
  const sent = await somerset.ctx.sql<{ type: string }[]>`
    select distinct a.type from deliveries d join activities a on a.iri = d.activity_iri where d.community_id = ${scene.communityId}`;
  expect(sent).toEqual([]);
});

test("F-07: what they are not to touch is not there, and who facilitates no more does nothing", async () => {
  const { somerset, martin } = scene.councils;
  const open = await writePost(martin, await scene.councils.communityOn(somerset), {
    title: "Elsewhere",
    text: "Open.",
  });
  const [post] = await somerset.ctx.sql<{ id: string }[]>`select id from posts where iri = ${open}`;
  const id = idOf(post?.id ?? "");
  const act = await hers.post(`${place}/t/${id}/p/${id}/remove`, { reason: "Not mine." });
  expect(act.status).toBe(404);
  expect(await scene.stateOf(id)).toBe("accepted");
  await changeRole(somerset.ctx, {
    ...{ byId: martin.actorId, communityId: scene.communityId, facilitator: false },
    actorId: await scene.idThere(scene.amara),
  });
  for (const path of [`/t/${rhians}/p/${rhians}/remove`, `/t/${rhians}/lock`])
    expect((await hers.post(`${place}${path}`, { reason: "Once more." })).status, path).toBe(403);
  expect((await hers.get(`${place}/reports`)).status).toBe(403);
});

function written(by: Officer, title: string): Promise<string> {
  return scene.write(by, `${title}?`, `${WORDS.text} in confidence.`);
}

async function report(postId: string, by: Officer): Promise<void> {
  const { somerset } = scene.councils;
  const [post] = await somerset.ctx.sql<{ id: string }[]>`
    select id from posts where title = ${`${WORDS.title}?`}`;
  expect(idOf(post?.id ?? "")).toBe(postId);
  const about = { postId: post?.id ?? "", category: "conduct", words: `${WORDS.report}.` } as const;
  await reportPost(somerset.ctx, { ...about, by: { accountId: by.accountId, actorId: by.actorId } });
}
