import type { Fragment, Reader } from "../db/open.ts";

/** True for a blocked node, and for every name below the name of one (profile F-08, P-10). */
export async function isBlocked(sql: Reader, origin: string): Promise<boolean> {
  const [row] = await sql<{ blocked: boolean }[]>`select ${blockedAbove(sql, origin)} as blocked`;
  return row?.blocked ?? false;
}

/** The same as a condition within another read. */
export function blockedAbove(sql: Reader, origin: string): Fragment {
  const host = URL.parse(origin)?.hostname ?? "";
  const labels = host.split(".");
  const above = labels.slice(1).map((_label, at) => labels.slice(at + 1).join("."));
  return sql`exists (select 1 from peers where state = 'blocked'
      and (origin = ${origin} or substring(origin from '^[a-z]+://([^/:]+)') = any(${above})))`;
}
