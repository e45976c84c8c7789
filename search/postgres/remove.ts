import type { Why } from "../document.ts";
import type { RemoveWhere } from "../engine.ts";
import { newParams, type Sql } from "../port.ts";
import { dropRows, holdGenerations } from "./write.ts";

const CHUNK = 500;

/** Takes ids out of the index and remembers that they are gone, and why. Ids that were never seen are remembered too. */
export async function remove(sql: Sql, ids: readonly string[], why: Why, now: Date): Promise<void> {
  const sorted = [...new Set(ids)].sort();
  for (let i = 0; i < sorted.length; i += CHUNK) await removeChunk(sql, sorted.slice(i, i + CHUNK), why, now);
}

function removeChunk(sql: Sql, ids: readonly string[], why: Why, now: Date): Promise<void> {
  return sql.transaction(async (tx) => {
    const { round } = await holdGenerations(tx);
    await tx.query(
      `insert into search_seen as s (uid, version, gone, gone_at, round)
       select uid, 0, $2, to_timestamp($3::float8 / 1000), $4::int from unnest($1::text[]) as uid
       on conflict (uid) do update set gone = case when s.gone = 'erased' then s.gone else excluded.gone end,
         gone_at = excluded.gone_at, round = excluded.round`,
      [ids, why, now.getTime(), round],
    );
    await dropRows(tx, ids);
  });
}

/** Removes everything that fits all given fields. */
export async function removeWhere(sql: Sql, which: RemoveWhere, why: Why, now: Date): Promise<void> {
  const fields = Object.entries(which).filter(([, value]) => value !== undefined);
  if (fields.length === 0) return;
  for (;;) {
    const ids = await someIdsOf(sql, fields);
    if (ids.length === 0) return;
    await remove(sql, ids, why, now);
  }
}

const COLUMNS = new Set(["node", "council", "author", "community", "thread"]);
const PERSON_COLUMNS = new Set(["node", "council"]);

async function someIdsOf(sql: Sql, fields: readonly [string, string][]): Promise<string[]> {
  const params = newParams();
  const tests = fields.map(([field, value]) => {
    if (!COLUMNS.has(field)) throw new Error(`Nothing can be removed from the search index by ${field}.`);
    return `${field} = ${params.add(value)}`;
  });
  const where = `generation in (select live from search_state union select building from search_state) and ${tests.join(" and ")}`;
  const people = fields.every(([field]) => PERSON_COLUMNS.has(field));
  const rows = await sql.query<{ uid: string }>(
    `(select distinct uid from search_document where ${where} limit ${CHUNK})
     ${people ? `union (select distinct uid from search_person where ${where} limit ${CHUNK})` : ""}`,
    params.values,
  );
  return rows.map((row) => row.uid);
}
