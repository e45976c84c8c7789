import type { Reader } from "../db/open.ts";

/** The lane to another node, and what stands in it. */
export interface LaneRow {
  readonly origin: string;
  /** Waiting to be delivered. */
  readonly waiting: number;
  /** Refused for good by the other side, or given up. */
  readonly failed: number;
  readonly failures: number;
  readonly failingSince: Date | null;
  /** Not tried before then. */
  readonly openFrom: Date;
  /** Given up until the other side is heard of again. */
  readonly parked: Date | null;
  readonly lastSuccess: Date | null;
  readonly lastError: string | null;
}

/** Every lane, those with trouble first. */
export async function listLanes(r: { readonly sql: Reader }): Promise<readonly LaneRow[]> {
  return r.sql<LaneRow[]>`
    select l.origin, l.failures, l.failing_since as "failingSince", l.open_from as "openFrom", l.parked,
      l.last_success as "lastSuccess", l.last_error as "lastError",
      (select count(*) from deliveries d where d.origin = l.origin and d.failed is null) as waiting,
      (select count(*) from deliveries d where d.origin = l.origin and d.failed is not null) as failed
    from lanes l order by l.parked nulls last, l.failing_since nulls last, l.origin`;
}

/** One delivery in a lane: which activity, and what became of it so far. */
export interface DeliveryRow {
  readonly id: number;
  readonly type: string | null;
  readonly activityIri: string;
  readonly kind: "relay" | "letter";
  readonly attempts: number;
  readonly created: Date;
  readonly failed: Date | null;
  readonly error: string | null;
}

/** Deliveries of a lane, oldest first, at most `limit`: what waits, or what failed. */
export async function listDeliveries(
  r: { readonly sql: Reader },
  query: { readonly origin: string; readonly failed: boolean; readonly limit: number },
): Promise<readonly DeliveryRow[]> {
  return r.sql<DeliveryRow[]>`
    select d.id, v.type, d.activity_iri as "activityIri", d.kind, d.attempts, d.created, d.failed, d.error
    from deliveries d left join activities v on v.iri = d.activity_iri
    where d.origin = ${query.origin} and (d.failed is not null) = ${query.failed} order by d.id limit ${query.limit}`;
}
