import type { AnyContext } from "../context.ts";
import { mayReadHidden } from "../visibility/holders.ts";

/** Whether the node at an origin is one that may read hidden communities of this one for its people. */
export async function isPeerReadingHidden(ctx: AnyContext, origin: string): Promise<boolean> {
  const { sql } = ctx;
  const [row] = await sql`select 1 from peers p where p.origin = ${origin} and ${mayReadHidden(sql)}`;
  return row !== undefined;
}
