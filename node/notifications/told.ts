import type { WriteContext } from "../context.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE, viewerOf } from "../visibility/viewer.ts";
import type { Told } from "./facts.ts";

/** What people are looked at for: may they read this community, did they mute this discussion. */
export interface About {
  readonly communityId: string | null;
  readonly rootId?: string | null;
}

/** Those of some actors who have a working account here, by actor id. */
export async function toldByActor(
  tx: WriteContext,
  actorIds: readonly (string | null)[],
  about: About,
): Promise<ReadonlyMap<string, Told>> {
  const ids = [...new Set(actorIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await tx.sql<{ accountId: string; actorId: string; muted: boolean }[]>`
    select acc.id as "accountId", a.id as "actorId", exists (select 1 from muted_threads m
      where m.account_id = acc.id and m.root_id = ${about.rootId ?? null}) as muted
    from accounts acc join actors a on a.id = acc.actor_id
    where a.id = any(${ids}::uuid[]) and acc.disabled is null and a.suspended is null and a.deleted is null`;
  const readers = await readersAmong(
    tx,
    about.communityId,
    rows.map((row) => row.actorId),
  );
  return new Map(rows.map((row) => [row.actorId, { ...row, mayRead: readers.has(row.actorId) }]));
}

/** The same as a list, in no order. */
export async function toldOf(
  tx: WriteContext,
  actorIds: readonly string[],
  about: About,
): Promise<readonly Told[]> {
  return [...(await toldByActor(tx, actorIds, about)).values()];
}

/** Which of these people may read a community, by the one rule. Where anyone may, nobody is asked for. */
async function readersAmong(
  tx: WriteContext,
  communityId: string | null,
  actorIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (communityId === null) return new Set();
  const [open] = await tx.sql`select 1 where ${communityId}::uuid in ${readableCommunities(tx.sql, ANYONE)}`;
  if (open) return new Set(actorIds);
  const readers = new Set<string>();
  for (const actorId of actorIds) {
    const [may] =
      await tx.sql`select 1 where ${communityId}::uuid in ${readableCommunities(tx.sql, viewerOf(actorId))}`;
    if (may) readers.add(actorId);
  }
  return readers;
}
