import type { NodeContext } from "../context.ts";
import { finding } from "./finding.ts";
import type { Finding } from "./types.ts";

/** Nodes without a member any more that did not answer in time when they were asked to erase their copies (profile D.4). */
export async function checkErasures(ctx: NodeContext): Promise<readonly Finding[]> {
  const rows = await ctx.sql<{ origin: string; name: string; count: number; since: Date }[]>`
    select p.origin, coalesce(nullif(p.name, ''), p.origin) as name, count(*) as count, min(e.until) as since
    from erasures e join peers p on p.id = e.peer_id
    where e.answered is null and e.until < ${ctx.clock.now()} group by p.origin, p.name order by p.origin`;
  return rows.map(({ origin, name, count, since }) =>
    finding("peers.unerased", { origin, name, count }, { about: origin, since }),
  );
}
