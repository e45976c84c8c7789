import type { WriteContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";

/** The charter of the community `c`; of a closed one PostgreSQL shows it to its readers alone (ADR 10). */
export function charterColumn(sql: Reader): Fragment {
  return sql`case when c.closed then coalesce((select k.charter from closed_charters k where k.community_id = c.id), '{}')
    else c.charter end`;
}

/**
 * Keeps a charter where it belongs by the community's level as it now stands: of a closed one behind the second lock. Null
 * keeps the one it has.
 */
export async function keepCharter(
  tx: WriteContext,
  communityId: string,
  charter: Readonly<Record<string, string>> | null,
): Promise<void> {
  const given = charter === null ? null : tx.sql.json(charter);
  await tx.sql`
    with kept as (select c.id, c.closed, coalesce(${given}::jsonb, k.charter, c.charter) as charter
      from communities c left join closed_charters k on k.community_id = c.id where c.id = ${communityId}),
    plain as (update communities c set charter = case when k.closed then '{}' else k.charter end from kept k where c.id = k.id),
    opened as (delete from closed_charters o using kept k where o.community_id = k.id and not k.closed)
    insert into closed_charters (community_id, charter) select id, charter from kept where closed
    on conflict (community_id) do update set charter = excluded.charter`;
}
