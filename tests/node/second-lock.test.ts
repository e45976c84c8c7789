import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listMembersForHolders } from "../../node/communities/wire-read.ts";
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
      Record<
        "posts" | "versions" | "mentions" | "useful" | "files" | "links" | "acts" | "log" | "charters",
        number
      >[]
    >`
      select (select count(*)::int from posts where community_id = ${room.id}) as posts,
        (select count(*)::int from post_revisions v where v.post_id in (${room.topic.id}, ${room.reply.id})) as versions,
        (select count(*)::int from mentions where post_id in (${room.topic.id}, ${room.reply.id})) as mentions,
        (select count(*)::int from useful_marks where post_id in (${room.topic.id}, ${room.reply.id})) as useful,
        (select count(*)::int from files where post_id = ${room.topic.id}) as files,
        (select count(*)::int from attached_links where post_id = ${room.topic.id}) as links,
        (select count(*)::int from activities where community_id = ${room.id} and readers = 'holders') as acts,
        (select count(*)::int from log_entries where community_id = ${room.id}) as log,
        (select count(*)::int from closed_charters where community_id = ${room.id}) as charters`;
    return row;
  });
}

const NOTHING = {
  posts: 0,
  versions: 0,
  mentions: 0,
  useful: 0,
  files: 0,
  links: 0,
  acts: 0,
  log: 0,
  charters: 0,
};
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
      expect([whole?.files, whole?.links, whole?.charters]).toEqual([1, 1, 1]);
      // Of a hidden one there is no log.
      if (level === "closed") expect(Math.min(whole?.acts ?? 0, whole?.log ?? 0)).toBeGreaterThan(3);
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

/** What PostgreSQL shows by itself, whatever a query forgets. */
const LOCKED = [
  ...[
    "activities",
    "acts_awaiting_files",
    "attached_links",
    "break_glass",
    "closed_charters",
    "community_exports",
  ],
  ...[
    "files",
    "hidden_invitations",
    "hidden_places",
    "invitations",
    "kept_entries",
    "lead_letters",
    "log_entries",
  ],
  ...["mentions", "moderation_acts", "post_releases", "post_revisions", "posts", "release_sources"],
  ...["useful_marks", "waiting_entries"],
];

test("The application's role owns nothing, is no superuser, and no policy is waived for it", async () => {
  const [role] = await node.ctx.sql`
    select current_user as name, rolsuper as super, rolbypassrls as bypasses,
      (select count(*)::int from pg_class where relowner = r.oid) as owns,
      (select array_agg(c.relname::text order by c.relname) from pg_class c join pg_policy p on p.polrelid = c.oid
        where not row_security_active(c.oid)) as waived,
      (select array_agg(distinct c.relname::text order by c.relname::text) from pg_class c join pg_policy p on p.polrelid = c.oid) as locked
    from pg_roles r where rolname = current_user`;
  expect(role).toEqual({
    ...{ name: "moothall_app", super: false, bypasses: false, owns: 0, waived: null },
    locked: LOCKED,
  });
});

