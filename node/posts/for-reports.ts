import type { Fragment, Reader } from "../db/open.ts";

/** Why a post was removed, for closing the reports of it; null while it stands. */
export async function removalOf(sql: Reader, iri: string): Promise<{ readonly reason: string } | null> {
  const [row] = await sql<
    { reason: string }[]
  >`select reason from posts where iri = ${iri} and state = 'removed'`;
  return row ?? null;
}

/** Whether a report of somebody else's post is open in the community of `m`, a row of memberships. */
export function reportsWait(sql: Reader): Fragment {
  return sql`exists (select 1 from reports r left join posts p on p.id = r.post_id
    where r.community_id = m.community_id and r.state = 'open' and p.author_id is distinct from m.actor_id)`;
}
