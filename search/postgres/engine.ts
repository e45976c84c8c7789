import type { Health, QueueProbe, SearchEngine, Ticket } from "../engine.ts";
import type { Sql } from "../port.ts";
import { findPeople } from "./people.ts";
import { searchDocuments } from "./query.ts";
import { purge, rebuild } from "./rebuild.ts";
import { remove, removeWhere } from "./remove.ts";
import { SETTINGS_VERSION } from "./settings.ts";
import { similarPosts } from "./similar.ts";
import { similarCommunities } from "./similar-communities.ts";
import { listIds, statsOf } from "./stats.ts";
import { suggest } from "./suggest.ts";
import { forgetOldRemovals, refreshWordLists } from "./word-lists.ts";
import { upsert } from "./write.ts";

export interface PostgresSearchOptions {
  readonly sql: Sql;
  readonly clock: { now(): Date };
  readonly queue?: QueueProbe;
}

/** Search in the node's own PostgreSQL. A write is visible when its call returns. */
export function postgresEngine({ sql, clock, queue }: PostgresSearchOptions): SearchEngine {
  return {
    name: "postgres",
    open: (how) => makeReady(sql, how?.anew ?? false),
    close: async () => {},
    health: () => healthOf(sql, clock, queue),
    async search(viewer, query) {
      const began = performance.now();
      const page = await searchDocuments(sql, viewer, query, clock.now());
      return { ...page, tookMs: performance.now() - began };
    },
    people: (viewer, query) => findPeople(sql, viewer, query),
    suggest: (_viewer, prefix, limit) => suggest(sql, prefix, limit),
    similar: (viewer, text, options) => similarPosts(sql, viewer, text, options),
    similarCommunities: (viewer, name, purpose, limit) =>
      similarCommunities(sql, viewer, { name, purpose, limit }),
    ids: (after) => listIds(sql, after),
    stats: () => statsOf(sql, queue),
    ...writesOf(sql, clock),
  };
}

type Writes = Pick<SearchEngine, "upsert" | "remove" | "removeWhere" | "settled" | "rebuild" | "tidy">;

function writesOf(sql: Sql, clock: { now(): Date }): Writes {
  let seq = 0;
  const ticket = (): Ticket => ({ seq: ++seq });
  const lists = wordListKeeper(sql);
  return {
    async upsert(docs) {
      await lists.after(await upsert(sql, docs));
      return ticket();
    },
    async remove(ids, why) {
      await remove(sql, ids, why, clock.now());
      return ticket();
    },
    async removeWhere(which, why) {
      await removeWhere(sql, which, why, clock.now());
      return ticket();
    },
    settled: async () => {},
    async rebuild(docs) {
      const began = performance.now();
      const taken = await rebuild(sql, docs);
      await refreshWordLists(sql);
      return { docs: taken, ms: performance.now() - began };
    },
    async tidy() {
      await forgetOldRemovals(sql, clock.now());
      await purge(sql);
      await refreshWordLists(sql);
    },
  };
}

/** A new index needs no rebuild: it is as empty as its source. */
async function makeReady(sql: Sql, anew: boolean): Promise<void> {
  if (anew) await sql.transaction(dropAll);
  await sql.query("update search_state set settings = $1 where settings = ''", [SETTINGS_VERSION]);
  await purge(sql);
}

/** Versions are numbers of the database's transactions: those of another database compare with nothing. */
async function dropAll(tx: Sql): Promise<void> {
  for (const table of ["search_document", "search_person", "search_seen"])
    await tx.query(`delete from ${table}`, []);
  await tx.query("update search_state set settings = 'anew', building = null", []);
}

async function healthOf(sql: Sql, clock: { now(): Date }, queue?: QueueProbe): Promise<Health> {
  try {
    const [state] = await sql.query<{ settings: string }>("select settings from search_state", []);
    const oldest = (await queue?.())?.oldest;
    const lagMs = oldest ? Math.max(0, clock.now().getTime() - oldest.getTime()) : 0;
    const fits = state?.settings === SETTINGS_VERSION;
    return { ok: fits, lagMs, reason: fits ? null : "rebuild-needed" };
  } catch {
    return { ok: false, lagMs: 0, reason: "unreachable" };
  }
}

/** Below this the word lists cost less than the documents written. */
const FEW_DOCUMENTS = 500;
/** Of the time, so much at most goes into the word lists while a longer history is read. */
const SHARE_OF_TIME = 1 / 50;

/**
 * Keeps the word lists of a small, growing index fresh: made again when as many documents were written as the tenth part
 * of those they were made from, and no more often than a fiftieth of the time allows. Large ones wait for the night.
 */
function wordListKeeper(sql: Sql) {
  let written = 0;
  let restedAt = 0;
  return {
    async after(count: number): Promise<void> {
      written += count;
      const [state] = await sql.query<{ docs: number }>("select public_docs as docs from search_state", []);
      const docs = state?.docs ?? 0;
      if (written === 0 || written * 10 < docs || docs > 20_000) return;
      const began = performance.now();
      if (docs > FEW_DOCUMENTS && began < restedAt) return;
      written = 0;
      await refreshWordLists(sql);
      restedAt = performance.now() + (performance.now() - began) / SHARE_OF_TIME;
    },
  };
}
