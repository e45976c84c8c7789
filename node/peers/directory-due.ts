import type { WriteContext } from "../context.ts";

/** A connected peer's directory is to be read at the next look, which comes at once. */
export async function readingDue(tx: WriteContext, origin: string): Promise<void> {
  await tx.sql`update peers set directory_due = ${tx.now} where origin = ${origin} and state = 'accepted'`;
  tx.afterCommit(() => tx.wake("changes"));
}