test("What was written here for a closed community elsewhere is there for that community's own node", async () => {
  const { sql, clock } = node.ctx;
  const home = "https://kirklees.gov.example";
  await sql`insert into peers (origin, state, delivery_class) values (${home}, 'accepted', 'profile')`;
  const away = async (level: "closed" | "confidential") => {
    const [group] = await sql<{ id: string }[]>`insert into actors (iri, kind, handle, name, peer_id)
      select ${`${home}/ap/g/${level}`}, 'group', ${level}, ${level}, id from peers where origin = ${home} returning id`;
    const [place] = await sql<{ id: string }[]>`insert into communities (actor_id, level, purpose, epoch)
      values (${group?.id ?? ""}, ${level}, 'For members.', 'one') returning id`;
    const [post] = await sql<{ id: string }[]>`
      insert into posts (id, iri, community_id, closed, root_id, author_id, kind, title, source, html, lang, state, published)
      select id, 'http://somerset/ap/o/' || id, ${place?.id ?? ""}, true, id, ${rooms.closed.people.member.actorId},
        'topic', 'Ours', 'Ours', '<p>Ours</p>', 'en', 'accepted', ${clock.now()} from (select uuidv7() as id) fresh returning id`;
    return post?.id ?? "";
  };
  const posts = { closed: await away("closed"), confidential: await away("confidential") };
  const seen = (viewer: Viewer) =>
    reading(node.ctx, viewer, async (r) => {
      const rows = await r.sql<
        { id: string }[]
      >`select id from posts where id in ${r.sql(Object.values(posts))}`;
      return rows.map(({ id }) => id);
    });
  expect(await seen(peer(home))).toEqual([posts.closed]);
  expect(await seen(peer(SOMEWHERE))).toEqual([]);
  expect(await seen({ kind: "stranger", origin: home })).toEqual([]);
  await sql`update peers set state = 'paused' where origin = ${home}`;
  expect(await seen(peer(home))).toEqual([]);
});

test("Who is in a closed community is told to the nodes that hold it, and to no other", async () => {
  const told = (viewer: Viewer) =>
    reading(node.ctx, viewer, (r) => listMembersForHolders(r, rooms.closed.room.id)).then(
      (all) => all.length,
    );
  expect(await told(peer(SOMEWHERE))).toBeGreaterThan(3);
  for (const viewer of [ANYONE, peer(ELSEWHERE), viewerOf(rooms.closed.people.left.actorId)])
    expect(await told(viewer)).toBe(0);
});

test("A letter is there for the nodes that it is addressed to, and for no other of a like name", async () => {
  const { sql, clock } = node.ctx;
  const iri = "http://somerset/ap/a/letter";
  await sql`insert into activities (iri, actor_iri, type, community_id, readers, addressees, created) values (${iri},
    'http://somerset/ap/p/1', 'Create', ${rooms.closed.room.id}, 'addressees', ${[`${SOMEWHERE}/ap/g/1`]}, ${clock.now()})`;
  const seen = (viewer: Viewer) =>
    reading(node.ctx, viewer, async (r) => (await r.sql`select 1 from activities where iri = ${iri}`).length);
  expect(await seen(peer(SOMEWHERE))).toBe(1);
  expect(await seen({ kind: "stranger", origin: SOMEWHERE })).toBe(1);
  for (const viewer of [
    ANYONE,
    peer(ELSEWHERE),
    peer(SOMEWHERE.slice(0, -1)),
    viewerOf(rooms.closed.people.member.actorId),
  ])
    expect(await seen(viewer)).toBe(0);
});

test("What came of other nodes' logs is there for the node alone, and what is kept of one for its own node", async () => {
  const { sql } = node.ctx;
  const [place] = await sql<
    { id: string }[]
  >`select c.id from communities c join actors g on g.id = c.actor_id
    where g.iri = 'https://kirklees.gov.example/ap/g/closed'`;
  await sql`insert into kept_entries (community_id, epoch, seq, type, bytes) values (${place?.id ?? ""}, 'one', 1, 'Create', '')`;
  await sql`insert into waiting_entries (community_id, epoch, seq, object_iri, entry, since)
    values (${place?.id ?? ""}, 'one', 2, 'x', '', now())`;
  const seen = (viewer: Viewer) =>
    reading(node.ctx, viewer, async (r) => {
      const [row] = await r.sql<{ kept: number; waiting: number }[]>`select
        (select count(*)::int from kept_entries) as kept, (select count(*)::int from waiting_entries) as waiting`;
      return [row?.kept, row?.waiting];
    });
  expect(await seen(asNode("test"))).toEqual([1, 1]);
  expect(await seen(peer("https://kirklees.gov.example"))).toEqual([1, 0]);
  for (const viewer of [ANYONE, peer(SOMEWHERE), viewerOf(rooms.closed.people.member.actorId)])
    expect(await seen(viewer)).toEqual([0, 0]);
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
