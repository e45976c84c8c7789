import type { NodeContext, WriteContext } from "../context.ts";
import type { ChangeKind } from "./kinds.ts";
import type { Change } from "./record.ts";

interface Row {
  id: string;
  position: number;
  kind: ChangeKind;
  actor_id: string | null;
  community_id: string | null;
  subject_id: string | null;
  subject_iri: string | null;
  revision: number | null;
  facts: Record<string, unknown>;
  origin: Change["road"];
  happened: Date;
}

function changeOf(row: Row): Change {
  return {
    id: row.id,
    kind: row.kind,
    actorId: row.actor_id,
    communityId: row.community_id,
    subjectId: row.subject_id,
    subjectIri: row.subject_iri,
    revision: row.revision,
    facts: row.facts,
    road: row.origin,
    happened: row.happened,
  };
}

/** One change by id, or null. */
export async function findChange(ctx: NodeContext | WriteContext, id: string): Promise<Change | null> {
  const [row] = await ctx.sql<Row[]>`select * from changes where id = ${id}`;
  return row ? changeOf(row) : null;
}

/** A place in the record. Transactions commit out of order, so the order is that of their ids, then of position. */
export interface Place {
  readonly xid: string;
  readonly position: number;
}

/**
 * Changes after a place, in the order of the record, at most `limit`. Reads only below the oldest running
 * transaction, so that a slow writer's change can never be skipped.
 */
export async function listChangesAfter(
  ctx: NodeContext | WriteContext,
  after: Place,
  limit: number,
): Promise<readonly { place: Place; change: Change }[]> {
  const rows = await ctx.sql<(Row & { xid: string })[]>`
    select * from changes
    where (xid, position) > (${after.xid}::xid8, ${after.position}) and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by xid, position limit ${limit}`;
  return rows.map((row) => ({ place: { xid: row.xid, position: row.position }, change: changeOf(row) }));
}

/** True when something committed stands after a place, even if `listChangesAfter` may not show it yet. */
export async function isMoreAfter(ctx: NodeContext, after: Place): Promise<boolean> {
  const [row] = await ctx.sql<{ more: boolean }[]>`
    select exists (select from changes where (xid, position) > (${after.xid}::xid8, ${after.position})) as more`;
  return row?.more ?? false;
}

/** The place of the last change that is committed; null while there is none. */
export async function findRecordEnd(ctx: NodeContext): Promise<Place | null> {
  const [row] = await ctx.sql<Place[]>`
    select xid, position from changes order by xid desc, position desc limit 1`;
  return row ?? null;
}

/** Whether a consumer has taken in everything up to a place, this one too. */
export async function hasTakenIn(
  ctx: NodeContext,
  consumer: string,
  { xid, position }: Place,
): Promise<boolean> {
  const [row] = await ctx.sql<{ ok: boolean }[]>`
    select (xid, position) >= (${xid}::xid8, ${position}) as ok from consumers where name = ${consumer}`;
  return row?.ok ?? false;
}
