import { afterAll, beforeAll, expect, test } from "vitest";
import { PUBLIC_IRI } from "../../federation/contexts.ts";
import { isJsonObject, type Json, type JsonObject } from "../../federation/jcs.ts";
import { MOST_RELAYED } from "../../node/lanes/shorten.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { type PostRow, postByIri } from "../../node/posts/find.ts";
import { removePost } from "../../node/posts/remove.ts";
import { answerTo, ask, openScene, type Scene, sendAs, writeAs } from "../support/attack-scene.ts";
import { actorDocument } from "../support/peer-actor.ts";
import { contentBy } from "../support/peer-group.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

const now = () => scene.net.clock.now();
const held = (iri: string) => postByIri(scene.north.ctx.sql, iri);

/** The log of `open` as a node reads it; unsigned without one. */
async function logFor(peer: Scene["east"] | null): Promise<JsonObject[]> {
  const path = `${new URL(scene.open.iri).pathname}/history?after=0&limit=100`;
  const text = peer
    ? (await peer.ask(scene.north, path)).text
    : await (await scene.north.get(path, { accept: "application/activity+json" })).text();
  return (JSON.parse(text) as { orderedItems: JsonObject[] }).orderedItems;
}

const numbersOf = (entries: readonly JsonObject[]) => entries.map((entry) => Number(entry["cop:seq"]));

/** What a community on a peer says, with the activity wrapped in it. */
function there(title: string, over: Record<string, Json> = {}) {
  const { east, ann, eastGroup } = scene;
  const object = {
    ...contentBy(east, ann, { in: eastGroup.actor.iri, at: now(), title }),
    ...over,
  } as JsonObject & { id: string };
  return { object, create: writeAs(scene, "ann", "Create", { object, audience: eastGroup.actor.iri }) };
}

const deliver = (entry: JsonObject) => scene.east.post(scene.north, entry);

test("E-02, E-03: under load numbers rise by one, and every inbox gets them in order: each of some, of many the newest", async () => {
  const { north, east, martin, nia, open, martins, net } = scene;
  for (const many of [MOST_RELAYED, 2 * MOST_RELAYED]) {
    const before = numbersOf(await logFor(east)).length;
    const from = east.inbox.length;
    await Promise.all(
      Array.from({ length: many }, async (_none, n) => {
        if (n % 3 === 0) return answerTo(north.ctx, nia, martins, `Answer ${n}.`);
        if (n % 3 === 1) return ask(north.ctx, martin, open.id, `Question ${n}?`);
        const object = contentBy(east, scene.ann, { in: open.iri, at: now(), inReplyTo: martins.iri });
        return sendAs(scene, "ann", "Create", { object, audience: open.iri });
      }),
    );
    await net.settle();
    const numbers = numbersOf(await logFor(east));
    expect(numbers).toEqual(Array.from({ length: before + many }, (_none, n) => n + 1));
    const came = east.inbox
      .slice(from)
      .filter(({ activity }) => activity.type === "Announce" && activity.actor === open.iri);
    const told = many > MOST_RELAYED ? numbers.slice(-1) : numbers.slice(before);
    expect(numbersOf(came.map(({ activity }) => activity))).toEqual(told);
  }
});

test("E-03: a question and the answers to it that come at the same moment are one discussion, whatever is first", async () => {
  const { north, east, open } = scene;
  for (let n = 0; n < 4; n++) {
    const write = (over: { title?: string; inReplyTo?: string }) => {
      const object = contentBy(east, scene.ann, { in: open.iri, at: now(), ...over });
      return { object, create: writeAs(scene, "ann", "Create", { object, audience: open.iri }) };
    };
    const question = write({ title: `At once ${n}?` });
    const answers = [1, 2].map(() => write({ inReplyTo: question.object.id }));
    const letters = [...answers, question].map(({ create }) => deliver(create));
    expect((await Promise.all(letters)).map((answer) => answer.status)).toEqual([202, 202, 202]);
    const [root] = await north.ctx.sql<{ id: string; replies: number }[]>`
      select id, replies from posts where iri = ${question.object.id}`;
    expect(root?.replies).toBe(2);
    const placed = await north.ctx
      .sql`select root_id, parent_id from posts where iri = any(${answers.map((one) => one.object.id)})`;
    expect(placed).toEqual([1, 2].map(() => ({ root_id: root?.id, parent_id: root?.id })));
  }
  await scene.net.settle();
});

