import type { Reader } from "../db/open.ts";

/** True for a person of this node who administers it now. */
export async function isAdministrator(sql: Reader, actorId: string): Promise<boolean> {
  const [row] = await sql`
    select 1 from accounts where actor_id = ${actorId} and administrator and disabled is null`;
  return row !== undefined;
}
