import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PUBLIC_IRI } from "../../federation/contexts.ts";
import { canonicalJson, isJsonObject, type Json, type JsonObject } from "../../federation/jcs.ts";
import { multikeyOf } from "../../federation/multibase.ts";
import { groupFor } from "../../federation/objects/group.ts";
import { changeCommunity } from "../../node/communities/change.ts";
import { postByIri } from "../../node/posts/find.ts";
import { refusalOf } from "../support/accounts.ts";
import { answerTo, draftCommunity, openScene, type Scene, sendAs, writeAs } from "../support/attack-scene.ts";
import { provedBy, rsaPair } from "../support/peer-actor.ts";
import { contentBy } from "../support/peer-group.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

const now = () => scene.net.clock.now();
const reply = (over: Record<string, Json> = {}) => ({
  ...contentBy(scene.east, scene.ann, { in: scene.open.iri, at: now(), inReplyTo: scene.martins.iri }),
  ...over,
});

/** Every object within a document, itself first. */
function within(value: Json | undefined): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(within);
  if (!isJsonObject(value)) return [];
  return [
    value,
    ...Object.entries(value).flatMap(([key, inner]) => (key === "@context" ? [] : within(inner))),
  ];
}

test("W-01, W-02, W-04: all that leaves has lists where lists belong, single ids elsewhere, and Public in full", async () => {
  await sendAs(scene, "ann", "Create", { object: reply(), audience: scene.open.iri });
  await answerTo(scene.north.ctx, scene.martin, scene.martins, "Thanks to all.");
  await scene.net.settle();
  const sent = scene.east.inbox.map(({ activity }) => activity);
  expect(sent.length).toBeGreaterThan(5);
  for (const object of sent.flatMap(within)) {
    for (const many of ["to", "cc", "tag", "attachment"])
      if (object[many] !== undefined)
        expect(Array.isArray(object[many]), `${object.type} ${many}`).toBe(true);
    for (const one of ["actor", "attributedTo", "audience", "context", "inReplyTo"])
      if (object[one] !== undefined) expect(typeof object[one], `${object.type} ${one}`).toBe("string");
    expect(JSON.stringify([object.to ?? [], object.cc ?? []])).not.toMatch(/"(as:)?Public"/);
  }
});

test("W-03, W-04: the forms in which others write the same are read", async () => {
  for (const [n, form] of ["as:Public", "Public", PUBLIC_IRI].entries()) {
    const object = reply({
      to: form,
      cc: scene.open.iri,
      attributedTo: [scene.ann.iri],
      audience: [scene.open.iri],
      tag: {},
    });
    const create = {
      ...scene.east.draft(scene.ann, "Create", { object, audience: scene.open.iri, to: form }),
      cc: null,
    };
    expect((await scene.east.post(scene.north, create)).status, String(n)).toBe(202);
    expect((await postByIri(scene.north.ctx.sql, object.id))?.state, form).toBe("accepted");
  }
});

test("W-06, E-01: what a node does not know survives: the announced activity is the received one", async () => {
  const { east, net } = scene;
  const object = reply({ "cop:unknown": { deep: [1, 1.5e3, "\u00e9\u2028", null] }, "x:y": "z" });
  const create = writeAs(scene, "ann", "Create", { object, audience: scene.open.iri, "cop:extra": [true] });
  expect((await east.post(scene.north, create)).status).toBe(202);
  await net.settle();
  const announced = east.inbox
    .map(({ activity }) => activity)
    .find((one) => isJsonObject(one.object) && one.object.id === create.id);
  expect(canonicalJson(announced?.object as JsonObject)).toBe(canonicalJson(create));
});

test("W-07: with every context host away activities are read, and none is asked", async () => {
  const before = scene.east.asked.length;
  const { status } = await sendAs(scene, "ann", "Create", { object: reply(), audience: scene.open.iri });
  expect([status, scene.east.asked.length]).toEqual([202, before]);
});

test("W-08: every id that was sent answers at its own address, in the right media type", async () => {
  const own = scene.east.inbox.flatMap(({ activity }) => within(activity)).map(({ id }) => id);
  const content = own.filter(
    (id): id is string =>
      typeof id === "string" && /\/ap\/[aog]\/[0-9a-z]{26}$/.test(id) && id.startsWith(scene.north.origin),
  );
  expect(content.length).toBeGreaterThan(5);
  for (const id of new Set(content)) {
    expect(id).not.toContain("#");
    const answer = await scene.east.ask(scene.north, new URL(id).pathname);
    expect([answer.status, answer.headers["content-type"]], id).toEqual([200, "application/activity+json"]);
    expect(JSON.parse(answer.text).id).toBe(id);
  }
});

test.each(["Create", "Delete"])(
  "S-04: a wrong proof is final, though the request itself is signed (%s)",
  async (type) => {
    const { east, north } = scene;
    const object = type === "Create" ? reply() : scene.anns.iri;
    const sent = writeAs(scene, "ann", type, { object, audience: scene.open.iri });
    const changed = { ...sent, published: new Date(0).toISOString() };
    expect((await east.post(north, changed)).status).toBe(401);
    expect((await postByIri(north.ctx.sql, scene.anns.iri))?.state).toBe("accepted");
  },
);