test("E-03: an inbox that fails for a while gets the rest in order afterwards, each once", async () => {
  const { north, east, nia, martins, open, net } = scene;
  let failing = true;
  const taken: number[] = [];
  east.inboxAnswer = ({ activity }) => {
    if (failing && activity.type === "Announce") return { status: 503 };
    if (activity.type === "Announce" && activity.actor === open.iri) taken.push(Number(activity["cop:seq"]));
    return { status: 202 };
  };
  for (let n = 0; n < 4; n++) await answerTo(north.ctx, nia, martins, `Later ${n}.`);
  await net.settle();
  expect(taken).toEqual([]);
  failing = false;
  net.clock.advance(10);
  await net.settle();
  expect(taken).toEqual(numbersOf(await logFor(east)).slice(-4));
  east.inboxAnswer = () => ({ status: 202 });
});

test("E-04: what was missed is read from the log as soon as something later comes", async () => {
  const { eastGroup, net } = scene;
  const [missed, came] = [there("Missed"), there("Came")];
  eastGroup.enter(missed.create, now());
  expect((await deliver(eastGroup.enter(came.create, now()))).status).toBe(202);
  expect([(await held(came.object.id))?.state, await held(missed.object.id)]).toEqual(["accepted", null]);
  net.clock.advance(2);
  const asked = scene.east.requests.length;
  await net.settle();
  expect((await held(missed.object.id))?.state).toBe("accepted");
  // No more of the log than lacks.
  const pages = scene.east.requests.slice(asked).filter((line) => line.includes("/history?"));
  const { pathname } = new URL(eastGroup.actor.iri);
  expect(pages).toEqual([`GET ${pathname}/history?before=${eastGroup.log.length}&limit=1`]);
});

test("E-05: a log that begins anew is read again from its beginning", async () => {
  const { eastGroup, net, north } = scene;
  const kept = there("Kept");
  eastGroup.epoch = "01e2";
  eastGroup.log.splice(0);
  eastGroup.enter(there("Restored").create, now());
  eastGroup.enter(kept.create, now());
  const last = there("After the backup");
  await deliver(eastGroup.enter(last.create, now()));
  net.clock.advance(2);
  await net.settle();
  const [row] = await north.ctx.sql<{ epoch: string; seq: number; titles: string[] }[]>`
    select c.epoch, c.seq, (select array_agg(title order by seq) from posts p where p.community_id = c.id and title in ('Restored', 'Kept', 'After the backup')) as titles
    from communities c join actors g on g.id = c.actor_id where g.iri = ${eastGroup.actor.iri}`;
  expect([row?.epoch, row?.seq, row?.titles]).toEqual(["01e2", 3, ["Restored", "Kept", "After the backup"]]);
});

test("E-06, E-11: requests, answers and what another Group announced are never announced", async () => {
  const { open, evil, evilGroup, mallory, north, east, net } = scene;
  const before = (await logFor(east)).length;
  await sendAs(scene, "bob", "Dislike", { object: scene.martins.iri, audience: open.iri });
  const object = contentBy(evil, mallory, { in: open.iri, at: now(), title: "By the wrong road" });
  const create = writeAs(scene, "mallory", "Create", {
    object,
    audience: open.iri,
    to: [PUBLIC_IRI, open.iri],
  });
  expect((await evil.post(north, evilGroup.enter(create, now()))).status).toBe(202);
  await net.settle();
  expect([(await logFor(east)).length, await held(object.id)]).toEqual([before, null]);
  const types = (await logFor(east)).flatMap(({ object: inner }) =>
    isJsonObject(inner) ? [inner.type] : [],
  );
  expect(
    types.filter((type) => /Follow|Join|Leave|Accept|Reject|Announce|Flag|Dislike/.test(String(type))),
  ).toEqual([]);
});

