import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "../../federation/jcs.ts";
import { postByIri } from "../../node/posts/find.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
import type { PeerActor } from "../support/peer-actor.ts";
import { contentBy, type PeerGroup } from "../support/peer-group.ts";
import type { Peer } from "../support/peerkit.ts";

// Nia of north facilitates a community at east. East removed what Ann wrote there; Ann appeals, and east passes it on.

let scene: Scene;
let communityId: string;
let removal: string;
beforeAll(async () => {
  scene = await openScene();
  const { north, nia, eastGroup, evilGroup } = scene;
  for (const { actor } of [eastGroup, evilGroup])
    await north.ctx.sql`insert into memberships (community_id, actor_id, state, role, requested, decided)
      select c.id, ${nia}, 'active', 'facilitator', now(), now() from communities c join actors g on g.id = c.actor_id
      where g.iri = ${actor.iri}`;
  const post = await postByIri(north.ctx.sql, scene.annsThere);
  communityId = post?.communityId ?? "";
  removal = await remove(scene.annsThere, "It names a pupil.");
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** East's community removes a post, as a whole and with a reason. */
async function remove(object: string, reason: string): Promise<string> {
  const { east, eastGroup, north, net } = scene;
  const at = net.clock.now();
  const members = { object, audience: eastGroup.actor.iri, summary: reason, content: reason };
  const act = east.write(eastGroup.actor, "Delete", members, at);
  await east.post(north, eastGroup.enter(act, at));
  await net.settle();
  expect((await postByIri(north.ctx.sql, object))?.state).toBe("removed");
  return act.id;
}

function appealBy(peer: Peer, who: PeerActor, object: string, id?: string): JsonObject {
  const { net, eastGroup } = scene;
  const group = eastGroup.actor.iri;
  const members = {
    ...{ object, to: [group], audience: group, content: "Please look again.", "cop:category": "appeal" },
    ...(id === undefined ? {} : { id }),
  };
  return peer.write(who, "Flag", members, net.clock.now());
}

/** What a community says to its facilitators, in no log. */
async function passOn(peer: Peer, group: PeerGroup, object: JsonObject) {
  const { north, net } = scene;
  const to = [`${north.origin}/ap/actor`];
  const answer = await peer.post(north, peer.write(group.actor, "Announce", { object, to }, net.clock.now()));
  await net.settle();
  return answer;
}

async function appeals() {
  return scene.north.ctx.sql<{ iri: string; state: string; passed: boolean }[]>`
    select iri, state, passed_on is not null as passed from appeals order by created`;
}

async function notices() {
  const rows = await scene.north.ctx.sql`select 1 from notices where kind = 'appeal'`;
  return rows.length;
}

test("J9: a false appeal that a peer passes on has no effect: of another community, another author, another removal, or forged", async () => {
  const { east, evil, eastGroup, evilGroup, ann, bob, mallory, annsThere } = scene;
  const real = appealBy(east, ann, removal);
  const forged = { ...mallory, iri: ann.iri };
  const cases: readonly (readonly [string, Peer, PeerGroup, JsonObject])[] = [
    ["Ann's own, by a community that it is not for", evil, evilGroup, real],
    ["of somebody who did not write it", east, eastGroup, appealBy(east, bob, removal)],
    ["of somebody of a third council", east, eastGroup, appealBy(evil, mallory, removal)],
    ["against the post instead of its removal", east, eastGroup, appealBy(east, ann, annsThere)],
    ["against nothing", east, eastGroup, appealBy(east, ann, `${east.origin}/ap/a/none`)],
    [
      "in Ann's name with another's proof",
      evil,
      evilGroup,
      appealBy(evil, forged, removal, `${east.origin}/ap/a/forged`),
    ],
    ["changed on the way", east, eastGroup, { ...real, content: "I take it all back." }],
  ];
  for (const [what, peer, group, flag] of cases) {
    await passOn(peer, group, flag);
    expect(await appeals(), what).toEqual([]);
  }
  expect(await notices()).toBe(0);
});

test("J9: of somebody nobody here has heard of, the key is asked for once, and their appeal is none", async () => {
  const { evil, evilGroup, stranger } = scene;
  const before = [...stranger.requests];
  const who = stranger.person("ghost");
  await passOn(evil, evilGroup, appealBy(stranger, who, removal));
  expect(await appeals()).toEqual([]);
  expect(stranger.requests.slice(before.length)).toEqual(["GET /ap/p/ghost"]);
});

test("J9: the true one is taken once, told to the facilitator here, and ended by its community alone", async () => {
  const { east, evil, eastGroup, evilGroup, ann, bob, mallory, net, north } = scene;
  const real = appealBy(east, ann, removal);
  await passOn(east, eastGroup, real);
  await passOn(east, eastGroup, real);
  expect(await appeals()).toEqual([{ iri: real.id, state: "open", passed: true }]);
  expect(await notices()).toBe(1);
  const end = (peer: Peer, who: PeerActor) =>
    peer.write(
      who,
      "Resolve",
      { object: real.id as string, to: [who.iri], content: "No.", "cop:state": "upheld" },
      net.clock.now(),
    );
  for (const [peer, group, who] of [
    [evil, evilGroup, evilGroup.actor],
    [evil, evilGroup, mallory],
    [east, eastGroup, bob],
    [east, eastGroup, ann],
  ] as const) {
    await peer.post(north, end(peer, who));
    await passOn(peer, group, end(peer, who));
    expect((await appeals())[0]?.state, who.iri).toBe("open");
  }
  await passOn(east, eastGroup, end(east, eastGroup.actor));
  expect((await appeals())[0]?.state).toBe("upheld");
  const [change] = await north.ctx.sql`select state from posts where iri = ${scene.annsThere}`;
  expect([change?.state, communityId === ""]).toEqual(["removed", false]);
});

test("J9: against a second removal its own author appeals, and nobody else", async () => {
  const { east, eastGroup, ann, net, north } = scene;
  const at = net.clock.now();
  const topic = contentBy(east, ann, { in: eastGroup.actor.iri, at, title: "Humps" });
  const create = { object: topic, audience: eastGroup.actor.iri };
  await east.post(north, eastGroup.enter(east.write(ann, "Create", create, at), at));
  await net.settle();
  const second = await remove(topic.id, "It is said twice.");
  const before = (await appeals()).length;
  await passOn(east, eastGroup, appealBy(east, scene.bob, second));
  expect(await appeals()).toHaveLength(before);
  await passOn(east, eastGroup, appealBy(east, ann, second));
  expect(await appeals()).toHaveLength(before + 1);
});
