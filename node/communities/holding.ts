import type { Fragment, Reader } from "../db/open.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import type { Holding } from "./types.ts";

export interface HoldingRow {
  readonly local: boolean;
  readonly seq: number;
  readonly brought: number;
  readonly history_floor: number;
  readonly history_state: "none" | "wanted" | "bringing" | "complete";
  readonly history_checked: Date | null;
  readonly history_from: Date | null;
  readonly failing_since: Date | null;
  /** Somebody here follows or is a member, so that what is new comes. */
  readonly kept: boolean;
  readonly brings: boolean;
}

/** What this node holds of a community's log; `c`, `g`, `hp` as in card.ts. */
export function holdingColumns(sql: Reader, viewer: Viewer): Fragment {
  return sql`c.seq, c.history_floor, c.history_state, c.history_checked,
    (select coalesce(sum(upper(x) - lower(x)), 0)::int from unnest(c.applied) x) as brought,
    case when c.history_floor > 0 then (select min(hf.published) from posts hf where hf.community_id = c.id
      and hf.community_id in ${readableCommunities(sql, viewer)}) end as history_from,
    least(case when hp.away_failures >= 2 then hp.away_since end,
      (select ln.failing_since from lanes ln where ln.origin = hp.origin and ln.failures >= 2)) as failing_since,
    coalesce(hp.bring_history, true) as brings, (exists (select 1 from follows kf join actors ka on ka.id = kf.actor_id
        where kf.community_id = c.id and kf.state = 'active' and ka.peer_id is null)
      or exists (select 1 from memberships km join actors ka on ka.id = km.actor_id
        where km.community_id = c.id and km.state = 'active' and ka.peer_id is null)) as kept`;
}

/** The state of history in words a page can say. Nothing incomplete is shown as complete. */
export function holdingOf(row: HoldingRow): Holding {
  if (row.local) return { kind: "here" };
  const of = Math.max(row.seq - row.history_floor, row.brought);
  if (row.failing_since) return { kind: "not-answering", since: row.failing_since, brought: row.brought, of };
  if (!row.kept && !row.brings) return { kind: "on-joining", brought: row.brought };
  if (row.history_state === "none" || row.history_state === "wanted") return { kind: "not-brought" };
  if (row.history_state === "bringing" || row.brought < of)
    return { kind: "bringing", brought: row.brought, of };
  const checked = row.history_checked ?? new Date(0);
  return row.history_floor > 0
    ? { kind: "since", from: row.history_from, checked }
    : { kind: "complete", checked };
}
