import { afterAll, beforeAll, expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { makeAppeal } from "../../node/appeals/make.ts";
import { takeAppealOutcome } from "../../node/appeals/take-outcome.ts";
import { inTransaction } from "../../node/context.ts";
import { idOf } from "../../node/ids.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { removePost } from "../../node/posts/remove.ts";
import { appoint, signedInAs } from "../support/closed-councils.ts";
import { type HiddenCouncils, startHiddenCouncils } from "../support/hidden-councils.ts";
import { textOfEverything } from "../support/row-counts.ts";
import { type Officer, postIdOn, writePost } from "../support/three-councils.ts";
import type { Browser } from "../support/web.ts";

/** Words that stand in nothing else. */
const WORDS = {
  title: "Tourmaline",
  text: "Vermiculite",
  reason: "Sphalerite",
  appeal: "Labradorite",
  outcome: "Malachite",
  unsent: "Alexandrite",
};

let scene: HiddenCouncils;
let hers: Browser;
let theirs: Browser;
let martins: Browser;
let place = "";
let elsewhere = "";
beforeAll(async () => {
  scene = await startHiddenCouncils();
  ({ hers, theirs, place, elsewhere } = scene);
  martins = await signedInAs(scene.councils.martin);
});
afterAll(() => scene.councils[Symbol.asyncDispose]());

test("An author of another council appeals, once, where nothing is kept, and a facilitator of a third decides", async () => {
  const { net, somerset } = scene.councils;
  const id = await removed(scene.rhian);
  await net.settle();
  const own = `${elsewhere}/t/${id}/p/${id}/appeal`;
  expect((await theirs.get(`${elsewhere}/t/${id}`)).text).toContain(`href="${own}"`);
  await hers.get(`${place}/appeals`);
  expect([await scene.waitsAt(scene.amara), await scene.waitsAt(scene.rhian)]).toEqual([false, false]);
  const form = (await theirs.get(own)).text;
  for (const said of ["Another facilitator of this community", `${WORDS.reason}.`])
    expect(form).toContain(said);
  expect((await theirs.post(own, { words: " " })).status).toBe(422);
  expect((await theirs.post(own, { words: `${WORDS.appeal}.` })).to).toContain(`${own}?done=appealed`);
  expect((await theirs.get(own)).text).toContain(`${WORDS.appeal}.`);
  expect((await theirs.post(own, { words: "Again." })).status).toBe(409);
  await net.settle();
  expect(await scene.waitsAt(scene.amara)).toBe(true);
  expect((await hers.get(own.replace(elsewhere, place))).status, "not hers").toBe(403);
  expect((await hers.post(own.replace(elsewhere, place), { words: "For them." })).status).toBe(403);
  expect((await hers.get(`${place}/reports`)).text).toContain(`${place}/appeals"`);
  const list = (await hers.get(`${place}/appeals`)).text;
  const one = new RegExp(`href="(${place}/appeals/[0-9a-z]{26})"`).exec(list)?.[1] ?? "";
  const page = (await hers.get(one)).text;
  for (const said of [
    WORDS.title,
    WORDS.text,
    `${WORDS.reason}.`,
    `${WORDS.appeal}.`,
    "Martin Hale removed it",
  ])
    expect(page).toContain(said);
  expect((await hers.post(one, { reason: "" })).text).toContain("Choose what is to happen to the post");
  const decision = { outcome: "restored", reason: `${WORDS.outcome}.` };
  expect((await hers.post(one, decision)).to).toContain("done=appeal-decided");
  expect(await scene.stateOf(id)).toBe("accepted");
  await net.settle();
  expect(await scene.waitsAt(scene.rhian)).toBe(true);
  const told = (await theirs.get(own)).text;
  for (const said of ["Your appeal was granted on", "Decided by Amara Okafor", `${WORDS.outcome}.`])
    expect(told).toContain(said);
  expect((await hers.post(one, decision)).status, "decided").toBe(422);
  expect(await somerset.ctx.sql`select 1 from appeals where state = 'open'`).toEqual([]);
});

test("Whoever removed it decides nothing, nor a member, nor who administers the site, who learns of nothing", async () => {
  const { somerset, martin } = scene.councils;
  const tom = await scene.councils.officer(somerset, "Tom Reed");
  await makeAdministrator(somerset.ctx, { accountId: tom.accountId, by: null });
  const id = await removed(scene.rhian);
  await theirs.post(`${elsewhere}/t/${id}/p/${id}/appeal`, { words: "Please look." });
  const one = await openAppeal();
  const decision = { outcome: "upheld", reason: "So it is." };
  for (const [who, at] of [
    [martins, `/moderation/appeals/${one}`],
    [await signedInAs(tom), `/moderation/appeals/${one}`],
    [theirs, `${elsewhere}/appeals/${one}`],
  ] as const) {
    expect([403, 404]).toContain((await who.get(at)).status);
    expect([403, 404]).toContain((await who.post(at, decision)).status);
  }
  expect((await theirs.get(`${elsewhere}/appeals`)).status).toBe(403);
  expect(await noticesOf(tom)).toEqual([]);
  expect((await martins.get("/moderation/appeals")).text).not.toContain(one);
  await changeRole(somerset.ctx, {
    ...facilitating(martin, false),
    actorId: await scene.idThere(scene.amara),
  });
  for (const at of [`${place}/appeals`, `${place}/appeals/${one}`])
    expect((await hers.get(at)).status, "facilitates no more").toBe(403);
  expect((await hers.post(`${place}/appeals/${one}`, decision)).status).toBe(403);
  expect(await openAppeal()).toBe(one);
  await changeRole(somerset.ctx, {
    ...facilitating(martin, true),
    actorId: await scene.idThere(scene.amara),
  });
  expect((await hers.post(`${place}/appeals/${one}`, decision)).to).toContain("done=appeal-decided");
});

test("What a facilitator of another council removed, its author of this one appeals against, and the lead here decides", async () => {
  const { martin } = scene.councils;
  const { nell } = scene;
  const id = await scene.write(nell, `${WORDS.title}?`, `${WORDS.text}.`);
  await hers.post(`${place}/t/${id}/p/${id}/remove`, { reason: `${WORDS.reason}.` });
  const nells = await signedInAs(nell);
  const own = `${await pathHere(id)}/appeal`;
  expect((await nells.post(own, { words: `${WORDS.appeal}.` })).to).toContain("done=appealed");
  const one = await openAppeal();
  await scene.councils.net.settle();
  expect(await noticesOf(martin)).toContain("appeal");
  expect((await hers.get(`${place}/appeals/${one}`)).status, "she removed it").toBe(404);
  const done = await martins.post(`/moderation/appeals/${one}`, {
    outcome: "upheld",
    reason: `${WORDS.outcome}.`,
  });
  expect(done.to).toContain("done=appeal-decided");
  await scene.councils.net.settle();
  expect(await noticesOf(nell)).toContain("appeal-closed");
  expect((await nells.get(own)).text).toContain(`${WORDS.outcome}.`);
  expect(await scene.stateOf(id)).toBe("removed");
});

test("What is restored, or deleted by its author, needs no decision any more", async () => {
  const restored = await removed(scene.rhian);
  await theirs.post(`${elsewhere}/t/${restored}/p/${restored}/appeal`, { words: "Please look." });
  await hers.post(`${place}/t/${restored}/p/${restored}/restore`, { reason: `${WORDS.outcome}.` });
  await scene.councils.net.settle();
  expect((await theirs.get(`${elsewhere}/t/${restored}/p/${restored}/appeal`)).text).toContain(
    "was granted on",
  );
  const deleted = await removed(scene.rhian);
  await theirs.post(`${elsewhere}/t/${deleted}/p/${deleted}/appeal`, { words: "Please look." });
  await theirs.post(`${elsewhere}/t/${deleted}/p/${deleted}/delete`, {});
  await scene.councils.net.settle();
  expect(await scene.councils.somerset.ctx.sql`select 1 from appeals where state = 'open'`).toEqual([]);
});

test("F-07: what is of another community is not there by its own id", async () => {
  const { somerset, martin } = scene.councils;
  const nell = scene.nell;
  await scene.councils.join(nell);
  await appoint(scene.councils, scene.amara);
  const open = await writePost(nell, await scene.councils.communityOn(somerset), {
    title: "Rota",
    text: "Open.",
  });
  const postId = await postIdOn(somerset, open);
  await removePost(somerset.ctx, { actorId: martin.actorId, postId, reason: "Off topic." });
  const made = await makeAppeal(somerset.ctx, { authorId: nell.actorId, postId, words: "It is not." });
  const [post, one] = [idOf(postId), idOf(made.id)];
  for (const at of [`${place}/appeals/${one}`, `${place}/t/${post}/p/${post}/appeal`])
    expect((await hers.get(at)).status, at).toBe(404);
  const decision = { outcome: "restored", reason: "I say so." };
  expect((await hers.post(`${place}/appeals/${one}`, decision)).status).toBe(404);
  expect((await hers.get(`${place}/appeals`)).text).not.toContain(one);
  expect(await scene.stateOf(post)).toBe("removed");
});

test("By a letter nothing of it is decided, whoever signs", async () => {
  const { somerset, sunderland } = scene.councils;
  const id = await removed(scene.rhian);
  await theirs.post(`${elsewhere}/t/${id}/p/${id}/appeal`, { words: "Please look." });
  const [appeal] = await somerset.ctx.sql<{ id: string; iri: string }[]>`
    select id, iri from appeals where state = 'open' order by created desc limit 1`;
  const [amara] = await sunderland.ctx.sql<{ iri: string }[]>`
    select iri from actors where id = ${scene.amara.actorId}`;
  const iri = `${sunderland.origin}/ap/a/1`;
  const origin = {
    road: "letter",
    activity: { iri, actorIri: amara?.iri ?? "", type: "Resolve", bytes: new Uint8Array() },
  } as const;
  const said = {
    actorIri: amara?.iri ?? "",
    flagIri: appeal?.iri ?? "",
    state: "upheld",
    words: "No.",
  } as const;
  const taken = await inTransaction(somerset.ctx, (tx) => takeAppealOutcome(tx, said, origin));
  expect(taken, "as of an appeal that is not there").toBeNull();
  const [row] = await somerset.ctx.sql<{ state: string }[]>`
    select state from appeals where id = ${appeal?.id ?? ""}`;
  expect(row?.state).toBe("open");
});

test("Nothing of it stands at the councils of the author and the facilitator, and nothing of it was sent", async () => {
  const { somerset, sunderland, wiltshire } = scene.councils;
  const { unsent, ...kept } = WORDS;
  const here = await textOfEverything(somerset.ctx);
  for (const word of Object.values(kept)) expect(here, "it is found where it is kept").toContain(word);
  for (const { ctx } of [sunderland, wiltshire]) {
    const there = await textOfEverything(ctx);
    for (const word of Object.values(WORDS)) expect(there).not.toContain(word);
    expect(await ctx.sql`select 1 from appeals`).toEqual([]);
  }
  expect(
    await somerset.ctx.sql`select kind from deliveries where community_id = ${scene.communityId}
      union all select type from activities where community_id = ${scene.communityId}`,
  ).toEqual([]);
});

test("While its council is away what was typed stands in the open page alone, ready to be sent again", async () => {
  const id = await removed(scene.rhian);
  const own = `${elsewhere}/t/${id}/p/${id}/appeal`;
  const one = await openAppeal();
  await scene.councils.somerset.stop();
  for (const [who, at, fields] of [
    [theirs, own, { words: `${WORDS.unsent}.` }],
    [hers, `${place}/appeals/${one}`, { outcome: "upheld", reason: `${WORDS.unsent}.` }],
    [hers, `${place}/t/${id}/p/${id}/restore`, { reason: `${WORDS.unsent}.` }],
  ] as const) {
    const away = await who.post(at, fields);
    expect(away.status, at).toBe(503);
    expect(away.text).toContain("What you wrote is in this page only");
    expect(away.text).toContain(`action="${at}"`);
    expect(away.text).toMatch(
      new RegExp(`<textarea[^>]*name="(words|reason)"[^>]*>${WORDS.unsent}\\.</textarea>`),
    );
    if ("outcome" in fields) expect(away.text).toContain('type="hidden" name="outcome" value="upheld"');
    expect(away.headers.get("cache-control")).toBe("private, no-store");
    expect((await who.post(at, fields, { accept: "application/json" })).status).toBe(503);
  }
  for (const { ctx } of [scene.councils.sunderland, scene.councils.wiltshire])
    expect(await textOfEverything(ctx)).not.toContain(WORDS.unsent);
});

/** A discussion of somebody's that Martin has removed. */
async function removed(author: Officer): Promise<string> {
  const { somerset, martin } = scene.councils;
  const id = await scene.write(author, `${WORDS.title}?`, `${WORDS.text} in confidence.`);
  const rows = await somerset.ctx.sql<{ id: string }[]>`select id from posts`;
  const postId = rows.find((row) => idOf(row.id) === id)?.id ?? "";
  await removePost(somerset.ctx, { actorId: martin.actorId, postId, reason: `${WORDS.reason}.` });
  return id;
}

async function openAppeal(): Promise<string> {
  const [row] = await scene.councils.somerset.ctx.sql<{ id: string }[]>`
    select id from appeals where state = 'open' and community_id = ${scene.communityId} order by created desc limit 1`;
  return idOf(row?.id ?? "");
}

function facilitating({ actorId }: Officer, facilitator: boolean) {
  return { byId: actorId, communityId: scene.communityId, facilitator };
}

async function pathHere(id: string): Promise<string> {
  const [group] = await scene.councils.somerset.ctx.sql<{ handle: string }[]>`
    select g.handle from communities c join actors g on g.id = c.actor_id where c.id = ${scene.communityId}`;
  return `/c/${group?.handle}/t/${id}/p/${id}`;
}

async function noticesOf({ node, accountId }: Officer): Promise<readonly string[]> {
  const rows = await node.ctx.sql<{ kind: string }[]>`
    select kind from notices where account_id = ${accountId}`;
  return rows.map(({ kind }) => kind);
}
