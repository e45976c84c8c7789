import type { Reader } from "../db/open.ts";

/** Why a post was removed, for closing the reports of it; null while it stands. */
export async function removalOf(sql: Reader, iri: string): Promise<{ readonly reason: string } | null> {
  const [row] = await sql<
    { reason: string }[]
  >`select reason from posts where iri = ${iri} and state = 'removed'`;
  return row ?? null;
}