test("S-06, S-07: every document is asked for with the node's own signature, and its key is readable without one", async () => {
  for (const { path, headers } of scene.east.asked)
    expect(`${headers.signature} ${headers["signature-input"]}`, path).toContain(
      `${scene.north.origin}/ap/actor#`,
    );
  const actor = await scene.north.get("/ap/actor", { accept: "application/activity+json" });
  expect(await actor.json()).toMatchObject({
    type: "Application",
    publicKey: { owner: `${scene.north.origin}/ap/actor` },
  });
});

test("S-08: a key that fails is read again once, however often it fails", async () => {
  const { east, ann, north, net } = scene;
  net.clock.advance(10);
  const before = east.asked.length;
  for (let n = 0; n < 5; n++) {
    const { status } = await east.post(north, writeAs(scene, "ann", "Like", { object: scene.martins.iri }), {
      by: { ...ann, rsa: rsaPair(50) },
    });
    expect(status).toBe(401);
  }
  expect(east.asked.length - before).toBe(1);
});

test("S-09: a revoked key proves nothing new, and still proves what was logged before", async () => {
  const { east, north, eastGroup, net } = scene;
  const rhys = east.person("rhys");
  const [old, made] = [{ ...rhys }, now()];
  net.clock.advance(60);
  const next = generateKeyPairSync("ed25519");
  const listed = (id: string, key: typeof next, more: JsonObject = {}) => ({
    id,
    type: "Multikey",
    controller: rhys.iri,
    publicKeyMultibase: multikeyOf(key.publicKey),
    ...more,
  });
  rhys.extra = {
    assertionMethod: [
      listed(`${rhys.iri}#ed-2`, next),
      listed(rhys.proofKeyId, old.ed25519, { revoked: now().toISOString() }),
    ],
  };
  const say = (title: string, at: Date) => {
    const object = contentBy(east, rhys, { in: eastGroup.actor.iri, at, title });
    return { object, audience: eastGroup.actor.iri, published: at.toISOString() };
  };
  const before = provedBy(old, east.draft(rhys, "Create", say("Said before", made)), made);
  eastGroup.enter(before, made);
  net.clock.advance(5);
  const after = provedBy(old, east.draft(rhys, "Create", say("Said after", now())), now());
  const live = await east.post(north, eastGroup.enter(after, now()));
  expect(live.status).toBe(202);
  net.clock.advance(5);
  await net.settle();
  const titles = (
    await north.ctx.sql<{ title: string }[]>`select title from posts where title like 'Said %'`
  ).map(({ title }) => title);
  expect(titles).toEqual(["Said before"]);
  expect(
    (
      await east.post(north, provedBy(old, east.draft(rhys, "Like", { object: scene.martins.iri }), now()), {
        by: rhys,
      })
    ).status,
  ).toBe(401);
});

test("A-01, A-02: names of people and communities are one set, each leads to its own address, and `/` to the node", async () => {
  const host = new URL(scene.north.origin).host;
  const finger = async (name: string) => {
    const answer = await scene.north.get(
      `/.well-known/webfinger?resource=${encodeURIComponent(`acct:${name}@${host}`)}`,
    );
    const { links = [] } = (await answer.json()) as { links?: { rel: string; href: string }[] };
    return links.find(({ rel }) => rel === "self")?.href;
  };
  expect(await finger(scene.open.handle)).toBe(scene.open.iri);
  expect(await finger("martin_hale")).toMatch(/\/ap\/p\//);
  const [both] = await scene.north.ctx.sql<
    { n: number }[]
  >`select count(*) - count(distinct handle) as n from handles`;
  expect(both?.n).toBe(0);
  const root = await scene.north.get("/", { accept: "application/activity+json" });
  expect(root.headers.get("location")).toBe(`${scene.north.origin}/ap/actor`);
});

test("A-04, A-07: only what is not public asks for approval of followers, and who can read is fixed by the first post", async () => {
  for (const place of [scene.open, scene.restricted]) {
    const answer = await scene.north.get(new URL(place.iri).pathname, {
      accept: "application/activity+json",
    });
    expect(await answer.json()).toMatchObject({ manuallyApprovesFollowers: false, "cop:visibility": "open" });
  }
  const facts = {
    origin: scene.north.origin,
    iri: `${scene.north.origin}/ap/g/x`,
    handle: "x",
    name: "X",
    pageUrl: "",
    purpose: "",
    charter: {},
    themes: [],
    joinPolicy: "approval",
    postPolicy: "members",
    language: "en",
    indexable: false,
    keys: { rsa: { iri: "", pem: "" }, ed25519: [] },
    published: now(),
    updated: null,
  } as const;
  for (const level of ["closed", "confidential"] as const)
    expect(groupFor({ ...facts, level })).toMatchObject({ manuallyApprovesFollowers: true });
  const draft = draftCommunity("Road safety", "closed");
  const change = {
    communityId: scene.open.id,
    facilitatorId: scene.martin,
    draft,
    indexable: false,
    feed: false,
  };
  expect(await refusalOf(changeCommunity(scene.north.ctx, change))).toBe("level-fixed");
});
