import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAppeal } from "../../node/appeals/make.ts";
import { idOf, uuidOf } from "../../node/ids.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { removePost } from "../../node/posts/remove.ts";
import { type HiddenCouncils, startHiddenCouncils } from "../support/hidden-councils.ts";
import { textOfEverything } from "../support/row-counts.ts";
import type { Browser } from "../support/web.ts";

/** Words that stand in nothing else. */
const WHY = { pause: "Chrysoprase.", end: "Rhodonite." };
const CHARTER = { charter_who: "Heads of service, and nobody else." };
const JSON_ONLY = { accept: "application/json" };

let scene: HiddenCouncils;
let hers: Browser;
let theirs: Browser;
let place = "";
let elsewhere = "";
/** Pages of Rhian, of Nell and of Martin, at Amara's council. */
let rhians = "";
let nells = "";
let martins = "";
beforeAll(async () => {
  scene = await startHiddenCouncils();
  ({ hers, theirs, place, elsewhere } = scene);
  const pageOf = (id: string) => `${place}/members/${idOf(id)}`;
  rhians = pageOf(await scene.idThere(scene.rhian));
  nells = pageOf(scene.nell.actorId);
  martins = pageOf(scene.councils.martin.actorId);
});
afterAll(() => scene.councils[Symbol.asyncDispose]());

async function stateOf(path: string) {
  const id = uuidOf(path.slice(-26)) ?? "";
  const [row] = await scene.councils.somerset.ctx.sql`
    select state, role, reason, paused_until as until from memberships
    where community_id = ${scene.communityId} and actor_id = ${id}`;
  return row;
}

test("A facilitator of another council finds everybody in the list, with what they may decide; others and themselves not", async () => {
  const list = (await hers.get(`${place}/members`)).text;
  for (const path of [rhians, nells, martins]) expect(list).toContain(`href="${path}"`);
  expect(list).not.toContain(`/members/${idOf(await scene.idThere(scene.amara))}`);
  const read = await theirs.get(`${elsewhere}/members`);
  expect([read.status, read.text.includes(`${elsewhere}/members/`)]).toEqual([200, false]);
  const there = rhians.replace(place, elsewhere);
  expect([(await theirs.get(there)).status, (await hers.get(rhians)).status]).toEqual([403, 200]);
  for (const act of ["suspend", "lift", "remove"])
    expect((await theirs.post(nells.replace(place, elsewhere), { act, reason: "No." })).status, act).toBe(
      403,
    );
  const appoint = { person: scene.nell.actorId, act: "appoint" };
  expect((await theirs.post(`${elsewhere}/members`, appoint)).status).toBe(403);
  expect(await stateOf(nells)).toMatchObject({ state: "active", role: "member" });
});

test("They pause somebody's posting with a reason, who is told and writes nothing more, and open it again", async () => {
  const { net } = scene.councils;
  await theirs.get(elsewhere);
  const faults: Record<string, string>[] = [
    { reason: " " },
    { reason: WHY.pause, until: "2020-01-01" },
    { until: "soon" },
  ];
  for (const fields of faults)
    expect((await hers.post(rhians, { act: "suspend", reason: "", ...fields })).status).toBe(422);
  expect(await scene.waitsAt(scene.rhian)).toBe(false);
  const until = new Date(net.clock.now().getTime() + 9 * 86_400_000).toISOString().slice(0, 10);
  const paused = await hers.post(rhians, { act: "suspend", reason: WHY.pause, until });
  expect(paused.to).toBe(`${rhians}?done=member-suspend`);
  expect(await stateOf(rhians)).toMatchObject({ state: "suspended", until: new Date(`${until}T00:00:00Z`) });
  await net.settle();
  expect(await scene.waitsAt(scene.rhian)).toBe(true);
  expect((await theirs.get(elsewhere)).text).toContain(WHY.pause);
  const ask = { kind: "question", title: "May I?", text: "Or not?" };
  expect((await theirs.post(`${elsewhere}/ask`, ask)).status).not.toBe(303);
  expect((await hers.get(`${place}/members`)).text).toContain("Posting paused");
  expect((await hers.get(rhians)).text).toContain(WHY.pause);
  expect((await hers.post(rhians, { act: "lift" })).to).toContain("done=member-lift");
  expect(await stateOf(rhians)).toMatchObject({ state: "active", reason: "" });
  await net.settle();
  expect(await scene.waitsAt(scene.rhian)).toBe(true);
});

