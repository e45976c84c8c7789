import type { AnyContext } from "../context.ts";
import { refuse } from "../refusal.ts";

/** The path a join link leads to: the community's way in. Refuses `not-found` for a code that is not its own. */
export async function findByJoinCode(ctx: AnyContext, handle: string, code: string): Promise<string> {
  const [row] = await ctx.sql<{ handle: string; level: string }[]>`
    select g.handle, c.level from communities c join actors g on g.id = c.actor_id join handles h on h.actor_id = g.id
    where h.handle = ${handle.toLowerCase()} and c.join_code = ${code} and g.peer_id is null and c.level in ('open', 'restricted')`;
  if (!row) return refuse("not-found");
  return row.level === "open" ? `/c/${row.handle}` : `/c/${row.handle}/join`;
}
