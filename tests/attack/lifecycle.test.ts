import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { communityByIri } from "../../node/communities/home.ts";
import { logPlace } from "../../node/logs/applied.ts";
import { MOST_WAITING, sweepWaiting } from "../../node/logs/waiting.ts";
import { holdPeer } from "../../node/peers/hold.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { postByIri } from "../../node/posts/find.ts";
import { listContentTuples } from "../../node/posts/wire-read.ts";
import { expectVictimWorks, HEARD } from "../support/attack-case.ts";
import { openScene, type Scene, sendAs, writeAs } from "../support/attack-scene.ts";
import { contentBy } from "../support/peer-group.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

const stored = (iri: string) => postByIri(scene.north.ctx.sql, iri);

/** A topic of Ann's in the open community; nothing is sent yet. */
function draft(title: string) {
  const { east, ann, open, net } = scene;
  return contentBy(east, ann, { in: open.iri, at: net.clock.now(), title });
}

function later(content: ReturnType<typeof draft>, minutes: number, text: string) {
  const updated = new Date(scene.net.clock.now().getTime() + minutes * 60_000).toISOString();
  return {
    ...content,
    content: `<p>${text}</p>`,
    source: { content: text, mediaType: "text/markdown" },
    updated,
  };
}

async function idOfOpen(): Promise<string> {
  const home = await communityByIri(scene.north.ctx.sql, scene.open.iri);
  return home?.id ?? "";
}

const send = (type: string, object: Json) => sendAs(scene, "ann", type, { object, audience: scene.open.iri });

test("A77: the same delivery fifty times at once has one effect, and is answered fifty times", async () => {
  const { east, north, open, net } = scene;
  const content = draft("Sent fifty times");
  const create = writeAs(scene, "ann", "Create", { object: content, audience: open.iri });
  const answers = await Promise.all(Array.from({ length: 50 }, () => east.post(north, create)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 202));
  await net.settle();
  const [counted] = await north.ctx.sql<{ posts: number; taken: number; announced: number }[]>`
    select (select count(*)::int from posts where iri = ${content.id}) as posts,
      (select count(*)::int from effects where activity_iri = ${create.id}) as taken,
      (select count(*)::int from activities where type = 'Announce' and object_iri = ${create.id}) as announced`;
  expect(counted).toEqual({ posts: 1, taken: 1, announced: 1 });
  const announced = east.inbox.filter(
    ({ activity, text }) => activity.type === "Announce" && text.includes(content.id),
  );
  expect(announced.length).toBe(1);
  await expectVictimWorks(scene);
});

