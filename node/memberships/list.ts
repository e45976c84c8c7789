import type { ReadContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import type { PageOf } from "../posts/types.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
import { refuse } from "../refusal.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { membershipOf } from "./read.ts";
import type {
  CouncilShare,
  JoinRequestView,
  MemberRow,
  MembershipState,
  RequestOutcome,
  Role,
} from "./types.ts";

/** How long facilitators see who came back after a restore, first in the list. */
const RETURNED_MS = 30 * 86_400_000;

/**
 * Members that this viewer may see by name: for signed-in readers those of this node and the facilitators; in a local
 * community everyone. Others are counted per council (profile B.5). Facilitators first, then by name; 25 a page.
 */
export async function listMembers(
  r: Pick<ReadContext, "sql" | "clock">,
  viewer: Viewer,
  communityId: string,
  page: number,
): Promise<PageOf<MemberRow>> {
  const { sql } = r;
  if (viewer.kind === "anyone") return { items: [], total: 0, page: 1, pages: 1 };
  const told = viewer.kind === "person" && (await facilitates(sql, viewer, communityId));
  const since = new Date(r.clock.now().getTime() - RETURNED_MS);
  const returned = sql`(case when ${told} and m.returned > ${since} then m.returned end)`;
  const rows = await sql<ListedRow[]>`
    select ${labelColumn(sql, sql`m.actor_id`)} as person, m.role, coalesce(m.decided, m.requested) as since, m.state,
      m.paused_until as until, ${returned} as returned,
      count(*) over ()::int as total
    from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${communityId} and m.state in ('active', 'suspended') and m.community_id in ${readableCommunities(sql, viewer)}
    order by ${returned} is null, m.role = 'member', a.name, m.id limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}`;
  const total = rows[0]?.total ?? 0;
  const items = rows.map((row) => ({
    person: labelOf(row.person),
    role: row.role,
    since: row.since,
    paused: told && row.state === "suspended" ? { until: row.until } : null,
    returned: row.returned,
  }));
  return { items, total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

interface ListedRow {
  readonly person: LabelRow;
  readonly role: Role;
  readonly since: Date;
  readonly state: MembershipState;
  readonly until: Date | null;
  readonly returned: Date | null;
  readonly total: number;
}

/**
 * How members known here spread over councils, most first. Who is signed in reads all their names (`listMembers`) and so
 * the numbers too; to others fewer than five are not counted out (profile B.5).
 */
export async function listCouncilShares(
  r: Reading,
  viewer: Viewer,
  communityId: string,
): Promise<readonly CouncilShare[]> {
  const { sql } = r;
  const rows = await sql<{ council: string; members: number }[]>`
    select o.name as council, count(*)::int as members from memberships m join actors a on a.id = m.actor_id
    join organisations o on o.id = a.organisation_id
    where m.community_id = ${communityId} and m.state = 'active' and m.community_id in ${readableCommunities(sql, viewer)}
    group by o.name order by count(*) desc, o.name`;
  const named = viewer.kind === "person";
  return rows.map(({ council, members }) => ({ council, members: named || members >= 5 ? members : null }));
}

/** Requests that wait in a community, oldest first; for its facilitators only (refuses `not-allowed`). */
export async function listRequests(
  r: Reading,
  viewer: Viewer,
  communityId: string,
): Promise<readonly JoinRequestView[]> {
  await refuseOthers(r.sql, viewer, communityId);
  return requests(r.sql, r.sql`m.community_id = ${communityId}`);
}

/** One request by its id, with the community it is for and what became of it; for facilitators only. Refuses `not-found`, `not-allowed`. */
export async function findRequestView(
  r: Reading,
  viewer: Viewer,
  membershipId: string,
): Promise<RequestOutcome> {
  const [row] = await r.sql<
    { community_id: string; state: MembershipState; decided: Date | null; by: string | null }[]
  >`
    select m.community_id, m.state, m.decided, b.name as by from memberships m left join actors b on b.id = m.decided_by
    where m.id = ${membershipId}`;
  if (!row) return refuse("not-found");
  await refuseOthers(r.sql, viewer, row.community_id);
  const [view] = await requests(r.sql, r.sql`m.id = ${membershipId}`, true);
  const { community_id: communityId, state, decided, by: decidedBy } = row;
  return { ...(view ?? refuse("not-found")), communityId, state, decided, decidedBy };
}

/** How many requests wait, for the tab of a facilitator; 0 for everyone else. */
export async function countRequests(r: Reading, viewer: Viewer, communityId: string): Promise<number> {
  if (viewer.kind !== "person") return 0;
  const [row] = await r.sql<{ n: number }[]>`
    select count(*)::int as n from memberships m where m.community_id = ${communityId} and m.state = 'requested'
      and exists (select 1 from memberships f where f.community_id = m.community_id and f.actor_id = ${viewer.actorId}
        and f.state = 'active' and f.role <> 'member')`;
  return row?.n ?? 0;
}

async function requests(
  sql: Reader,
  where: ReturnType<Reader>,
  any = false,
): Promise<readonly JoinRequestView[]> {
  const rows = await sql<(Omit<JoinRequestView, "person"> & { person: LabelRow })[]>`
    select m.id, ${labelColumn(sql, sql`m.actor_id`)} as person, m.words, m.requested as since, ${newHolder(sql)} as "newHolder"
    from memberships m where ${where} and (${any} or m.state = 'requested') order by m.requested`;
  return rows.map((row) => ({ ...row, person: labelOf(row.person) }));
}

/**
 * The node of who asks, where it has no copy of the closed community yet (profile B-17). A facilitator elsewhere does not
 * know who else has one, and is told so of every node but the community's own.
 */
function newHolder(sql: Reader): Fragment {
  return sql`(select p.name from actors a join peers p on p.id = a.peer_id
      join communities c on c.id = m.community_id and c.level = 'closed' join actors g on g.id = c.actor_id
    where a.id = m.actor_id and p.id is distinct from g.peer_id and not (g.peer_id is null and exists (
      select 1 from memberships h join actors b on b.id = h.actor_id
      where h.community_id = c.id and h.state in ('active', 'suspended') and b.peer_id = p.id)))`;
}

/** Refuses `not-allowed` to everyone but the facilitators of a community. */
export async function refuseOthers(sql: Reader, viewer: Viewer, communityId: string): Promise<void> {
  if (!(await facilitates(sql, viewer, communityId))) refuse("not-allowed");
}

async function facilitates(sql: Reader, viewer: Viewer, communityId: string): Promise<boolean> {
  const membership = viewer.kind === "person" ? await membershipOf(sql, viewer.actorId, communityId) : null;
  return membership?.state === "active" && membership.role !== "member";
}