test("E-07, E-08, E-09: what an announcement cannot prove, or was not written for its Group, has no effect", async () => {
  const { bob, eastGroup, open } = scene;
  const wrong = there("By somebody else", { attributedTo: bob.iri });
  const elsewhere = there("For another community");
  const stolen = { ...elsewhere.create, audience: open.iri };
  for (const inner of [wrong.create, stolen])
    expect((await deliver(eastGroup.enter(inner, now()))).status).toBe(202);
  const unproved = contentBy(scene.evil, scene.mallory, {
    in: eastGroup.actor.iri,
    at: now(),
    title: "Not proved",
  });
  await deliver(
    eastGroup.enter(
      scene.evil.draft(scene.mallory, "Create", { object: unproved, audience: eastGroup.actor.iri }),
      now(),
    ),
  );
  expect([await held(wrong.object.id), await held(elsewhere.object.id), await held(unproved.id)]).toEqual([
    null,
    null,
    null,
  ]);
});

test("E-10: however often and by whatever road something comes, it counts once", async () => {
  const { eastGroup, north, net } = scene;
  const { object, create } = there("Once");
  await deliver(create);
  expect(await held(object.id)).toBeNull();
  const entry = eastGroup.enter(create, now());
  const answers = await Promise.all(Array.from({ length: 5 }, () => deliver(entry)));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
  await deliver(create);
  await net.settle();
  const [row] = await north.ctx.sql<{ posts: number; changes: number }[]>`
    select (select count(*)::int from posts where iri = ${object.id}) as posts,
      (select count(*)::int from changes where subject_iri = ${object.id}) as changes`;
  expect(row).toEqual({ posts: 1, changes: 1 });
});

test("E-12: of what was edited, deleted or removed the log keeps a place and no text", async () => {
  const { north, martin, open, martins } = scene;
  const say = (text: string, over: Record<string, Json> = {}) => ({
    ...contentBy(scene.east, scene.ann, { in: open.iri, at: now(), inReplyTo: martins.iri, text }),
    ...over,
  });
  const [edited, deleted, removed] = [say("zqfirst"), say("zqdeleted"), say("zqremoved")];
  const send = (type: string, object: Json) => sendAs(scene, "ann", type, { object, audience: open.iri });
  for (const object of [edited, deleted, removed]) await send("Create", object);
  scene.net.clock.advance(1);
  await send("Update", {
    ...edited,
    content: "<p>zqsecond</p>",
    source: { content: "zqsecond", mediaType: "text/markdown" },
    updated: now().toISOString(),
  });
  await send("Delete", deleted.id);
  const gone = (await held(removed.id)) as PostRow;
  await removePost(north.ctx, { actorId: martin, postId: gone.id, reason: "Off topic." });
  await scene.net.settle();
  for (const reader of [null, scene.east]) {
    const entries = await logFor(reader);
    const text = JSON.stringify(entries);
    expect(text).not.toMatch(/zqfirst|zqdeleted|zqremoved/);
    expect(text).toContain("zqsecond");
    expect(numbersOf(entries)).toEqual(entries.map((_entry, n) => n + 1));
    expect(entries.filter(({ type }) => type === "Tombstone").length).toBeGreaterThanOrEqual(3);
  }
});

test("E-15: what one wrote elsewhere waits for its echo, and a refusal says why", async () => {
  const { north, east, eastGroup, nia, net } = scene;
  const [place] = await north.ctx.sql<
    { id: string }[]
  >`select c.id from communities c join actors g on g.id = c.actor_id where g.iri = ${eastGroup.actor.iri}`;
  await joinCommunity(north.ctx, { actorId: nia, communityId: place?.id ?? "" });
  await north.ctx
    .sql`update memberships set state = 'active' where actor_id = ${nia} and community_id = ${place?.id ?? ""}`;
  const written = await Promise.all(
    ["Taken?", "Refused?"].map((title) => ask(north.ctx, nia, place?.id ?? "", title)),
  );
  await net.settle();
  const states = () =>
    Promise.all(
      written.map(async ({ iri }) => {
        const [row] = await north.ctx.sql<
          { state: string; reason: string }[]
        >`select state, reason from posts where iri = ${iri}`;
        return [row?.state, row?.reason];
      }),
    );
  expect(await states()).toEqual([
    ["pending", ""],
    ["pending", ""],
  ]);
  const letters = written.map(
    ({ iri }) =>
      east.inbox.find(({ activity }) => isJsonObject(activity.object) && activity.object.id === iri)
        ?.activity as JsonObject,
  );
  await deliver(eastGroup.enter(letters[0] ?? {}, now()));
  await east.post(
    north,
    east.write(
      eastGroup.actor,
      "Reject",
      { object: String(letters[1]?.id), content: "<p>Ask in March.</p>", "cop:error": "locked" },
      now(),
    ),
  );
  expect(await states()).toEqual([
    ["accepted", ""],
    ["declined", "Ask in March."],
  ]);
});

