import { afterAll, beforeAll, expect, test } from "vitest";
import { COP_NAMESPACE } from "../../federation/contexts.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { createKeepUp } from "../../federation/keep-up.ts";
import { makeCommunity } from "../../node/communities/create.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { refusalOf } from "../support/accounts.ts";
import { answerTo, draftCommunity, openScene, type Place, type Scene } from "../support/attack-scene.ts";
import type { PeerActor } from "../support/peer-actor.ts";
import { contentBy, openGroup } from "../support/peer-group.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

const now = () => scene.net.clock.now();

/** Something a person of east sends to the node, and then all that follows of it. */
async function send(
  by: PeerActor,
  type: string,
  members: Record<string, Json | undefined>,
): Promise<JsonObject> {
  const { east, north, net } = scene;
  const activity = east.write(by, type, members, now());
  const { status, text } = await east.post(north, activity);
  expect(status, text).toBe(202);
  await net.settle();
  return activity;
}

async function stateOf(person: PeerActor, place: Place): Promise<string | undefined> {
  const [row] = await scene.north.ctx.sql<{ state: string }[]>`select m.state from memberships m
    join actors a on a.id = m.actor_id where a.iri = ${person.iri} and m.community_id = ${place.id}`;
  return row?.state;
}

/** The Group's answers to a request, in order. */
function answersTo(request: JsonObject): JsonObject[] {
  return scene.east.inbox
    .map(({ activity }) => activity as JsonObject)
    .filter((one) => /^(Accept|Reject)$/.test(String(one.type)))
    .filter((one) => JSON.stringify(one.object).includes(JSON.stringify(request.id)));
}

function write(by: PeerActor, place: Place) {
  const object = contentBy(scene.east, by, { in: place.iri, at: now(), title: "May I?" });
  return send(by, "Create", { object, audience: place.iri });
}

test("B-01: in an open community an accepted Follow makes a member, with a grant, and Undo{Follow} ends it", async () => {
  const dora = scene.east.person("dora");
  const follow = await send(dora, "Follow", { object: scene.open.iri, to: [scene.open.iri] });
  expect(await stateOf(dora, scene.open)).toBe("active");
  expect(answersTo(follow)).toMatchObject([
    { type: "Accept", result: { type: "Relationship", subject: dora.iri, "cop:state": "active" } },
  ]);
  await send(dora, "Undo", { object: follow, to: [scene.open.iri] });
  expect(await stateOf(dora, scene.open)).toBe("ended");
});

test("B-02: where joining is by approval a Follow is accepted at once and makes no member", async () => {
  const gwen = scene.east.person("gwen");
  const follow = await send(gwen, "Follow", { object: scene.restricted.iri, to: [scene.restricted.iri] });
  const [accept, ...more] = answersTo(follow);
  expect([accept?.type, accept?.result, more.length]).toEqual(["Accept", undefined, 0]);
  expect(await stateOf(gwen, scene.restricted)).toBeUndefined();
  expect(answersTo(await write(gwen, scene.restricted))).toMatchObject([
    { type: "Reject", "cop:error": "not-member" },
  ]);
});

test("B-03, D-03: whoever asks to follow a closed community from a node that promises nothing is rejected and gets nothing of it", async () => {
  const { north, east, martin } = scene;
  const closed = await makeCommunity(north.ctx, { actorId: martin }, draftCommunity("Closed", "closed"));
  const iago = east.person("iago");
  const before = east.inbox.length;
  const follow = await send(iago, "Follow", { object: closed.iri, to: [closed.iri] });
  expect(answersTo(follow)).toMatchObject([{ type: "Reject" }]);
  expect(await stateOf(iago, closed)).toBeUndefined();
  expect(
    east.inbox
      .slice(before)
      .map(({ activity }) => activity.type)
      .filter((type) => type !== "Update"),
  ).toEqual(["Reject"]);
});

