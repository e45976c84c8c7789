import type { NodeContext } from "../context.ts";
import { finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import type { Finding } from "./types.ts";

/** Connected nodes that have not confirmed removals of communities here for seven days, or lied about one (G15). */
export async function checkReceipts(ctx: NodeContext): Promise<readonly Finding[]> {
  const rows = await ctx.sql<{ origin: string; name: string; count: number; since: Date }[]>`
    select p.origin, coalesce(nullif(p.name, ''), p.origin) as name, count(*) as count, min(r.sent) as since
    from removal_receipts r join peers p on p.id = r.peer_id and p.state = 'accepted'
    where r.confirmed is null and r.sent < ${new Date(ctx.clock.now().getTime() - LIMITS.lately)}
    group by p.origin, p.name order by p.origin`;
  const silent = rows.map(({ origin, name, count, since }) =>
    finding("peers.silent", { origin, name, count }, { about: origin, since }),
  );
  return [...silent, ...(await liars(ctx))];
}

/** Until an administrator has chosen what they may hold from now on. */
async function liars(ctx: NodeContext): Promise<readonly Finding[]> {
  const rows = await ctx.sql<{ origin: string; name: string; since: Date }[]>`
    select origin, coalesce(nullif(name, ''), origin) as name, closed_lost as since from peers
    where closed_lost_why = 'lied' order by origin`;
  return rows.map(({ origin, name, since }) =>
    finding("peers.lied", { origin, name }, { about: origin, since }),
  );
}
