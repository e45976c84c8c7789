import { afterAll, beforeAll, expect, test } from "vitest";
import { peerByOrigin } from "../../node/peers/read.ts";
import { signedInAs } from "../support/closed-councils.ts";
import { type HiddenCouncils, startHiddenCouncils } from "../support/hidden-councils.ts";
import { textOfEverything } from "../support/row-counts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { communityIdOf, type Officer } from "../support/three-councils.ts";
import type { Browser } from "../support/web.ts";

const JSON_ONLY = { accept: "application/json" };

let scene: HiddenCouncils;
let hers: Browser;
let place = "";
let path = "";
beforeAll(async () => {
  scene = await startHiddenCouncils();
  ({ hers, place } = scene);
  path = `${place}/invitations`;
  await scene.councils.net.connect("sunderland", "wiltshire");
});
afterAll(() => scene.councils[Symbol.asyncDispose]());

async function iriOf({ node, actorId }: Officer): Promise<string> {
  const [row] = await node.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${actorId}`;
  return row?.iri ?? "";
}

/** Amara's council has heard of somebody of another one; the row id there. */
async function heardOf(officer: Officer): Promise<string> {
  const { ctx } = scene.councils.sunderland;
  return ctx.ports.remote.bringActor(ctx, await iriOf(officer));
}

/** Somebody whom other councils meet in the open community. */
async function memberOfTheOpen(node: NetworkNode, name: string): Promise<Officer> {
  const officer = await scene.councils.officer(node, name);
  await scene.councils.join(officer);
  await scene.councils.net.settle();
  return officer;
}

async function showsTo(officer: Officer, visibility: string): Promise<void> {
  await officer.node.ctx
    .sql`update actors set profile_visibility = ${visibility} where id = ${officer.actorId}`;
}

interface Shown {
  readonly candidates: readonly { person: { id: string }; standing: string; newHolder: string | null }[];
  readonly sent: readonly { id: string; state: string; person: { name: string } | null }[];
  readonly invited: readonly { personId: string; name: string }[];
}

async function shown(q: string): Promise<Shown> {
  return JSON.parse((await hers.get(`${path}?q=${encodeURIComponent(q)}`, JSON_ONLY)).text);
}

/** The place of an invited person, at their council. */
async function placesOf(officer: Officer) {
  return officer.node.ctx.sql<{ id: string; state: string }[]>`
    select id, state from hidden_places where actor_id = ${officer.actorId}`;
}

test("A facilitator of another council invites a colleague whom only that council knows, who joins and reads", async () => {
  const { net, sunderland, somerset } = scene.councils;
  const tariq = await scene.councils.officer(sunderland, "Tariq Shah");
  await showsTo(tariq, "council");
  for (const q of ["", "Nobody of that name"]) expect((await shown(q)).candidates, q).toEqual([]);
  const found = await shown("Tariq");
  expect(found.candidates.map(({ standing, newHolder }) => [standing, newHolder])).toEqual([["free", null]]);
  expect(await textOfEverything(somerset.ctx), "nobody was asked about him yet").not.toContain("Tariq");
  const page = (await hers.get(`${path}?q=Tariq`)).text;
  expect([page.includes("Tariq Shah"), page.includes(`action="${path}"`)]).toEqual([true, true]);
  const sent = await hers.post(path, { act: "invite", person: tariq.actorId, q: "Tariq" });
  expect(sent.to).toBe(`${path}?q=Tariq&done=invite-sent`);
  await net.settle();
  expect((await placesOf(tariq)).map(({ state }) => state)).toEqual(["invited"]);
  expect((await shown("Tariq")).invited.map(({ name }) => name)).toEqual(["Tariq Shah"]);
  const his = await signedInAs(tariq);
  const list = (await his.get("/hidden")).text;
  const at = /href="(\/hidden\/[0-9a-z]{26})"/.exec(list)?.[1] ?? "";
  const invitation = (await his.get(at)).text;
  for (const words of ["Zephyrine review", "Amara Okafor"]) expect(invitation).toContain(words);
  expect((await his.post(`${at}/join`, {})).to).toContain("done=joined");
  expect((await his.get(`${at}/members`)).text).toContain("Nell Frost");
  expect((await shown("Tariq")).invited).toEqual([]);
});

test("Of people whom the network knows the page says how they stand, before anything is sent", async () => {
  await showsTo(scene.rhian, "network");
  const rhian = await heardOf(scene.rhian);
  const found = await shown("Rhian");
  expect(found.candidates.map(({ person, standing }) => [person.id, standing])).toEqual([[rhian, "member"]]);
  const page = (await hers.get(`${path}?q=Rhian`)).text;
  expect([page.includes("A member already"), page.includes('value="invite"')]).toEqual([true, false]);
  const refused = await hers.post(path, { act: "invite", person: rhian, q: "Rhian" });
  expect([refused.status, refused.text.includes("is a member already")]).toEqual([422, true]);
});

test("Somebody of the community's own council is invited there, without an activity, and it is taken back", async () => {
  const { net, somerset } = scene.councils;
  const gwen = await memberOfTheOpen(somerset, "Gwen Howe");
  const there = await heardOf(gwen);
  expect((await hers.post(path, { act: "invite", person: there })).to).toContain("done=invite-sent");
  await net.settle();
  const [row] = await somerset.ctx.sql`select state, invitee_id as invitee from invitations`;
  expect(row).toEqual({ state: "pending", invitee: gwen.actorId });
  const [sent] = (await shown("Gwen")).sent;
  expect([sent?.person?.name, sent?.state]).toEqual(["Gwen Howe", "pending"]);
  expect((await shown("Gwen")).candidates[0]?.standing).toBe("invited");
  const twice = await hers.post(path, { act: "invite", person: there });
  expect(twice.status).toBe(422);
  expect((await hers.post(path, { act: "withdraw", invitation: sent?.id ?? "" })).to).toContain(
    "done=invite-withdrawn",
  );
  expect((await shown("Gwen")).sent[0]?.state).toBe("withdrawn");
  const hidden = await memberOfTheOpen(somerset, "Ivo Hidden");
  const known = await heardOf(hidden);
  await showsTo(hidden, "hidden");
  expect((await hers.post(path, { act: "invite", person: known })).status, "he is found by nobody").toBe(422);
  const made = await somerset.ctx.sql`select type from activities where community_id = ${scene.communityId}`;
  expect(made).toEqual([]);
});

test("Whoever only is a member reads and sends no invitations", async () => {
  const { theirs, elsewhere, rhian } = scene;
  expect((await theirs.get(`${elsewhere}/invitations`)).status).toBe(403);
  const fields = { act: "invite", person: (await scene.councils.officer(rhian.node, "Una Vale")).actorId };
  expect((await theirs.post(`${elsewhere}/invitations`, fields)).status).toBe(403);
  const taking = { act: "withdraw", person: scene.nell.actorId };
  expect((await theirs.post(`${elsewhere}/invitations`, taking)).status).toBe(403);
  expect((await theirs.get(elsewhere)).text).not.toContain(`${elsewhere}/invitations`);
  expect((await hers.get(place)).text).toContain(path);
});

test("The first of a council needs a yes to its site; one that may not show it is said, and invited by nobody", async () => {
  const { net, somerset, wiltshire } = scene.councils;
  const rhian = await scene.idThere(scene.rhian);
  await somerset.ctx.sql`update memberships set state = 'ended' where actor_id = ${rhian}`;
  const una = await memberOfTheOpen(wiltshire, "Una Price");
  await showsTo(una, "network");
  const there = await heardOf(una);
  expect((await shown("Una Price")).candidates[0]).toMatchObject({
    ...{ standing: "free", newHolder: "Wiltshire" },
  });
  const first = await hers.post(path, { act: "invite", person: there, q: "Una Price" });
  expect([first.status, first.text.includes('name="confirmed"'), first.text.includes("Wiltshire")]).toEqual(
    ...[[422, true, true]],
  );
  expect(await placesOf(una)).toEqual([]);
  const peer = await peerByOrigin(somerset.ctx.sql, wiltshire.origin);
  await somerset.ctx.sql`update peers set reads_hidden = false where id = ${peer?.id ?? ""}`;
  expect((await shown("Una Price")).candidates[0]?.standing).toBe("no-holder");
  const barred = { act: "invite", person: there, confirmed: "yes" };
  expect((await hers.post(path, barred)).status).toBe(422);
  await somerset.ctx.sql`update peers set reads_hidden = true where id = ${peer?.id ?? ""}`;
  expect((await hers.post(path, barred)).to).toContain("done=invite-sent");
  await net.settle();
  expect((await placesOf(una)).map(({ state }) => state)).toEqual(["invited"]);
  const [waiting] = (await shown("Una Price")).invited;
  expect(waiting?.name).toBe("Una Price");
  expect((await hers.post(path, { act: "withdraw", person: waiting?.personId ?? "" })).to).toContain(
    "done=invite-withdrawn",
  );
  await net.settle();
  expect(await placesOf(una)).toEqual([]);
});

test("At the facilitator's own council nothing says whom they invited to what", async () => {
  const { sunderland, somerset } = scene.councils;
  await expect(communityIdOf(sunderland.ctx, scene.councils.groupIri)).resolves.not.toBe("");
  expect(await textOfEverything(somerset.ctx)).toContain("Zephyrine");
  expect(await textOfEverything(sunderland.ctx)).not.toContain("Zephyrine");
  const kept = await sunderland.ctx.sql`select 1 from invitations union all select 1 from hidden_invitations`;
  expect(kept).toEqual([]);
});