describe("A78: what comes in another order than it was written", () => {
  test("A78: an edit before the post, and an older one after it, leave the newest text", async () => {
    const content = draft("Edited before it came");
    expect((await send("Update", later(content, -1, "Second text."))).status).toBe(202);
    expect((await send("Create", content)).status).toBe(202);
    expect((await stored(content.id))?.html).toContain("Second text.");
    expect((await send("Update", later(content, 0, "Third text."))).status).toBe(202);
    expect((await send("Update", later(content, -0.5, "Older text."))).status).toBe(202);
    expect((await stored(content.id))?.html).toContain("Third text.");
  });

  test("A78: an edit from the future does not shut out those that follow it", async () => {
    const content = draft("Edited in the future");
    await send("Create", content);
    expect((await send("Update", later(content, 60 * 24 * 365, "From next year."))).status).toBe(202);
    scene.net.clock.advance(5);
    expect((await send("Update", later(content, 0, "From today."))).status).toBe(202);
    expect((await stored(content.id))?.html).toContain("From today.");
  });

  test("A78: what was deleted stays deleted, whatever follows", async () => {
    const content = draft("Deleted");
    await send("Create", content);
    expect((await send("Delete", { type: "Tombstone", id: content.id })).status).toBe(202);
    expect((await stored(content.id))?.state).toBe("deleted");
    expect((await send("Update", later(content, 1, "Back again."))).status).toBe(202);
    expect((await send("Create", content)).status).toBe(202);
    expect((await stored(content.id))?.state).toBe("deleted");
    expect((await stored(content.id))?.html).not.toContain("Back again.");
    await expectVictimWorks(scene);
  });

  test("A78: a deletion that comes before the post it speaks of is not forgotten", async () => {
    const content = draft("Deleted before it came");
    expect((await send("Delete", { type: "Tombstone", id: content.id })).status).toBe(202);
    expect((await send("Create", content)).status).toBe(202);
    expect(await stored(content.id)).toBe(null);
    // It stands in no log: what the community holds, as other nodes compare it, does not have it.
    const held = await listContentTuples(scene.north.ctx, await idOfOpen());
    expect(held.map(({ iri }) => iri)).not.toContain(content.id);
    const other = draft("Not deleted");
    await send("Create", other);
    expect((await stored(other.id))?.state).toBe("accepted");
    await expectVictimWorks(scene);
  });

  test("A78: in the log of a community elsewhere, what was deleted before it came never comes", async () => {
    const { east, ann, eastGroup, north, net } = scene;
    const { iri } = eastGroup.actor;
    const content = contentBy(east, ann, { in: iri, at: net.clock.now(), title: "Gone before it came" });
    const create = east.write(ann, "Create", { object: content, audience: iri }, net.clock.now());
    const tombstone = { type: "Tombstone", id: content.id };
    const remove = east.write(ann, "Delete", { object: tombstone, audience: iri }, net.clock.now());
    const [created, removed] = [
      eastGroup.enter(create, net.clock.now()),
      eastGroup.enter(remove, net.clock.now()),
    ];
    for (const entry of [removed, created]) expect((await east.post(north, entry)).status).toBe(202);
    await net.settle();
    expect((await stored(content.id))?.state ?? "deleted").toBe("deleted");
    await expectVictimWorks(scene);
  });
});

describe("A79: a council that was blocked", () => {
  test("A79: its people come in by no other door: not announced, not in a log, not as a parent, not by search", async () => {
    const { north, east, evil, eastGroup, mallory, open, net } = scene;
    const { iri } = eastGroup.actor;
    const peer = await peerByOrigin(north.ctx.sql, evil.origin);
    const hold = (state: "blocked" | "resumed") =>
      holdPeer(north.ctx, { peerId: peer?.id ?? "", state, reason: "", accountId: null });
    const by = (place: string) =>
      contentBy(evil, mallory, { in: place, at: net.clock.now(), title: "Walrus from evil" });
    const written = (place: string) => {
      const object = by(place);
      evil.serve(object.id, { body: object });
      return evil.write(mallory, "Create", { object, audience: place }, net.clock.now());
    };
    await hold("blocked");
    const asked = evil.requests.length;
    const inLog = written(iri);
    const entry = eastGroup.enter(inLog, net.clock.now());
    expect((await east.post(north, entry)).status).toBe(202);
    const live = written(open.iri);
    const boost = east.write(scene.ann, "Announce", { object: live.object ?? null }, net.clock.now());
    expect((await east.post(north, boost)).status).toBe(202);
    const boostById = east.write(scene.ann, "Announce", { object: by(open.iri).id }, net.clock.now());
    expect((await east.post(north, boostById)).status).toBe(202);
    const parent = by(open.iri);
    evil.serve(parent.id, { body: parent });
    const reply = contentBy(east, scene.ann, { in: open.iri, at: net.clock.now(), inReplyTo: parent.id });
    expect((await send("Create", reply)).status).toBe(202);
    eastGroup.enter(written(iri), net.clock.now());
    eastGroup.enter(
      east.write(scene.ann, "Like", { object: scene.annsThere, audience: iri }, net.clock.now()),
      net.clock.now(),
    );
    expect((await east.post(north, eastGroup.log.at(-1) ?? {})).status).toBe(202);
    await net.settle();
    expect(await north.ctx.sql`select 1 from posts where title like '%Walrus%'`).toHaveLength(0);
    const found = await north.get("/search?q=walrus", { accept: "application/json" });
    expect(await found.text()).not.toContain("from evil");
    expect(evil.requests.length).toBe(asked);
    await expectVictimWorks(scene);
    await hold("resumed");
  });
});

