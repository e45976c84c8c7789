import { findItems } from "../../node/discovery/find.ts";
import { readableHits, searchReaderOf } from "../../node/discovery/readers.ts";
import { placeTextOf } from "../../node/drafts/place.ts";
import { listDrafts } from "../../node/drafts/read.ts";
import { exportDiscussion, measureExport, nextDiscussions } from "../../node/exports/read.ts";
import { findFile } from "../../node/files/read.ts";
import { findMirrored } from "../../node/files/wire-read.ts";
import type { SearchHit, SearchPage } from "../../node/ports.ts";
import { hasWritten } from "../../node/posts/authors.ts";
import { listFeedEntries } from "../../node/posts/feed.ts";
import { findOwnWords } from "../../node/posts/own-words.ts";
import { findPostPath } from "../../node/posts/path.ts";
import { topicRows } from "../../node/posts/rows.ts";
import { findShown } from "../../node/posts/shown.ts";
import { findThread } from "../../node/posts/thread-page.ts";
import { findVersions } from "../../node/posts/versions.ts";
import {
  type Ask,
  type Asks,
  heard,
  idsAt,
  nodeLooking,
  pretending,
  readingAs,
  unrefused,
  viewing,
  whoOf,
  within,
} from "./asks.ts";
import type { MatrixScene } from "./matrix-scene.ts";

const measured: Ask = async (s, inside) => {
  const { parts, bytes } = await measureExport(
    readingAs(s.home.ctx, viewing(s, inside)),
    viewing(s, inside),
    s.rooms.closed.id,
  );
  return parts + bytes > 0;
};

const hits =
  (of: (s: MatrixScene) => { posts: string[]; communities: string[] }): Ask =>
  async (s, inside) =>
    (await readableHits(s.home.ctx, viewing(s, inside), { ...of(s), people: [] })).size > 0;

/** An index that proposes to everybody what only members may be told of. */
const proposed: Ask = async (s, inside) => {
  const { ctx } = s.home;
  const hit: SearchHit = {
    ...{ kind: "question", id: s.rooms.closed.topic.id, title: [], snippet: null, elsewhere: null },
  };
  const page: SearchPage = {
    ...{ hits: [hit], total: 1, totalIsLowerBound: false, facets: {}, corrected: null, reachable: 1 },
    ...{ leftOut: [], behind: false, sources: [] },
  };
  const search = { ...ctx.ports.search, find: async () => page };
  const query = {
    ...({ text: "x", in: "knowledge", kinds: [], councils: [], communities: [], since: null } as const),
    ...({ language: null, sort: "relevance", page: 1 } as const),
  };
  const found = await findItems({ ...ctx, ports: { ...ctx.ports, search } }, viewing(s, inside), query);
  return found.items.length > 0;
};

const drafted: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { accountId } = whoOf(s, inside);
    const place = placeTextOf({ kind: "question", communityId: s.rooms.closed.id });
    await tx.sql`insert into drafts (account_id, place, body, updated) values (${accountId}, ${place}, '{}', ${tx.now})`;
    const drafts = await listDrafts(readingAs(tx, viewing(s, inside)), accountId);
    return drafts.some((draft) => draft.place === place);
  });

const shown: Ask = (s, inside) =>
  pretending(s.other, async (tx) => {
    const { iri, topic } = s.rooms.closed;
    const { communityId } = await idsAt(tx, { room: iri, post: topic.iri });
    await heard(tx, communityId, inside);
    return (await findShown(within(tx), { iri: topic.iri, homeOrigin: s.home.origin })) !== null;
  });

/** Somebody who has written in one room only, the open or the closed one. */
const written: Ask = (s, inside) =>
  pretending(s.home, async ({ sql }) => {
    const { actorId } = s.people.outsider;
    const room = inside ? s.rooms.open : s.rooms.closed;
    await sql`update posts set author_id = ${actorId} where id = ${room.reply.id}`;
    const [row] = await sql<{ told: boolean }[]>`select ${hasWritten(sql, sql`${actorId}::uuid`)} as told`;
    return row?.told ?? false;
  });

const ownWords: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { topic, reply } = s.rooms.closed;
    const { actorId } = whoOf(s, inside);
    await tx.sql`update posts set author_id = ${actorId} where id = ${reply.id}`;
    const viewer = viewing(s, inside);
    return unrefused(findOwnWords(readingAs(tx, viewer), viewer, { thread: topic.id, post: reply.id }));
  });

