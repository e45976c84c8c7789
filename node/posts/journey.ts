import type { CommunityLabel } from "../communities/types.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { causeOf } from "../peers/cause.ts";
import type { Journey, Lateness } from "./types.ts";

export interface JourneyRow {
  readonly state: string;
  readonly reason: string;
  readonly j_published: Date;
  readonly delivered: Date | null;
  readonly author_local: boolean;
  readonly late_since: Date | null;
  readonly late_error: string | null;
  readonly declined_code: string | null;
}

/** Columns for `journeyOf`; `p` is the post, `hp` the peer its community lives on. */
export function journeyColumns(sql: Reader): Fragment {
  return sql`p.state, p.reason, p.published as j_published, p.delivered,
    (select ja.peer_id is null from actors ja where ja.id = p.author_id) as author_local,
    (select jl.failing_since from lanes jl where jl.origin = hp.origin and p.state = 'pending' and p.delivered is null) as late_since,
    (select jl.last_error from lanes jl where jl.origin = hp.origin and p.state = 'pending' and p.delivered is null) as late_error,
    case when p.state = 'declined' then (select jc.facts ->> 'code' from changes jc
      where jc.subject_id = p.id and jc.kind = 'post.declined' order by jc.position desc limit 1) end as declined_code`;
}

/**
 * How far a post written here has come: read from the lane and from the community, never guessed. That it arrived is
 * told to its author (`mine`) only.
 */
export function journeyOf(row: JourneyRow, community: CommunityLabel, mine: boolean): Journey {
  if (row.state === "declined")
    return { kind: "declined", reason: row.reason, code: row.declined_code ?? "not-allowed" };
  if (row.state === "pending") {
    if (row.delivered) return { kind: "on-its-way", since: row.delivered };
    return { kind: "saved", since: row.j_published, late: latenessOf(row, community) };
  }
  return mine && row.author_local && !community.local ? { kind: "arrived" } : { kind: "here" };
}

function latenessOf(row: JourneyRow, community: CommunityLabel): Lateness | null {
  if (!row.late_since) return null;
  return { home: community.home ?? "", since: row.late_since, cause: causeOf(row.late_error) };
}
