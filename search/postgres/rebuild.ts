import type { Indexable } from "../document.ts";
import { RebuildSuperseded } from "../engine.ts";
import type { Sql } from "../port.ts";
import { SETTINGS_VERSION } from "./settings.ts";
import { insertRows } from "./write.ts";

interface Build {
  readonly generation: number;
  readonly round: number;
}

const CHUNK = 500;
const PURGE_CHUNK = 2_000;

/**
 * Fills a second generation from the whole source while the first is read, then swaps. What is written meanwhile goes
 * into both. Whoever calls reads the source only after this began. Returns how many documents were taken.
 */
export async function rebuild(sql: Sql, docs: AsyncIterable<Indexable>): Promise<number> {
  const build = await begin(sql);
  let taken = 0;
  let chunk: Indexable[] = [];
  for await (const doc of docs) {
    if (chunk.push(doc) < CHUNK) continue;
    taken += await fill(sql, build, chunk);
    chunk = [];
  }
  taken += await fill(sql, build, chunk);
  await swap(sql, build);
  await purge(sql);
  return taken;
}

/** Deletes rows of generations that are neither read nor filled: what an interrupted rebuild left behind. */
export async function purge(sql: Sql): Promise<void> {
  for (const table of ["search_document", "search_person"]) {
    const keys = table === "search_document" ? "closed, generation, uid" : "generation, uid";
    const spare = `not in (select live from search_state union all select building from search_state where building is not null)`;
    for (;;) {
      const gone = await sql.query(
        `delete from ${table} where (${keys}) in (select ${keys} from ${table} where generation ${spare} limit ${PURGE_CHUNK}) returning 1`,
        [],
      );
      if (gone.length < PURGE_CHUNK) break;
    }
  }
}

async function begin(sql: Sql): Promise<Build> {
  const [build] = await sql.query<Build>(
    `update search_state set round = round + 1, building = (greatest(live, coalesce(building, 0)) + 1) % 30000
     returning building as generation, round`,
    [],
  );
  if (!build) throw new Error("The search index has no state row: run the migrations.");
  await purge(sql);
  return build;
}

function fill(sql: Sql, build: Build, docs: readonly Indexable[]): Promise<number> {
  if (docs.length === 0) return Promise.resolve(0);
  return sql.transaction(async (tx) => {
    await hold(tx, build, "share");
    const unique = [...new Map(docs.map((doc) => [doc.id, doc])).values()].sort((a, b) =>
      a.id < b.id ? -1 : 1,
    );
    const taken = await takeFromSource(tx, build, unique);
    await insertRows(tx, taken, [build.generation]);
    return taken.length;
  });
}

async function hold(tx: Sql, build: Build, lock: "share" | "update"): Promise<void> {
  const [state] = await tx.query<{ round: number }>(`select round from search_state for ${lock}`, []);
  if (state?.round !== build.round) throw new RebuildSuperseded();
}

/**
 * What the source says counts, except for ids written or removed since this rebuild began (same round): those stand
 * in the new generation already, or are gone. Erased ids stay out for good.
 */
async function takeFromSource(tx: Sql, build: Build, docs: readonly Indexable[]): Promise<Indexable[]> {
  const taken = await tx.query<{ uid: string }>(
    `insert into search_seen as s (uid, version, round)
     select * from (select unnest($1::text[]), unnest($2::bigint[]), $3::int) as r(uid, version, round)
     on conflict (uid) do update set version = excluded.version, gone = null, gone_at = null, round = excluded.round
     where s.round < excluded.round and s.gone is distinct from 'erased'
     returning uid`,
    [docs.map((doc) => doc.id), docs.map((doc) => doc.version), build.round],
  );
  const ids = new Set(taken.map((row) => row.uid));
  return docs.filter((doc) => ids.has(doc.id));
}

function swap(sql: Sql, build: Build): Promise<void> {
  return sql.transaction(async (tx) => {
    await hold(tx, build, "update");
    await tx.query("update search_state set live = building, building = null, settings = $1", [
      SETTINGS_VERSION,
    ]);
  });
}
