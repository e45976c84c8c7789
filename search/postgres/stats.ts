import type { QueueProbe } from "../engine.ts";
import type { Sql } from "../port.ts";
import { kindOf } from "./kinds.ts";

const CHUNK = 1_000;
const TABLES = ["search_open", "search_closed", "search_person", "search_stem", "search_word", "search_seen"];

/** Ids and versions of everything that is indexed, in the order of ids. */
export async function* listIds(sql: Sql, after = ""): AsyncIterable<{ id: string; version: number }> {
  for (let last = after; ; ) {
    const rows = await sql.query<{ id: string; version: number }>(
      `(select uid as id, version::float8 as version from search_document
        where closed = false and generation = (select live from search_state) and uid > $1 order by uid limit ${CHUNK})
       union all (select uid, version::float8 from search_document
        where closed = true and generation = (select live from search_state) and uid > $1 order by uid limit ${CHUNK})
       union all (select uid, version::float8 from search_person
        where generation = (select live from search_state) and uid > $1 order by uid limit ${CHUNK})
       order by id limit ${CHUNK}`,
      [last],
    );
    yield* rows;
    const end = rows.at(-1);
    if (!end || rows.length < CHUNK) return;
    last = end.id;
  }
}

/** Documents by kind, bytes on disk, what waits to be indexed. */
export async function statsOf(sql: Sql, queue?: QueueProbe) {
  const kinds = await sql.query<{ kind: number; n: number }>(
    "select kind, count(*)::int as n from search_document where generation = (select live from search_state) group by kind",
    [],
  );
  const [people] = await sql.query<{ n: number }>(
    "select count(*)::int as n from search_person where generation = (select live from search_state)",
    [],
  );
  const [size] = await sql.query<{ bytes: number }>(
    "select sum(pg_total_relation_size(t::regclass))::float8 as bytes from unnest($1::text[]) as t",
    [TABLES],
  );
  const docs = Object.fromEntries(kinds.map(({ kind, n }): [string, number] => [kindOf(kind), n]));
  return {
    docs: { ...docs, person: people?.n ?? 0 },
    bytes: size?.bytes ?? 0,
    queue: (await queue?.())?.count ?? 0,
  };
}
