import type { Sql } from "../db/open.ts";

/** How much waits, and for how long, at one moment. */
export interface NodeState {
  readonly lanes: Readonly<Record<"open" | "failing" | "parked", number>>;
  /** By connected node; those of everybody else together as `other`, for a server may belong to one person. */
  readonly waiting: readonly {
    readonly peer: string;
    readonly count: number;
    readonly oldestSeconds: number;
  }[];
  readonly consumers: readonly {
    readonly consumer: string;
    readonly behindSeconds: number;
    readonly setAside: number;
  }[];
  readonly mails: { readonly count: number; readonly oldestSeconds: number };
  readonly connections: readonly { readonly pool: string; readonly count: number }[];
}

/** Reads what waits in this node, all in one look. */
export async function readState(sql: Sql, now: Date): Promise<NodeState> {
  const [lanes, waiting, consumers, mails, connections] = await Promise.all([
    lanesOf(sql),
    waitingOf(sql, now),
    consumersOf(sql, now),
    mailsOf(sql, now),
    connectionsOf(sql),
  ]);
  return { lanes, waiting, consumers, mails, connections };
}

async function lanesOf(sql: Sql): Promise<NodeState["lanes"]> {
  const [row] = await sql<NodeState["lanes"][]>`
    select count(*) filter (where parked is not null)::int as parked,
      count(*) filter (where parked is null and failing_since is not null)::int as failing,
      count(*) filter (where parked is null and failing_since is null)::int as open from lanes`;
  return row ?? { open: 0, failing: 0, parked: 0 };
}

async function waitingOf(sql: Sql, now: Date): Promise<NodeState["waiting"]> {
  return sql<NodeState["waiting"][number][]>`
    select coalesce(p.origin, 'other') as peer, count(d.id)::int as count,
      coalesce(greatest(extract(epoch from ${now}::timestamptz - min(d.created)), 0), 0)::float8 as "oldestSeconds"
    from lanes l left join deliveries d on d.origin = l.origin and d.failed is null
      left join peers p on p.origin = l.origin and p.state in ('accepted', 'paused')
    group by 1 order by 1`;
}

async function consumersOf(sql: Sql, now: Date): Promise<NodeState["consumers"]> {
  return sql<NodeState["consumers"][number][]>`
    select i.name as consumer,
      coalesce(greatest(extract(epoch from ${now}::timestamptz - (select c.happened from changes c
        where (c.xid, c.position) > (i.xid, i.position) order by c.xid, c.position limit 1)), 0), 0)::float8 as "behindSeconds",
      (select count(*)::int from consumer_failures f where f.consumer = i.name and f.set_aside is not null) as "setAside"
    from consumers i order by i.name`;
}

async function mailsOf(sql: Sql, now: Date): Promise<NodeState["mails"]> {
  const [row] = await sql<NodeState["mails"][]>`
    select count(*)::int as count,
      coalesce(greatest(extract(epoch from ${now}::timestamptz - min(due)), 0), 0)::float8 as "oldestSeconds"
    from mails where sent is null and failed is null and due <= ${now}`;
  return row ?? { count: 0, oldestSeconds: 0 };
}

/** By the name under which each part of a node connects. */
async function connectionsOf(sql: Sql): Promise<NodeState["connections"]> {
  return sql<NodeState["connections"][number][]>`
    select application_name as pool, count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name like 'moothall%' group by 1 order by 1`;
}
