import type { Sql } from "../port.ts";

const OLD_REMOVALS_DAYS = 400;

/**
 * Makes the word lists again from documents that anyone may read, and only from those: a list of words from closed
 * text would tell what stands in it. Does nothing while another process does the same.
 */
export function refreshWordLists(sql: Sql): Promise<void> {
  return sql.transaction(async (tx) => {
    await tx.query("set local statement_timeout = 0", []);
    const [lock] = await tx.query<{ mine: boolean }>("select pg_try_advisory_xact_lock(7264120) as mine", []);
    if (!lock?.mine) return;
    const [state] = await tx.query<{ live: number }>("select live from search_state", []);
    const open = `search_open where generation = ${Number(state?.live ?? 0)} and acl @> '{1}'`;
    await replaceList(tx, "search_stem", `select tsv from ${open}`, "true");
    await replaceList(
      tx,
      "search_word",
      `select to_tsvector('cop_cy', translate(title || ' ' || labels || ' ' || left(body, 20000), '/-–—_.', '      ')) from ${open}`,
      "length(word) between 3 and 30 and word !~ '[0-9]'",
    );
    await tx.query(`update search_state set public_docs = (select count(*) from ${open})`, []);
  });
}

/** Writes only what changed. `source` is a query giving one tsvector a row. */
async function replaceList(tx: Sql, table: string, source: string, keep: string): Promise<void> {
  const stat = `select word collate "C" as word, ndoc from ts_stat($1) where ${keep}`;
  await tx.query(
    `with new as materialized (${stat}),
       gone as (delete from ${table} t where not exists (select 1 from new where new.word = t.word))
     insert into ${table} as t (word, ndoc) select word, ndoc from new
     on conflict (word) do update set ndoc = excluded.ndoc where t.ndoc <> excluded.ndoc`,
    [source],
  );
}

/** Forgets removed ids after 400 days, but for erased ones, which stay out for good. */
export async function forgetOldRemovals(sql: Sql, now: Date): Promise<void> {
  await sql.query(
    `delete from search_seen where gone is not null and gone <> 'erased' and gone_at < to_timestamp($1::float8 / 1000)`,
    [now.getTime() - OLD_REMOVALS_DAYS * 86_400_000],
  );
}