test("B-05: asking again as a member gives the same grant", async () => {
  const erin = scene.east.person("erin");
  const first = await send(erin, "Join", { object: scene.open.iri, to: [scene.open.iri] });
  const again = await send(erin, "Join", { object: scene.open.iri, to: [scene.open.iri] });
  const grant = (request: JsonObject) => (answersTo(request)[0]?.result as JsonObject | undefined)?.id;
  expect(grant(first)).toMatch(/\/memberships\//);
  const [row] = await scene.north.ctx.sql<
    { n: number; iri: string }[]
  >`select count(*)::int as n, min(m.grant_iri) as iri
    from memberships m join actors a on a.id = m.actor_id where a.iri = ${erin.iri}`;
  expect([row?.n, row?.iri]).toEqual([1, grant(first)]);
  expect(grant(again)).toBe(grant(first));
});

/** North as after a restore that forgot what it granted to somebody two hours ago at most. */
async function forget(person: PeerActor): Promise<void> {
  const { sql } = scene.north.ctx;
  await sql`delete from memberships where actor_id = (select id from actors where iri = ${person.iri})`;
  await sql`insert into restorations (noticed, made, how, renewed)
    values (${now()}, ${new Date(now().getTime() - 7_200_000)}, 'restored', ${now()})`;
}

/** A grant that the Group gave, as it came. */
async function granted(person: PeerActor): Promise<JsonObject> {
  const follow = await send(person, "Follow", { object: scene.open.iri, to: [scene.open.iri] });
  const [accept] = answersTo(follow);
  if (!accept) throw new Error("No answer came.");
  return accept;
}

const present = (by: PeerActor, accept: Json, place = scene.open) =>
  send(by, "Join", { object: place.iri, to: [place.iri], "cop:grant": accept });

test("B-16: a grant that was lost is honoured by the Group's own proof, once restored, as often as it is shown", async () => {
  const hugo = scene.east.person("hugo");
  const accept = await granted(hugo);
  await forget(hugo);
  const joined = await present(hugo, accept);
  expect(await stateOf(hugo, scene.open)).toBe("active");
  const again = await present(hugo, accept);
  const idOf = (one: JsonObject | undefined) => (one?.result as JsonObject | undefined)?.id;
  expect([idOf(answersTo(joined)[0]), idOf(answersTo(again)[0])]).toEqual([idOf(accept), idOf(accept)]);
});

test("B-16: a grant that is forged, changed, another's, of another Group or no grant makes nobody a member and no request", async () => {
  const { east, restricted, open } = scene;
  const [ines, jack] = [east.person("ines"), east.person("jack")];
  const accept = await granted(ines);
  await forget(ines);
  const result = accept.result as JsonObject;
  const forged = east.write(ines, "Accept", { object: ines.iri, result }, now());
  const wrong: readonly [string, PeerActor, Json, typeof open][] = [
    ["proved by another", ines, { ...forged, actor: open.iri }, open],
    ["without proof", ines, { ...accept, proof: undefined }, open],
    ["changed", ines, { ...accept, content: "<p>Changed</p>" }, open],
    [
      "of another role",
      ines,
      { ...accept, result: { ...result, relationship: `${COP_NAMESPACE}owner` } },
      open,
    ],
    ["another's", jack, accept, open],
    ["of another Group", ines, accept, restricted],
    ["no grant", ines, { ...accept, type: "Note" }, open],
    ["only its id", ines, accept.id ?? "", open],
  ];
  for (const [what, by, grant, place] of wrong) {
    const joined = await present(by, grant, place);
    expect(answersTo(joined), what).toMatchObject([{ type: "Reject", "cop:error": "not-member" }]);
    expect(await stateOf(by, place), what).toBeUndefined();
  }
  await present(ines, accept);
  expect(await stateOf(ines, open)).toBe("active");
});

test("B-16: nobody is asked for the key of a grant of another node's Group, or for one that this node should have", async () => {
  const { evil, mallory, open } = scene;
  const { actor: theirs } = openGroup(evil, "theirs");
  const grant = (group: string) => ({
    ...{ type: "Relationship", id: `${group}/memberships/1`, subject: mallory.iri, object: group },
    ...{ attributedTo: group, relationship: `${COP_NAMESPACE}member`, "cop:state": "active" },
  });
  for (const group of [theirs.iri, open.iri]) {
    const accept = evil.write(theirs, "Accept", { object: mallory.iri, result: grant(group) }, now());
    const join = { object: group, to: [group], "cop:grant": { ...accept, actor: group } };
    const before = evil.requests.length;
    const { status } = await evil.post(scene.north, evil.write(mallory, "Join", join, now()));
    expect(status).toBe(202);
    await scene.net.settle();
    const path = new URL(theirs.iri).pathname;
    expect(evil.requests.slice(before).filter((one) => one.includes(path))).toEqual([]);
  }
  expect(await stateOf(mallory, open)).toBeUndefined();
});

test("B-16: a grant counts for nothing where nothing was lost since it was given, or an ending is on record", async () => {
  const { east, north, open } = scene;
  const [kit, lea] = [east.person("kit"), east.person("lea")];
  const accepts = new Map<PeerActor, JsonObject>();
  for (const one of [kit, lea]) accepts.set(one, await granted(one));
  await north.ctx.sql`delete from restorations`;
  await north.ctx
    .sql`delete from memberships where actor_id = (select id from actors where iri = ${kit.iri})`;
  const never = await present(kit, accepts.get(kit) ?? {});
  expect(answersTo(never)).toMatchObject([{ type: "Reject", "cop:error": "not-member" }]);
  expect(await stateOf(kit, open)).toBeUndefined();
  // A backup that is younger than the grant: what was ended since then is on record, and what is not there had ended.
  await north.ctx.sql`insert into restorations (noticed, made, how, renewed)
    values (${now()}, ${new Date(now().getTime() + 7_200_000)}, 'restored', ${now()})`;
  await present(kit, accepts.get(kit) ?? {});
  expect(await stateOf(kit, open)).toBeUndefined();
  await send(lea, "Leave", { object: open.iri, to: [open.iri] });
  await north.ctx.sql`insert into restorations (noticed, made, how, renewed)
    values (${now()}, ${new Date(now().getTime() - 7_200_000)}, 'restored', ${now()})`;
  await present(lea, accepts.get(lea) ?? {});
  expect(await stateOf(lea, open)).toBe("ended");
});

test("B-04: a grant is read by the member's node and by no other", async () => {
  const { north, east, evil } = scene;
  const path = new URL(`${scene.open.iri}/memberships`).pathname;
  expect((await north.get(path, { accept: "application/activity+json" })).status).toBe(404);
  expect(
    JSON.parse((await east.ask(north, path)).text).items.map((one: JsonObject) => one.subject),
  ).toContain(scene.ann.iri);
  expect(JSON.parse((await evil.ask(north, path)).text).items).toEqual([]);
  const accept = east.inbox.find(
    ({ activity }) => activity.type === "Accept" && activity.actor === scene.open.iri,
  );
  const at = new URL(accept?.activity.id ?? "").pathname;
  expect([(await east.ask(north, at)).status, (await evil.ask(north, at)).status]).toEqual([200, 404]);
});

test("B-08: leaving and an account's end each end membership, and a node without members is sent nothing more", async () => {
  const { evil, north, net } = scene;
  const [moll, max] = [evil.person("moll"), evil.person("max")];
  const sendFrom = async (by: PeerActor, type: string, object: string) => {
    const { status } = await evil.post(north, evil.write(by, type, { object, to: [scene.open.iri] }, now()));
    expect(status).toBe(202);
    await net.settle();
  };
  for (const one of [moll, max]) await sendFrom(one, "Follow", scene.open.iri);
  const relayed = async () => {
    const before = evil.inbox.length;
    await answerTo(north.ctx, scene.martin, scene.martins, "One more thing.");
    await net.settle();
    return evil.inbox.slice(before).filter(({ activity }) => activity.type === "Announce").length;
  };
  expect(await relayed()).toBe(1);
  await sendFrom(moll, "Leave", scene.open.iri);
  expect([await stateOf(moll, scene.open), await relayed()]).toEqual(["ended", 1]);
  await sendFrom(max, "Delete", max.iri);
  expect([await stateOf(max, scene.open), await relayed()]).toEqual(["ended", 0]);
});

test("B-10, B-11: only a facilitator makes and unmakes facilitators, and the last one stays", async () => {
  const { north, martin, ann, open } = scene;
  const moderators = `${open.iri}/moderators`;
  const roleOf = async (iri: string) => {
    const [row] = await north.ctx.sql<
      { role: string }[]
    >`select m.role from memberships m join actors a on a.id = m.actor_id
      where a.iri = ${iri} and m.community_id = ${open.id}`;
    return row?.role;
  };
  const [martinIri] = await north.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${martin}`;
  const refused = await send(ann, "Add", { object: ann.iri, target: moderators, audience: open.iri });
  expect([answersTo(refused)[0]?.type, await roleOf(ann.iri)]).toEqual(["Reject", "member"]);
  const annHere = await actorByIri(north.ctx.sql, ann.iri);
  await changeRole(north.ctx, {
    byId: martin,
    actorId: annHere?.id ?? "",
    communityId: open.id,
    facilitator: true,
  });
  await send(ann, "Remove", { object: martinIri?.iri ?? "", target: moderators, audience: open.iri });
  expect([await roleOf(ann.iri), await roleOf(martinIri?.iri ?? "")]).toEqual(["facilitator", "member"]);
  const last = await send(ann, "Remove", { object: ann.iri, target: moderators, audience: open.iri });
  expect([answersTo(last)[0]?.type, await roleOf(ann.iri)]).toEqual(["Reject", "facilitator"]);
  expect(
    await refusalOf(
      changeRole(north.ctx, {
        byId: martin,
        actorId: annHere?.id ?? "",
        communityId: open.id,
        facilitator: false,
      }),
    ),
  ).toBe("not-allowed");
});

test("B-14: where the community's own list says otherwise, the node takes it over in one fetch", async () => {
  const { north, east, eastGroup, nia, net } = scene;
  const [there] = await north.ctx.sql<
    { id: string }[]
  >`select id from communities where actor_id = (select id from actors where iri = ${eastGroup.actor.iri})`;
  await joinCommunity(north.ctx, { actorId: nia, communityId: there?.id ?? "" });
  await net.settle();
  const [who] = await north.ctx.sql<{ iri: string }[]>`select iri from actors where id = ${nia}`;
  const iri = eastGroup.actor.iri;
  eastGroup.grants.push({
    type: "Relationship",
    id: `${iri}/memberships/1`,
    attributedTo: iri,
    subject: who?.iri ?? "",
    relationship: "https://w3id.org/cop/v1#facilitator",
    object: iri,
    "cop:state": "active",
    published: now().toISOString(),
  });
  const state = async () => {
    const [row] = await north.ctx
      .sql`select role, state from memberships where actor_id = ${nia} and community_id = ${there?.id ?? ""}`;
    return [row?.role, row?.state];
  };
  const fetches = () => east.asked.filter(({ path }) => path.endsWith("/memberships")).length;
  const before = fetches();
  await createKeepUp(north.node.wire).syncAll();
  expect([await state(), fetches() - before]).toEqual([["facilitator", "active"], 1]);
  await createKeepUp(north.node.wire).syncAll();
  expect(fetches() - before).toBe(1);
  eastGroup.grants.pop();
  await createKeepUp(north.node.wire).syncAll();
  expect((await state())[1]).toBe("ended");
});
