import type { WriteContext } from "../context.ts";

/** Drops the draft of a place, in the transaction of the post it became. Does nothing where there is none. */
export async function dropDraft(tx: WriteContext, accountId: string, place: string): Promise<void> {
  // The lock that saving takes too: a saving under way ends before, and one that comes later finds the post.
  await tx.sql`select 1 from accounts where id = ${accountId} for no key update`;
  await tx.sql`delete from drafts where account_id = ${accountId} and place = ${place}`;
}
