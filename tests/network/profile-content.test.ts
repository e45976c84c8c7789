import { afterAll, beforeAll, expect, test } from "vitest";
import { threadEtag } from "../../federation/digests.ts";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { makeCommunity } from "../../node/communities/create.ts";
import { type PostRow, postByIri } from "../../node/posts/find.ts";
import { findVersions } from "../../node/posts/versions.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import { draftCommunity, openScene, type Scene, type Who, writeAs } from "../support/attack-scene.ts";
import { listDirectory } from "../support/peer-connect.ts";
import { contentBy, openGroup } from "../support/peer-group.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

const now = () => scene.net.clock.now();
const held = (iri: string) => postByIri(scene.north.ctx.sql, iri);

async function send(who: Who, type: string, members: Record<string, Json | undefined>): Promise<JsonObject> {
  const activity = writeAs(scene, who, type, { audience: scene.open.iri, ...members });
  const peer = who === "mallory" ? scene.evil : scene.east;
  const { status, text } = await peer.post(scene.north, activity);
  expect(status, text).toBe(202);
  await scene.net.settle();
  return activity;
}

/** Why the Group refused an activity; undefined when it did not. */
function refusalOf(activity: JsonObject): Json | undefined {
  const answers = [...scene.east.inbox, ...scene.evil.inbox].map(({ activity: one }) => one as JsonObject);
  return answers.find(
    (one) => one.type === "Reject" && JSON.stringify(one.object).includes(String(activity.id)),
  )?.["cop:error"];
}

function note(over: Record<string, Json | undefined> = {}) {
  return {
    ...contentBy(scene.east, scene.ann, { in: scene.open.iri, at: now(), inReplyTo: scene.martins.iri }),
    ...over,
  } as JsonObject & { id: string };
}

async function fresh(): Promise<JsonObject & { id: string }> {
  const object = note();
  await send("ann", "Create", { object });
  expect((await held(object.id))?.state).toBe("accepted");
  return object;
}

const thread = () => `${new URL(scene.open.iri).pathname}/t?root=${encodeURIComponent(scene.martins.iri)}`;
const get = (path: string, headers: Record<string, string> = {}) =>
  scene.north.get(path, { accept: "application/activity+json", ...headers });

test("C-04, C-05: a post's context leads to its thread, oldest first, which says when nothing has changed", async () => {
  await fresh();
  await fresh();
  const object = (await (await get(new URL(scene.martins.iri).pathname)).json()) as JsonObject;
  expect(object.context).toBe(`${scene.open.iri}/t?root=${encodeURIComponent(scene.martins.iri)}`);
  const answer = await get(thread());
  const { orderedItems } = (await answer.json()) as { orderedItems: string[] };
  expect(orderedItems[0]).toBe(scene.martins.iri);
  const rows = await scene.north.ctx.sql<
    { iri: string }[]
  >`select iri from posts where root_id = ${scene.martins.id} and state = 'accepted' order by kind = 'reply', seq`;
  expect(orderedItems).toEqual(rows.map(({ iri }) => iri));
  expect(answer.headers.get("etag")).toBe(threadEtag(orderedItems));
  expect((await get(thread(), { "if-none-match": threadEtag(orderedItems) })).status).toBe(304);
  await fresh();
  expect((await get(thread(), { "if-none-match": threadEtag(orderedItems) })).status).toBe(200);
});

test("C-06: an answer that not everyone may read is refused in a thread that everyone reads", async () => {
  const object = note({ to: [scene.open.iri] });
  const sent = await send("ann", "Create", { object, to: [scene.open.iri] });
  expect([await held(object.id), refusalOf(sent)]).toEqual([null, "visibility-mismatch"]);
});

test("C-07, C-08: the asker or a facilitator accepts one answer of the thread, and takes it back", async () => {
  const { anns, reply, north, mallory, evil, net } = scene;
  const chosen = async () => {
    const [row] = await north.ctx.sql<
      { iri: string | null }[]
    >`select a.iri from posts r left join posts a on a.id = r.accepted_answer_id where r.id = ${anns.id}`;
    return row?.iri;
  };
  await evil.post(north, evil.write(mallory, "Follow", { object: scene.open.iri }, now()));
  await net.settle();
  await send("mallory", "ChooseAnswer", { object: reply.iri });
  expect(await chosen()).toBeNull();
  await send("ann", "ChooseAnswer", { object: scene.martins.iri });
  expect(await chosen()).toBeNull();
  const first = await send("ann", "ChooseAnswer", { object: reply.iri });
  expect(await chosen()).toBe(reply.iri);
  const other = note({ inReplyTo: anns.iri });
  await send("ann", "Create", { object: other });
  const second = await send("ann", "ChooseAnswer", { object: other.id });
  expect(await chosen()).toBe(other.id);
  await send("ann", "Undo", { object: { ...first } });
  expect(await chosen()).toBe(other.id);
  await send("ann", "Undo", { object: { ...second } });
  expect(await chosen()).toBeNull();
});

