import type { WriteContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import { FILE_LIMITS } from "./limits.ts";

/** Until the transaction ends, nobody else counts what this person, or this community, has. */
export async function oneAtATime(tx: WriteContext, whose: string): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`files ${whose}`}, 0))`;
}

/** Refuses `too-large` with `reason` `day` where so many bytes more are too many for one person within 24 hours. */
export async function checkDay(
  sql: Reader,
  now: Date,
  { ownerId, bytes }: { ownerId: string; bytes: number },
): Promise<void> {
  const since = new Date(now.getTime() - 86_400_000);
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(bytes), 0)::bigint as bytes from files where owner_id = ${ownerId} and uploaded > ${since}`;
  if ((row?.bytes ?? 0) + bytes > FILE_LIMITS.personDayBytes)
    refuse("too-large", { field: "upload", reason: "day", most: FILE_LIMITS.personDayBytes });
}

/** Refuses `too-large` with `reason` `community` where so many bytes more are too many for a community. */
export async function checkCommunity(sql: Reader, communityId: string, added: number): Promise<void> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(bytes), 0)::bigint as bytes from files where community_id = ${communityId}`;
  if ((row?.bytes ?? 0) + added > FILE_LIMITS.communityBytes)
    refuse("too-large", { field: "upload", reason: "community", most: FILE_LIMITS.communityBytes });
}
