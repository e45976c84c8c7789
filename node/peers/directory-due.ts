import type { NodeContext, WriteContext } from "../context.ts";
import { type Peer, peerById } from "./read.ts";

/** A connected peer's directory is to be read at the next look, which comes at once. */
export async function readingDue(tx: WriteContext, origin: string): Promise<void> {
  await tx.sql`update peers set directory_due = ${tx.now} where origin = ${origin} and state = 'accepted'`;
  tx.afterCommit(() => tx.wake("changes"));
}

const HOUR_MS = 3_600_000;

/** Connected peers whose directory is to be read now. */
export async function listDirectoriesDue(ctx: NodeContext): Promise<readonly Peer[]> {
  const rows = await ctx.sql<{ id: string }[]>`
    select id from peers where state = 'accepted' and directory_due <= ${ctx.clock.now()} order by directory_due`;
  const peers = await Promise.all(rows.map((row) => peerById(ctx.sql, row.id)));
  return peers.filter((peer) => peer !== null);
}

/**
 * The directory was read: the next time is in an hour, or when the peer says that it changed. What it said since
 * `began`, while it was being read, stays due. `made`: when the peer made the oldest page of it.
 */
export async function directoryRead(
  ctx: NodeContext,
  peerId: string,
  { began, made }: { began: Date; made: Date | null },
): Promise<void> {
  const now = ctx.clock.now();
  await ctx.sql`update peers set directory_read = ${now}, directory_made = greatest(directory_made, ${made}::timestamptz),
    directory_due = case when directory_due >= ${began}
      then directory_due else ${new Date(now.getTime() + HOUR_MS)} end where id = ${peerId}`;
}
