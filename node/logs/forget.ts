import type { WriteContext } from "../context.ts";
import { forgetDecisions } from "./decisions.ts";

/** Nothing of the log of a community elsewhere is kept, and all of it counts as not read. */
export async function forgetLog(tx: WriteContext, communityId: string): Promise<void> {
  for (const table of ["kept_entries", "waiting_entries", "entries_set_aside"])
    await tx.sql`delete from ${tx.sql(table)} where community_id = ${communityId}`;
  await forgetDecisions(tx, communityId);
  await tx.sql`update communities set applied = '{}'::int8multirange, history_floor = 0, history_state = 'wanted', epoch = '', seq = 0
    where id = ${communityId}`;
}