test("C-20: an edit that is not newer is passed over, and so is one by somebody else", async () => {
  const object = await fresh();
  const edit = (minutes: number, text: string) => ({
    ...object,
    content: `<p>${text}</p>`,
    source: { content: text, mediaType: "text/markdown" },
    updated: new Date(Date.parse(String(object.published)) + minutes * 60_000).toISOString(),
  });
  scene.net.clock.advance(60);
  await send("ann", "Update", { object: edit(20, "Newest.") });
  await send("ann", "Update", { object: edit(10, "Older.") });
  await send("ann", "Update", { object: edit(20, "As new.") });
  await send("bob", "Update", { object: { ...edit(30, "Bob's."), attributedTo: scene.bob.iri } });
  expect((await held(object.id))?.html).toBe("<p>Newest.</p>");
});

test("Resolution 26: what was changed since it came here can be compared; what was changed before says that more is elsewhere", async () => {
  const { north } = scene;
  const versionsOf = async (iri: string) => {
    const postId = (await held(iri))?.id ?? "";
    return findVersions({ sql: north.ctx.sql }, ANYONE, { postId, number: null });
  };
  scene.net.clock.advance(60);
  const object = await fresh();
  const changed = { ...object, content: "<p>Since June.</p>", updated: now().toISOString() };
  await send("ann", "Update", { object: changed });
  const followed = await versionsOf(object.id);
  expect([followed.complete, followed.versions.length]).toEqual([true, 2]);
  expect(followed.shown.changes.text).toContainEqual({ kind: "added", text: "Since June" });

  const late = contentBy(scene.east, scene.ann, { in: scene.open.iri, at: now(), title: "Corrected" });
  const updated = new Date(now().getTime() + 60_000).toISOString();
  scene.net.clock.advance(120);
  await send("ann", "Create", { object: { ...late, updated } });
  const only = await versionsOf(late.id);
  expect([only.complete, only.versions.length, only.shown.before]).toEqual([false, 1, null]);
});

test("C-21: without a reason only the author deletes, with one only a facilitator", async () => {
  const { reply } = scene;
  const object = await fresh();
  await send("bob", "Delete", { object: object.id });
  await send("ann", "Delete", { object: object.id, summary: "off topic" });
  await send("ann", "Delete", { object: reply.iri });
  expect([(await held(object.id))?.state, (await held(reply.iri))?.state]).toEqual(["accepted", "accepted"]);
  await send("ann", "Delete", { object: object.id });
  expect((await held(object.id))?.state).toBe("deleted");
});

test("C-22: what its author deleted is gone at once, and its id is not used again", async () => {
  const object = await fresh();
  const text = "We changed the form in March.";
  await send("ann", "Delete", { object: object.id });
  const left = async () => {
    const [row] = await scene.north.ctx.sql<PostRow[]>`select * from posts where iri = ${object.id}`;
    const [kept] = await scene.north.ctx
      .sql`select count(*)::int as n from post_revisions v join posts p on p.id = v.post_id where p.iri = ${object.id}`;
    return [row?.state, JSON.stringify(row).includes(text), kept?.n];
  };
  expect(await left()).toEqual(["deleted", false, 0]);
  await send("ann", "Create", { object });
  await send("ann", "Update", {
    object: { ...object, updated: new Date(now().getTime() + 1000).toISOString() },
  });
  expect(await left()).toEqual(["deleted", false, 0]);
});

test("C-23: a mark counts once per person, in whatever form, and a Dislike never", async () => {
  const object = scene.martins.iri;
  const count = async () => {
    const [row] = await scene.north.ctx.sql<
      { useful: number }[]
    >`select useful from posts where iri = ${object}`;
    return row?.useful;
  };
  for (const type of ["Like", "Like", "EmojiReact"]) await send("ann", type, { object });
  expect(await count()).toBe(1);
  const before = await rowsOf(scene.north.ctx);
  await send("bob", "Dislike", { object });
  expect(changedRows(before, await rowsOf(scene.north.ctx), ["lanes", "actors", "peers"])).toEqual([]);
  expect(await count()).toBe(1);
});

test("A66, D-04: nothing public is taken into a closed community, here or as one elsewhere announces it", async () => {
  const { north, martin, evil, mallory, net, ann } = scene;
  const closed = await makeCommunity(north.ctx, { actorId: martin }, draftCommunity("Closed", "closed"));
  await north.ctx.sql`insert into memberships (community_id, actor_id, state, requested)
    select ${closed.id}, id, 'active', ${now()} from actors where iri = ${ann.iri}`;
  const object = contentBy(scene.east, ann, { in: closed.iri, at: now(), title: "For everyone" });
  await send("ann", "Create", { object, audience: closed.iri });
  expect(await held(object.id)).toBeNull();
  const group = openGroup(evil, "evil_closed", "closed");
  listDirectory(evil, [scene.evilGroup, group], now());
  net.clock.advance(61);
  await net.settle();
  expect(
    await north.ctx
      .sql`select 1 from communities c join actors g on g.id = c.actor_id where g.iri = ${group.actor.iri}`,
  ).toHaveLength(1);
  for (const to of [undefined, [group.actor.iri]]) {
    const said = {
      ...contentBy(evil, mallory, { in: group.actor.iri, at: now(), title: "Announced" }),
      ...(to ? { to } : {}),
    };
    const create = evil.write(
      mallory,
      "Create",
      { object: said, audience: group.actor.iri, ...(to ? { to } : {}) },
      now(),
    );
    expect((await evil.post(north, group.enter(create, now()))).status).toBe(202);
    await net.settle();
    expect(await held(String(said.id)), JSON.stringify(to)).toBeNull();
  }
});
