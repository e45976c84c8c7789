import type { NodeContext } from "../context.ts";
import { listWithoutLead } from "../memberships/without-lead.ts";
import { finding, orFine } from "./finding.ts";
import type { Finding } from "./types.ts";

/** Communities of this node that have lost their last facilitator. */
export async function checkLeads(ctx: NodeContext): Promise<readonly Finding[]> {
  const found = (await listWithoutLead(ctx.sql)).map(({ name, handle, since }) =>
    finding("leads.missing", { name }, { about: handle, since }),
  );
  return orFine(found, finding("leads.fine"));
}