describe("A80: the same delivery once more", () => {
  test.each([25 * 60, 30 * 24 * 60])(
    "A80: as it was sent %i minutes ago it is refused by its date",
    async (minutes) => {
      const { north, east, ann, martins, net } = scene;
      const like = east.draft(ann, "Like", { object: martins.iri, audience: scene.open.iri });
      const before = await rowsOf(north.ctx);
      const now = new Date(net.clock.now().getTime() - minutes * 60_000);
      const answered = await east.post(north, like, { by: ann, hand: { now } });
      expect(answered.status).toBe(401);
      expect(changedRows(before, await rowsOf(north.ctx))).toEqual([]);
    },
  );

  test("A80: signed anew it is known by its id, a month later too", async () => {
    const { north, east, open, net } = scene;
    const create = writeAs(scene, "ann", "Create", { object: draft("Only once"), audience: open.iri });
    expect((await east.post(north, create)).status).toBe(202);
    for (const minutes of [1, 30 * 24 * 60]) {
      net.clock.advance(minutes);
      await net.settle();
      // The first look after so long reads Ann's document again.
      await sendAs(scene, "ann", "Dislike", { object: open.iri });
      await net.settle();
      const before = await rowsOf(north.ctx);
      expect((await east.post(north, create)).status).toBe(202);
      await net.settle();
      expect(changedRows(before, await rowsOf(north.ctx), HEARD)).toEqual([]);
    }
  });
});

test("A55: of entries that speak of what never comes a thousand wait for a month, and none that is true is lost for them", async () => {
  const { east, ann, eastGroup, north, net } = scene;
  const { iri } = eastGroup.actor;
  const { sql } = north.ctx;
  const [community] = await sql<{ id: string }[]>`
    select c.id from communities c join actors a on a.id = c.actor_id where a.iri = ${iri}`;
  const id = community?.id ?? "";
  const since = net.clock.now();
  // The first waits longest: the others came a day later.
  await sql`insert into waiting_entries (community_id, epoch, seq, object_iri, entry, since)
    select ${id}, 'before', n, 'https://nowhere.example/' || n, '{}',
      ${since}::timestamptz + case when n = 1 then interval '0' else interval '1 day' end
    from generate_series(1, ${MOST_WAITING}) n`;
  const topic = contentBy(east, ann, { in: iri, at: net.clock.now(), title: "What is told last" });
  const announce = (type: string, object: JsonObject | string) => {
    const inner = east.write(ann, type, { object, audience: iri }, net.clock.now());
    return east.post(north, eastGroup.enter(inner, net.clock.now()));
  };
  const waits = async () =>
    (await sql`select 1 from waiting_entries where epoch = ${eastGroup.epoch}`).length;
  const gap = async () => (await logPlace(north.ctx, id))?.gapFrom;
  expect((await announce("Like", topic.id)).status).toBe(202);
  await net.settle();
  expect([await waits(), await gap()]).toEqual([0, eastGroup.log.length]);
  const in30Days = { now: () => new Date(since.getTime() + 30.5 * 86_400_000) };
  await sweepWaiting({ ...north.ctx, clock: in30Days });
  expect(await sql`select 1 from waiting_entries`).toHaveLength(MOST_WAITING - 1);
  net.clock.advance(2);
  await net.settle();
  expect([await waits(), await gap()]).toEqual([1, null]);
  expect((await announce("Create", topic)).status).toBe(202);
  await net.settle();
  const post = await postByIri(sql, topic.id);
  expect(await waits()).toBe(0);
  expect(await sql`select 1 from useful_marks where post_id = ${post?.id ?? null}`).toHaveLength(1);
  // For what its author deleted for good nothing waits.
  const gone = contentBy(east, ann, { in: iri, at: net.clock.now(), title: "Deleted before it came" });
  expect((await announce("Delete", { type: "Tombstone", id: gone.id })).status).toBe(202);
  expect((await announce("Like", gone.id)).status).toBe(202);
  await net.settle();
  expect([await waits(), await gap()]).toEqual([0, null]);
  await sql`delete from waiting_entries`;
  await expectVictimWorks(scene);
});
