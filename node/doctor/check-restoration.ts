import { findRestoration } from "../backup/restorations.ts";
import type { NodeContext } from "../context.ts";
import { finding } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import type { Finding } from "./types.ts";

/** Whether this node was brought back to an earlier state lately, and how far it is with asking the others. */
export async function checkRestoration(ctx: NodeContext): Promise<readonly Finding[]> {
  const restoration = await findRestoration(ctx);
  if (restoration === null) return [];
  const { noticed, made, asked, recovered, lost, finished } = restoration;
  if (finished !== null && ctx.clock.now().getTime() - finished.getTime() > LIMITS.lately) return [];
  const [row] = await ctx.sql<{ n: number }[]>`select count(*) as n from peers where state = 'accepted'`;
  const facts = {
    made: (made ?? noticed).toISOString().slice(0, 16).replace("T", " "),
    asked: asked.length,
    all: row?.n ?? 0,
    recovered,
    lost,
  };
  return [finding(finished === null ? "restored.asking" : "restored.done", facts, { since: noticed })];
}