test("They name another facilitator and the lead, and take it back, but never leave it without one", async () => {
  const { martin } = scene.councils;
  const members = `${place}/members`;
  const act = (person: string, what: string) => hers.post(members, { person, act: what });
  expect((await act(scene.nell.actorId, "lead")).status).toBe(403);
  expect((await act(scene.nell.actorId, "appoint")).to).toContain("done=changed");
  expect((await act(scene.nell.actorId, "lead")).to).toContain("done=changed");
  const read = () => hers.get(`${place}/about`, JSON_ONLY);
  const { community } = JSON.parse((await read()).text);
  expect(community.facilitators.map(({ name }: { name: string }) => name)).toContain("Nell Frost");
  for (const person of [scene.nell.actorId, martin.actorId])
    expect((await act(person, "step-down")).to).toContain("done=changed");
  expect(await stateOf(martins)).toMatchObject({ role: "member" });
  expect((await act(await scene.idThere(scene.amara), "step-down")).status).toBe(409);
  expect((await act(martin.actorId, "appoint")).to).toContain("done=changed");
});

test("They pin a discussion for everybody, and take the pin out; members do not", async () => {
  const thread = await scene.write(scene.nell, "Where is the file?", "I have looked.");
  const path = `${place}/t/${thread}`;
  expect((await hers.get(path)).text).toContain(`${path}/pin"`);
  const there = `${elsewhere}/t/${thread}`;
  expect((await theirs.get(there)).text).not.toContain(`${there}/pin"`);
  expect((await theirs.post(`${there}/pin`, {})).status).toBe(403);
  expect((await hers.post(`${path}/pin`, {})).to).toContain("done=pinned");
  const pinned = async () => JSON.parse((await theirs.get(there, JSON_ONLY)).text).pinned;
  expect(await pinned()).toBe(true);
  expect((await hers.post(`${path}/unpin`, {})).to).toContain("done=unpinned");
  expect(await pinned()).toBe(false);
});

test("They change what it is called and what is agreed there, which only those who facilitate it may", async () => {
  const { somerset } = scene.councils;
  const settings = `${place}/settings`;
  const page = await hers.get(settings);
  expect([
    page.status,
    page.text.includes('value="Zephyrine review"'),
    page.text.includes("/release"),
  ]).toEqual([...[200, true, false]]);
  const fields = { name: "Zephyrine panel", purpose: "To agree on one form.", language: "en" };
  for (const act of [
    theirs.get(`${elsewhere}/settings`),
    theirs.post(`${elsewhere}/settings`, { ...fields, name: "Theirs" }),
  ])
    expect((await act).status).toBe(403);
  for (const wrong of [{ name: "" }, { name: "x".repeat(500) }, { purpose: " " }]) {
    const refused = await hers.post(settings, { ...fields, ...wrong });
    expect([refused.status, refused.text.includes("There is a problem")]).toEqual([422, true]);
  }
  const changed = await hers.post(settings, { ...fields, ...CHARTER, themes: ["children"] });
  expect(changed.to).toBe(`${settings}?done=changed`);
  const read = await theirs.get(`${elsewhere}/about`);
  for (const said of ["Zephyrine panel", "To agree on one form.", Object.values(CHARTER)[0] ?? ""])
    expect(read.text).toContain(said);
  const [row] = await somerset.ctx.sql`
    select level, join_policy as joining, indexable, feed, themes from communities where id = ${scene.communityId}`;
  expect(row).toEqual({
    ...{ level: "confidential", joining: "invitation", indexable: false, feed: false, themes: ["children"] },
  });
});

