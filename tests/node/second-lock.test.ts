import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction, reading } from "../../node/context.ts";
import { ANYONE, asNode, type Viewer, viewerOf } from "../../node/visibility/viewer.ts";
import { Canary, fillRoom, peopleFor, type Room, type RoomPeople } from "../support/canary-scene.ts";
import { openTestNode, type TestNode } from "../support/context.ts";

const SOMEWHERE = "https://sunderland.gov.example";
const ELSEWHERE = "https://wiltshire.gov.example";

const dataDir = mkdtempSync(join(tmpdir(), "moothall-lock-"));
let node: TestNode;
let rooms: Record<"closed" | "confidential", { room: Room; people: RoomPeople }>;
beforeAll(async () => {
  node = await openTestNode({
    config: { dataDir, councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"] }] },
  });
  const make = async (level: "closed" | "confidential") => {
    const people = await peopleFor(node.ctx, level === "closed" ? "Cora" : "Hilda");
    const room = await fillRoom(node.ctx, new Canary(), { level, people });
    await memberAt(SOMEWHERE, room.id, level);
    await node.ctx
      .sql`insert into mentions (post_id, actor_id) values (${room.topic.id}, ${people.member.actorId})
      on conflict do nothing`;
    await node.ctx
      .sql`insert into files (id, secret, owner_id, post_id, name, media_type, bytes, sha256, uploaded)
      select uuidv7(), uuidv7(), ${people.member.actorId}, post, 'plan.pdf', 'application/pdf', 1, '', now()
      from unnest(${[null]}::uuid[]) as post`;
    await node.ctx.sql`insert into attached_links (post_id, place, href, name)
      values (${room.topic.id}, 0, 'https://east.example/plan.pdf', 'Plan')`;
    return { room, people };
  };
  rooms = { closed: await make("closed"), confidential: await make("confidential") };
  await node.ctx.sql`insert into peers (origin, state, delivery_class, holds_closed, keeps_closed)
    values (${ELSEWHERE}, 'accepted', 'profile', true, true)`;
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Somebody of another node who is in a room. */
async function memberAt(origin: string, communityId: string, name: string): Promise<void> {
  const { sql, clock } = node.ctx;
  await sql`insert into peers (origin, state, delivery_class, holds_closed, keeps_closed)
    values (${origin}, 'accepted', 'profile', true, true) on conflict do nothing`;
  const [actor] = await sql<{ id: string }[]>`
    insert into actors (iri, kind, handle, name, peer_id)
    select ${`${origin}/ap/p/${name}`}, 'person', ${name}, ${name}, id from peers where origin = ${origin} returning id`;
  await sql`insert into memberships (community_id, actor_id, state, requested, decided)
    values (${communityId}, ${actor?.id ?? ""}, 'active', ${clock.now()}, ${clock.now()})`;
}

/** How many rows of a room PostgreSQL itself shows, where the query asks for all: the rule of the code is not asked. */
async function shown(viewer: Viewer, room: Room) {
  return reading(node.ctx, viewer, async ({ sql }) => {
    const [row] = await sql<
      Record<"posts" | "versions" | "mentions" | "useful" | "files" | "links", number>[]
    >`
      select (select count(*)::int from posts where community_id = ${room.id}) as posts,
        (select count(*)::int from post_revisions v where v.post_id in (${room.topic.id}, ${room.reply.id})) as versions,
        (select count(*)::int from mentions where post_id in (${room.topic.id}, ${room.reply.id})) as mentions,
        (select count(*)::int from useful_marks where post_id in (${room.topic.id}, ${room.reply.id})) as useful,
        (select count(*)::int from files where post_id = ${room.topic.id}) as files,
        (select count(*)::int from attached_links where post_id = ${room.topic.id}) as links`;
    return row;
  });
}

const NOTHING = { posts: 0, versions: 0, mentions: 0, useful: 0, files: 0, links: 0 };
const peer = (origin: string): Viewer => ({ kind: "peer", origin });

describe.each(["closed", "confidential"] as const)(
  "A %s community, where no query asks who may read",
  (level) => {
    const all = (who: (people: RoomPeople, of: Room) => Viewer) => {
      const { room, people } = rooms[level];
      return shown(who(people, room), room);
    };

    test("is there for the node and for who is a member, suspended or not", async () => {
      const whole = await all(() => asNode("test"));
      expect(whole?.posts).toBeGreaterThanOrEqual(4);
      expect(whole?.versions).toBeGreaterThanOrEqual(2);
      expect(whole?.useful).toBeGreaterThan(0);
      expect(whole?.mentions).toBeGreaterThan(0);
      expect([whole?.files, whole?.links]).toEqual([1, 1]);
      expect(await all(({ facilitator }) => viewerOf(facilitator.actorId))).toEqual(whole);
      expect(await all(({ member }) => viewerOf(member.actorId))).toEqual(whole);
      expect(await all(({ suspended }) => viewerOf(suspended.actorId))).toEqual(whole);
    });

    test("is not there for anyone, for who left, who asks, members of other rooms and other nodes", async () => {
      expect(await all(() => ANYONE)).toEqual(NOTHING);
      expect(await all(() => ({ kind: "stranger", origin: SOMEWHERE }))).toEqual(NOTHING);
      expect(await all(({ left }) => viewerOf(left.actorId))).toEqual(NOTHING);
      expect(await all(({ asking }) => viewerOf(asking.actorId))).toEqual(NOTHING);
      const other = rooms[level === "closed" ? "confidential" : "closed"].people.member;
      expect(await all(() => viewerOf(other.actorId))).toEqual(NOTHING);
      expect(await all(() => peer(ELSEWHERE))).toEqual(NOTHING);
      expect(await all(() => peer("person:x"))).toEqual(NOTHING);
    });

    test("is there for a connected node with a member only where it is closed and not hidden", async () => {
      const whole = await all(() => asNode("test"));
      expect(await all(() => peer(SOMEWHERE))).toEqual(level === "closed" ? whole : NOTHING);
      await node.ctx.sql`update peers set state = 'paused' where origin = ${SOMEWHERE}`;
      expect(await all(() => peer(SOMEWHERE))).toEqual(NOTHING);
      await node.ctx.sql`update peers set state = 'accepted' where origin = ${SOMEWHERE}`;
      for (const mark of ["holds_closed", "keeps_closed"]) {
        await node.ctx.sql`update peers set ${node.ctx.sql(mark)} = false where origin = ${SOMEWHERE}`;
        expect(await all(() => peer(SOMEWHERE)), mark).toEqual(NOTHING);
        await node.ctx.sql`update peers set ${node.ctx.sql(mark)} = true where origin = ${SOMEWHERE}`;
      }
    });

    test("cannot be changed or removed by who does not see it", async () => {
      const { room, people } = rooms[level];
      const outsider = viewerOf(people.left.actorId);
      const touched = await inTransaction(
        node.ctx,
        async ({ sql }) => [
          ...(await sql`update posts set title = 'Taken' where community_id = ${room.id} returning 1`),
          ...(await sql`delete from mentions where post_id = ${room.topic.id} returning 1`),
          ...(await sql`update post_revisions set title = 'Taken' where post_id = ${room.topic.id} returning 1`),
          ...(await sql`update files set name = 'Taken' where post_id = ${room.topic.id} returning 1`),
        ],
        outsider,
      );
      expect(touched).toEqual([]);
    });
  },
);

test("What one uploaded and has not posted is there for oneself alone", async () => {
  const { people } = rooms.closed;
  const unposted = (viewer: Viewer) =>
    reading(node.ctx, viewer, async ({ sql }) => {
      const found =
        await sql`select 1 from files where post_id is null and owner_id = ${people.member.actorId}`;
      return found.length;
    });
  expect(await unposted(viewerOf(people.member.actorId))).toBe(1);
  expect(await unposted(viewerOf(people.facilitator.actorId))).toBe(0);
  expect(await unposted(ANYONE)).toBe(0);
});

test("The application's role owns nothing, is no superuser, and no policy is waived for it", async () => {
  const [role] = await node.ctx.sql`
    select current_user as name, rolsuper as super, rolbypassrls as bypasses,
      (select count(*)::int from pg_class where relowner = r.oid) as owns,
      row_security_active('posts') and row_security_active('post_revisions') and row_security_active('mentions')
        and row_security_active('useful_marks') and row_security_active('files') as active
    from pg_roles r where rolname = current_user`;
  expect(role).toEqual({ name: "moothall_app", super: false, bypasses: false, owns: 0, active: true });
});

test("A post says whether its community is closed, and cannot say otherwise", async () => {
  const { room } = rooms.closed;
  const [post] = await node.ctx.sql`select closed from posts where id = ${room.topic.id}`;
  expect(post).toEqual({ closed: true });
  await expect(node.ctx.sql`update posts set closed = false where id = ${room.topic.id}`).rejects.toThrow(
    /posts_community_closed/,
  );
});

test("Who looks is nobody where nobody said who: only what is open is seen", async () => {
  const { room } = rooms.closed;
  const seen = await node.ctx.sql.begin(async (sql) => {
    await sql`select set_config('moothall.viewer', '', true)`;
    return sql`select 1 from posts where community_id = ${room.id}`;
  });
  expect(seen).toHaveLength(0);
});
