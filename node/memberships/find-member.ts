import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import type { Reading } from "../reading.ts";
import { refuse } from "../refusal.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { refuseOthers } from "./list.ts";
import type { MembershipState, MemberView, Role } from "./types.ts";

/** One person as a facilitator of the community decides about them. Refuses `not-allowed` to others, `not-found`. */
export async function findMember(
  r: Reading,
  viewer: Viewer,
  about: { readonly communityId: string; readonly personId: string },
): Promise<MemberView> {
  const { sql } = r;
  await refuseOthers(sql, viewer, about.communityId);
  const [row] = await sql<
    {
      person: LabelRow;
      role: Role | null;
      state: MembershipState | null;
      since: Date | null;
      reason: string | null;
      until: Date | null;
    }[]
  >`
    select ${labelColumn(sql, sql`a.id`)} as person, m.role, m.state, coalesce(m.decided, m.requested) as since, m.reason,
      m.paused_until as until
    from actors a left join memberships m on m.actor_id = a.id and m.community_id = ${about.communityId}
    where a.id = ${about.personId} and a.kind = 'person' and a.deleted is null
      and (m.id is not null or (a.acted and a.peer_id is not null))`;
  if (!row) return refuse("not-found");
  const { role, state, since, reason, until } = row;
  return {
    person: labelOf(row.person),
    role: role ?? "member",
    state: state ?? "unknown",
    since,
    reason: state === "suspended" || state === "ended" ? (reason ?? "") : "",
    until,
  };
}