test("Somebody of another council who begins to facilitate is told when an appeal waits for them already", async () => {
  const { net, somerset, martin } = scene.councils;
  const thread = await scene.write(scene.nell, "Who told them?", "It was in the paper.");
  const postId = uuidOf(thread) ?? "";
  await removePost(somerset.ctx, { actorId: martin.actorId, postId, reason: "It is not so." });
  const role = { byId: martin.actorId, communityId: scene.communityId };
  const [amara, rhian] = [await scene.idThere(scene.amara), await scene.idThere(scene.rhian)];
  await changeRole(somerset.ctx, { ...role, actorId: amara, facilitator: false });
  await makeAppeal(somerset.ctx, { authorId: scene.nell.actorId, postId, words: "It was." });
  await net.settle();
  for (const [by, at] of [
    [hers, place],
    [theirs, elsewhere],
  ] as const)
    await by.get(at);
  await net.settle();
  expect(await Promise.all([scene.waitsAt(scene.amara), scene.waitsAt(scene.rhian)])).toEqual([false, false]);
  await changeRole(somerset.ctx, { ...role, actorId: amara, facilitator: true });
  await net.settle();
  expect(await Promise.all([scene.waitsAt(scene.amara), scene.waitsAt(scene.rhian)])).toEqual([true, false]);
  expect((await stateOf(`/${idOf(rhian)}`))?.role).toBe("member");
});

test("They end a membership with a reason: whoever it was reads nothing more, and at their council nothing is left", async () => {
  const { net, wiltshire } = scene.councils;
  expect((await hers.post(rhians, { act: "remove", reason: "" })).status).toBe(422);
  const removed = await hers.post(rhians, { act: "remove", reason: WHY.end });
  expect(removed.to).toBe(`${place}/members?done=member-remove`);
  expect(await stateOf(rhians)).toMatchObject({ state: "ended" });
  expect((await theirs.get(elsewhere)).status).toBe(404);
  await net.settle();
  expect(await wiltshire.ctx.sql`select 1 from hidden_places`).toEqual([]);
  expect((await hers.post(rhians, { act: "suspend", reason: "Late." })).status).toBe(403);
});

test("Who was never in it is not there for its facilitators, whatever else this node knows of them", async () => {
  const { somerset } = scene.councils;
  const other = await scene.councils.officer(somerset, "Otto Lane");
  const nobody = idOf(other.actorId).replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  const answers = [];
  for (const id of [idOf(other.actorId), nobody]) {
    const path = `${place}/members/${id}`;
    const asked = [await hers.get(path, JSON_ONLY), await hers.post(path, { act: "remove", reason: "No." })];
    answers.push(
      asked.map(({ status, text }) => [status, text.replaceAll(id, "ID").replace(/"request":"[^"]+"/, "")]),
    );
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]?.map(([status]) => status)).toEqual([404, 404]);
});

test("No reason stands at another council, and nothing is given to the wire about any of it", async () => {
  const { somerset, sunderland, wiltshire } = scene.councils;
  expect(await textOfEverything(somerset.ctx), "it is found where it is kept").toContain(WHY.end);
  for (const { ctx } of [sunderland, wiltshire]) {
    const kept = await textOfEverything(ctx);
    for (const word of Object.values(WHY)) expect(kept).not.toContain(word);
  }
  // No activity either, which somebody could come to ask for.
  const made = await somerset.ctx.sql`select type from activities where community_id = ${scene.communityId}
    union all select type from log_entries where community_id = ${scene.communityId}
    union all select 'a delivery' from deliveries where community_id = ${scene.communityId}`;
  expect(made).toEqual([]);
});
