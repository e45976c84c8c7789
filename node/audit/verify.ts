import type { NodeContext } from "../context.ts";

/** Events looked at by one statement. */
const AT_ONCE = 10_000;

/** The first event at which the chain does not hold. */
export interface BrokenSeal {
  readonly eventId: number;
  /**
   * `changed`: it, or the seal before, is not what was sealed; `deleted`: it is gone; `inserted`: it was put in front of
   * what was sealed already; `head`: the seal noted earlier is not its seal.
   */
  readonly what: "changed" | "deleted" | "inserted" | "head";
}

export interface AuditState {
  readonly sealed: number;
  /** Written since the last round, and not sealed yet. */
  readonly waiting: number;
  /** The newest seal, as `<event>:<SHA-256 in hex>`; null where there is none. */
  readonly head: string | null;
  readonly broken: BrokenSeal | null;
}

/**
 * Reckons the whole chain of the audit record again (security 4.2 I9). `head`: one that was noted earlier, away from the
 * database; with it also a chain that was made anew from some event on, or cut off at its end, is found.
 */
export async function verifyAudit(ctx: NodeContext, head: string | null = null): Promise<AuditState> {
  const [newest] = await ctx.sql<{ id: number; hash: string }[]>`
    select event_id as id, encode(hash, 'hex') as hash from audit_seals order by event_id desc limit 1`;
  const upto = newest?.id ?? 0;
  const [count] = await ctx.sql<{ sealed: number; waiting: number }[]>`
    select (select count(*) from audit_seals where event_id <= ${upto}) as sealed,
      (select count(*) from audit_events where id > ${upto}) as waiting`;
  return {
    sealed: count?.sealed ?? 0,
    waiting: count?.waiting ?? 0,
    head: newest ? `${newest.id}:${newest.hash}` : null,
    broken: (await firstBroken(ctx, upto)) ?? (head === null ? null : await unlessHead(ctx, head)),
  };
}

async function firstBroken(ctx: NodeContext, upto: number): Promise<BrokenSeal | null> {
  for (let from = 0; from < upto; ) {
    const [batch] = await ctx.sql<{ last: number; broken: number | null; what: BrokenSeal["what"] }[]>`
      with ids as (
        (select id from audit_events where id > ${from} and id <= ${upto} order by id limit ${AT_ONCE}) union
        (select event_id from audit_seals where event_id > ${from} and event_id <= ${upto} order by event_id limit ${AT_ONCE})
        order by 1 limit ${AT_ONCE}),
      looked as (
        select i.id, e.id is null as gone, s.event_id is null as unsealed, s.hash, audit_hash(lag(s.hash, 1, coalesce(
          (select hash from audit_seals where event_id = ${from}), ''::bytea)) over (order by i.id), e) as reckoned
        from ids i left join audit_events e on e.id = i.id left join audit_seals s on s.event_id = i.id),
      wrong as (
        select id, case when gone then 'deleted' when unsealed then 'inserted' else 'changed' end as what
        from looked where gone or unsealed or hash is distinct from reckoned order by id limit 1)
      select (select max(id) from ids) as last, (select id from wrong) as broken, (select what from wrong) as what`;
    if (!batch) return null;
    if (batch.broken !== null) return { eventId: batch.broken, what: batch.what };
    from = batch.last;
  }
  return null;
}

async function unlessHead(ctx: NodeContext, head: string): Promise<BrokenSeal | null> {
  const [id = "", hash = ""] = head.split(":");
  const eventId = /^\d{1,15}$/.test(id) ? Number(id) : 0;
  const [found] = await ctx.sql`
    select 1 from audit_seals where event_id = ${eventId} and encode(hash, 'hex') = ${hash.toLowerCase()}`;
  return found ? null : { eventId, what: "head" };
}