test("E-16: a flood of announcements that prove nothing asks their authors' server thirty times a minute at most", async () => {
  const { evil, evilGroup, stranger, north, net } = scene;
  const many = Array.from({ length: 60 }, (_none, n) => {
    const person = stranger.person(`flood${n}`);
    const object = contentBy(stranger, person, { in: evilGroup.actor.iri, at: now(), title: `Flood ${n}` });
    return stranger.draft(person, "Create", { object, audience: evilGroup.actor.iri });
  });
  for (const inner of many) stranger.serve(inner.id, { body: inner });
  const before = stranger.asked.length;
  for (const inner of many) await evil.post(north, evilGroup.enter(inner, now()));
  await net.settle();
  expect(stranger.asked.length - before).toBeLessThanOrEqual(60);
  expect(
    stranger.asked.slice(before).filter(({ path }) => path.startsWith("/ap/a/")).length,
  ).toBeLessThanOrEqual(30);
});

test("E-16: while the server of many authors in a log is away it is asked once, and what it lacks comes when it is back", async () => {
  const { evil, evilGroup, stranger, north, net } = scene;
  let back = false;
  const many = Array.from({ length: 20 }, (_none, n) => {
    const person = stranger.person(`away${n}`);
    const document = { body: actorDocument(person, stranger.origin, stranger.software) };
    stranger.serve(person.iri, () => (back ? document : { status: 503 }));
    const object = contentBy(stranger, person, { in: evilGroup.actor.iri, at: now(), title: `Away ${n}` });
    return stranger.write(person, "Create", { object, audience: evilGroup.actor.iri }, now());
  });
  const before = stranger.asked.length;
  for (const inner of many) await evil.post(north, evilGroup.enter(inner, now()));
  expect(stranger.asked.length - before).toBeLessThanOrEqual(2);
  back = true;
  net.clock.advance(2);
  await net.settle();
  const last = many.at(-1)?.object as JsonObject & { id: string };
  expect((await held(last.id))?.state).toBe("accepted");
});

test("E-17: an Update of something unknown brings it, and an answer that came before its question joins it", async () => {
  const { eastGroup, net } = scene;
  const { object } = there("Only its edit came");
  const edit = { ...object, updated: new Date(now().getTime() + 1000).toISOString() };
  await deliver(
    eastGroup.enter(writeAs(scene, "ann", "Update", { object: edit, audience: eastGroup.actor.iri }), now()),
  );
  expect((await held(object.id))?.state).toBe("accepted");
  const parent = there("Comes second");
  const early = {
    ...contentBy(scene.east, scene.ann, { in: eastGroup.actor.iri, at: now(), inReplyTo: parent.object.id }),
  };
  await deliver(
    eastGroup.enter(writeAs(scene, "ann", "Create", { object: early, audience: eastGroup.actor.iri }), now()),
  );
  expect((await held(early.id))?.rootId).toBeNull();
  await deliver(eastGroup.enter(parent.create, now()));
  await net.settle();
  expect((await held(early.id))?.rootId).toBe((await held(parent.object.id))?.id);
});

test("E-18: who found what useful is in the log for connected nodes only", async () => {
  await sendAs(scene, "ann", "Like", { object: scene.reply.iri, audience: scene.open.iri });
  await scene.net.settle();
  const likes = (entries: JsonObject[]) =>
    entries.filter(({ object }) => isJsonObject(object) && object.type === "Like").length;
  expect(likes(await logFor(scene.east))).toBe(1);
  for (const reader of [null, scene.stranger]) expect(likes(await logFor(reader))).toBe(0);
  expect(numbersOf(await logFor(null))).toEqual(numbersOf(await logFor(scene.east)));
});