const mirrored: Ask = async (s, inside) => {
  const { sql } = s.home.ctx;
  const [file] = await sql<{ sha256: string }[]>`
    select encode(coalesce(digest, sha256), 'hex') as sha256 from files where post_id = ${s.rooms.closed.topic.id}`;
  const asked = {
    communityId: s.rooms.closed.id,
    sha256: file?.sha256 ?? "",
    viewer: nodeLooking(s, inside),
  };
  return (await findMirrored(s.home.ctx, asked)) !== null;
};

const file: Ask = async (s, inside) => {
  const { sql } = s.home.ctx;
  const [row] = await sql<
    { secret: string }[]
  >`select secret from files where post_id = ${s.rooms.closed.topic.id}`;
  return unrefused(findFile({ sql }, viewing(s, inside), { secret: row?.secret ?? "", small: false }));
};

const listed: Ask = async (s, inside) => {
  const { sql } = s.home.ctx;
  const where = sql`p.community_id = ${s.rooms.closed.id}`;
  const query = { where, order: sql`p.id`, limit: 5, offset: 0 };
  return (await topicRows(sql, viewing(s, inside), query)).rows.length > 0;
};

/** What was written: posts, their versions, files, drafts, what is exported of them, and the search. */
export const WORDS: Asks = {
  "node/discovery/find.ts foundPosts readableCommunities": proposed,
  "node/discovery/readers.ts readableHits knownCommunities": hits(({ rooms }) => ({
    posts: [],
    communities: [rooms.confidential.id],
  })),
  "node/discovery/readers.ts readableHits readableCommunities": hits(({ rooms }) => ({
    posts: [rooms.closed.topic.id, rooms.confidential.topic.id],
    communities: [],
  })),
  "node/discovery/readers.ts searchReaderOf readableCommunities": async (s, inside) =>
    (await searchReaderOf(s.home.ctx, viewing(s, inside))).communities.length > 0,
  "node/drafts/read.ts communitiesOf readableCommunities": drafted,
  "node/exports/read.ts exportDiscussion readableCommunities": async (s, inside) =>
    (
      await exportDiscussion(
        readingAs(s.home.ctx, viewing(s, inside)),
        viewing(s, inside),
        s.rooms.closed.topic.id,
      )
    ).length > 0,
  "node/exports/read.ts measureExport readableCommunities": measured,
  "node/exports/read.ts measureExport readableCommunities 2": measured,
  "node/exports/read.ts nextDiscussions readableCommunities": async (s, inside) => {
    const of = { communityId: s.rooms.closed.id, after: null };
    const r = readingAs(s.home.ctx, viewing(s, inside));
    return (await nextDiscussions(r, viewing(s, inside), of)).length > 0;
  },
  "node/files/read.ts findFile readableCommunities": file,
  "node/files/wire-read.ts findMirrored readableCommunities": mirrored,
  "node/posts/authors.ts hasWritten readableCommunities": written,
  // A feed is for nobody in particular: what anyone may read stands in it.
  "node/posts/feed.ts listFeedEntries readableCommunities": async ({ home, rooms }, inside) =>
    (await listFeedEntries(home.ctx, (inside ? rooms.open : rooms.closed).id)).length > 0,
  "node/posts/own-words.ts findOwnWords readableCommunities": ownWords,
  "node/posts/path.ts findPostPath readableCommunities": async (s, inside) =>
    (await findPostPath(s.home.ctx, viewing(s, inside), { iri: s.rooms.closed.topic.iri })) !== null,
  "node/posts/rows.ts topicRows readableCommunities": listed,
  "node/posts/shown.ts findShown readableCommunities": shown,
  "node/posts/thread-page.ts findRoot readableCommunities": async (s, inside) => {
    const { handle, topic } = s.rooms.closed;
    const viewer = viewing(s, inside);
    return unrefused(findThread(readingAs(s.home.ctx, viewer), viewer, { handle, id: topic.id, page: 1 }));
  },
  "node/posts/versions.ts findVersions readableCommunities": async (s, inside) =>
    unrefused(
      findVersions(s.home.ctx, viewing(s, inside), { postId: s.rooms.closed.reply.id, number: null }),
    ),
};
