import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import type { ReadContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import { refuse } from "../refusal.ts";
import type { Viewer } from "../visibility/viewer.ts";
import type { ReceivedInvitation, SentInvitation } from "./types.ts";

const KEPT_DAYS = 90;

interface SentRow extends Omit<SentInvitation, "inviter" | "person"> {
  readonly inviter: LabelRow;
  readonly person: LabelRow | null;
}

/**
 * Invitations to a community that this node knows, for its facilitators: all of a community of this node, of one elsewhere those
 * made here. Those that wait first, then the newest; at most 500 of the last 90 days. Nobody else's: for others none.
 */
export async function listSent(
  r: ReadContext,
  viewer: Viewer,
  communityId: string,
): Promise<readonly SentInvitation[]> {
  if (viewer.kind !== "person") return [];
  const { sql } = r;
  const now = r.clock.now();
  const rows = await sql<SentRow[]>`
    select i.id, ${labelColumn(sql, sql`i.inviter_id`)} as inviter,
      case when i.invitee_id is not null then ${labelColumn(sql, sql`i.invitee_id`)} end as person, i.address,
      ${stateOf(sql, now)} as state, i.why, i.created, i.ends, i.reminded
    from invitations i join memberships m on m.community_id = i.community_id and m.actor_id = ${viewer.actorId}
      and m.state = 'active' and m.role <> 'member'
      join communities c on c.id = i.community_id join actors g on g.id = c.actor_id join actors by on by.id = i.inviter_id
    where (g.peer_id is null or by.peer_id is null) and i.community_id = ${communityId} and i.created > ${new Date(now.getTime() - KEPT_DAYS * 86_400_000)}
    order by i.state = 'pending' desc, i.created desc, i.id limit 500`;
  return rows.map((row) => ({
    ...row,
    inviter: labelOf(row.inviter),
    person: row.person === null ? null : labelOf(row.person),
  }));
}

type ReceivedRow = Omit<ReceivedInvitation, "inviter" | "community"> & {
  inviter: LabelRow;
  community: CommunityRow;
};

/** What waits for the person looking: invitations to communities they are no member of, newest first. */
export async function listReceived(r: ReadContext, viewer: Viewer): Promise<readonly ReceivedInvitation[]> {
  if (viewer.kind !== "person") return [];
  const now = r.clock.now();
  return received(
    r,
    r.sql`i.invitee_id = ${viewer.actorId} and i.arrived is not null and i.state = 'pending' and i.ends > ${now}
    and not exists (select 1 from memberships m where m.community_id = i.community_id and m.actor_id = i.invitee_id
      and m.state in ('active', 'suspended'))`,
  );
}

/** One invitation of the person looking, also one that has ended. Refuses `not-found`, also for those of others. */
export async function findReceived(r: ReadContext, viewer: Viewer, id: string): Promise<ReceivedInvitation> {
  if (viewer.kind !== "person") return refuse("not-found");
  const where = r.sql`i.id = ${id} and i.invitee_id = ${viewer.actorId} and i.arrived is not null`;
  const [row] = await received(r, where);
  return row ?? refuse("not-found");
}

async function received(r: ReadContext, where: Fragment): Promise<readonly ReceivedInvitation[]> {
  const { sql } = r;
  const rows = await sql<ReceivedRow[]>`
    select i.id, ${labelColumn(sql, sql`i.inviter_id`)} as inviter, i.words, ${stateOf(sql, r.clock.now())} as state, i.created, i.ends,
      (select c.purpose from communities c where c.id = i.community_id) as purpose,
      (select to_jsonb(x) from (select ${labelColumns(sql)} from communities c ${labelJoins(sql)}
        where c.id = i.community_id) x) as community
    from invitations i where ${where} order by i.created desc, i.id limit 100`;
  return rows.map((row) => ({
    ...row,
    inviter: labelOf(row.inviter),
    community: communityLabelOf(row.community),
  }));
}

function stateOf(sql: Reader, now: Date): Fragment {
  return sql`case when i.state <> 'pending' then i.state when exists (select 1 from memberships im where im.actor_id = i.invitee_id
    and im.community_id = i.community_id and im.state in ('active', 'suspended')) then 'accepted'
    when i.ends <= ${now} then 'expired' else 'pending' end`;
}

/** What an Invite says, for its sending; null when the invitation is gone. */
export async function findInviteWords(
  sql: Reader,
  invitationId: string,
): Promise<{
  readonly targetIri: string;
  readonly address: string | null;
  readonly words: string;
  readonly confirmed: boolean;
  readonly ends: Date;
} | null> {
  const [row] = await sql<
    {
      targetIri: string | null;
      address: string | null;
      words: string;
      confirmed: boolean;
      ends: Date;
    }[]
  >`
    select coalesce(a.iri, i.node_iri) as "targetIri", case when i.invitee_id is null then i.address end as address, i.words,
      i.confirmed, i.ends
    from invitations i left join actors a on a.id = i.invitee_id where i.id = ${invitationId}`;
  return row?.targetIri ? { ...row, targetIri: row.targetIri } : null;
}
