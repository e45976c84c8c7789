import type { NodeContext } from "../context.ts";
import type { Fragment } from "../db/open.ts";

/** A delivery waiting in a lane: ids only, rendered and signed when it is sent. */
export interface WaitingDelivery {
  readonly id: number;
  readonly inbox: string;
  readonly activityIri: string;
  readonly kind: "relay" | "letter";
  readonly form: "activity" | "id";
  /** What the activity is about; what is said of one thing goes in order. */
  readonly objectIri: string | null;
  readonly attempts: number;
  readonly created: Date;
}

export interface ClaimedLane {
  readonly origin: string;
  readonly failures: number;
  readonly failingSince: Date | null;
}

/** How many lanes a worker has hands for. */
export interface Room {
  readonly places: number;
  /** Of these, for lanes that failed the last time. */
  readonly forFailing: number;
  /** Origins whose lanes it has just given back and is about to leave: taken once it has. */
  readonly leaving?: readonly string[];
}

/** How long a claim stands without being renewed: so long lanes wait after their worker was killed. */
export const LEASE_MS = 20_000;

/**
 * Claims lanes that are due and have something to deliver, healthy ones first, and of failing ones no more than
 * `forFailing`, so that dead nodes never delay live ones (experiment R17). A lease that its worker did not give back
 * (kill -9) ends after 20 s. A paused peer's lane waits. Whether a lane is free is asked again once its row is locked:
 * another worker may have claimed it since it was seen.
 */
export async function claimLanes(
  ctx: NodeContext,
  worker: string,
  { places, forFailing, leaving = [] }: Room,
): Promise<readonly ClaimedLane[]> {
  const now = ctx.clock.now();
  const { sql } = ctx;
  const free = (lane: Fragment) =>
    sql`${lane}.open_from <= ${now} and ${lane}.parked is null and (${lane}.leased_until is null or ${lane}.leased_until < ${now})`;
  return sql<ClaimedLane[]>`
    update lanes set leased_until = ${new Date(now.getTime() + LEASE_MS)}, leased_by = ${worker}
    where origin in (
      select l.origin from (
        select origin, failures, row_number() over (partition by failures > 0 order by open_from) as turn from lanes
        where ${free(sql`lanes`)} and not lanes.origin = any(${leaving}) and exists (select 1 from deliveries d where d.origin = lanes.origin and ${due(ctx)})
          and not exists (select 1 from peers p where p.origin = lanes.origin and p.state in ('paused', 'blocked'))) due
      join lanes l on l.origin = due.origin
      where (due.failures = 0 or due.turn <= ${forFailing}) and ${free(sql`l`)}
      order by due.failures > 0, l.open_from limit ${places} for update of l skip locked)
    returning origin, failures, failing_since as "failingSince"`;
}

/** The next deliveries of a claimed lane in order. */
export async function nextDeliveries(
  ctx: NodeContext,
  origin: string,
  limit: number,
): Promise<readonly WaitingDelivery[]> {
  return ctx.sql<WaitingDelivery[]>`
    select d.id, d.inbox, d.activity_iri as "activityIri", d.kind, d.form, d.attempts, d.created, (
      select v.object_iri from activities v where v.iri = d.activity_iri) as "objectIri"
    from deliveries d where d.origin = ${origin} and ${due(ctx)} order by d.id limit ${limit}`;
}

/** Of a delivery `d`: it waits neither by itself nor for an earlier letter about the same thing. */
function due({ sql, clock }: NodeContext): Fragment {
  const now = clock.now();
  return sql`d.failed is null and (d.later is null or d.later <= ${now}) and (d.kind = 'relay' or not exists (
    select 1 from deliveries w join activities x on x.iri = w.activity_iri join activities y on y.object_iri = x.object_iri
    where w.origin = d.origin and w.id < d.id and w.failed is null and w.later > ${now} and w.kind = 'letter' and y.iri = d.activity_iri))`;
}

/** Gives a lane back with nothing wrong. */
export async function releaseLane(ctx: NodeContext, origin: string, worker: string): Promise<void> {
  await ctx.sql`update lanes set leased_until = null, leased_by = null where origin = ${origin} and leased_by = ${worker}`;
}

/** Keeps a lease while a lane is worked through; false when another worker has it meanwhile. */
export async function renewLease(ctx: NodeContext, origin: string, worker: string): Promise<boolean> {
  const until = new Date(ctx.clock.now().getTime() + LEASE_MS);
  const kept =
    await ctx.sql`update lanes set leased_until = ${until} where origin = ${origin} and leased_by = ${worker} returning 1`;
  return kept.length > 0;
}
