import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import type { CommunityLabel } from "../communities/types.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import type { PersonLabel } from "../people/types.ts";
import { knownCommunities, readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import type { NoticeFacts, NoticeKind } from "./types.ts";

/** A notice with everything around it that its line, its mail and its link are made of. */
export interface NoticeRow {
  readonly id: string;
  readonly accountId: string;
  readonly kind: NoticeKind;
  readonly facts: NoticeFacts;
  readonly created: Date;
  readonly read: Date | null;
  readonly actor: PersonLabel | null;
  /** Null too where nobody may tell them which one it was: of a hidden community that they are out of. */
  readonly community: CommunityLabel | null;
  /** It is about a hidden community of this node, named or not. */
  readonly hidden: boolean;
  /** Name of the node it is about, for administrators. */
  readonly peer: string | null;
  /** Whose request it is about, for facilitators who decided it. */
  readonly asker: string | null;
  readonly post: {
    readonly id: string;
    readonly rootId: string;
    readonly kind: "topic" | "question" | "reply";
    readonly state: string;
    readonly title: string;
    readonly html: string;
    readonly reason: string;
    /** In a question of the person told that has no accepted answer yet. */
    readonly couldAnswer: boolean;
  } | null;
}

interface Row extends Omit<NoticeRow, "actor" | "community"> {
  readonly actor: PersonRow | null;
  readonly community: CommunityRow | null;
}

/**
 * Notices of one person, as SQL conditions over `n` say. Those about a post that no longer stands or that the person
 * may no longer read are left out; what tells them of the end of their own post stays. Of a post that they may not
 * read, such as one that was reported in a closed room, nothing is said but where it is.
 */
export async function noticeRows(
  sql: Reader,
  viewer: Viewer,
  query: { readonly where: Fragment; readonly limit: number; readonly offset?: number },
): Promise<readonly NoticeRow[]> {
  const own = viewer.kind === "person" ? sql`p.author_id = ${viewer.actorId}` : sql`false`;
  const open = sql`(${own} or p.community_id in ${readableCommunities(sql, viewer)})`;
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const named = sql`(n.community_id is null or ${mayBeNamed(sql, viewer)})`;
  const asked = sql`coalesce(root.kind = 'question' and root.author_id = ${me} and root.accepted_answer_id is null and p.id <> root.id, false)`;
  const rows = await sql<Row[]>`
    select n.id, n.account_id as "accountId", n.kind, n.facts, n.created, n.read,
      case when n.actor_id is not null and ${named} then ${labelColumn(sql, sql`n.actor_id`)} end as actor,
      (select to_jsonb(x) from (select ${labelColumns(sql)} from communities c ${labelJoins(sql)}
        where c.id = n.community_id and ${named}) x) as community,
      exists (select 1 from communities h where h.id = n.community_id and h.level = 'confidential') as hidden,
      (select coalesce(nullif(p.name, ''), p.origin) from peers p
        where n.kind = 'peer' and p.id::text = n.facts ->> 'peerId') as peer,
      (select a.name from memberships m join actors a on a.id = m.actor_id
        where n.kind = 'decided' and n.facts ->> 'outcome' = 'decided-already' and m.id::text = n.facts ->> 'membershipId') as asker,
      (select jsonb_build_object('id', p.id, 'rootId', coalesce(p.root_id, p.id), 'kind', p.kind, 'state', p.state,
          'title', case when ${open} then coalesce(root.title, p.title) else '' end,
          'html', case when ${open} then p.html else '' end, 'reason', p.reason,
          'couldAnswer', ${asked})
        from posts p left join posts root on root.id = p.root_id where p.id = n.post_id) as post
    from notices n where ${query.where} and ${standing(sql, viewer)}
    order by n.created desc, n.id desc limit ${query.limit} offset ${query.offset ?? 0}`;
  return rows.map((row) => ({
    ...row,
    actor: row.actor ? labelOf(row.actor) : null,
    community: row.community ? communityLabelOf(row.community) : null,
  }));
}

/**
 * The condition under which a notice over `n` is still there for its reader; the same for lists and counts. Of a hidden
 * community somebody who is out of it keeps nothing but that their membership ended, without its name; here as elsewhere.
 */
export function standing(sql: Reader, viewer: Viewer): Fragment {
  const ending = sql`(n.kind = 'decided' and n.facts ->> 'outcome' = 'ended')`;
  const led = sql`(n.kind <> 'hidden' or n.facts ->> 'placeId' is null
    or exists (select 1 from hidden_places h where h.id::text = n.facts ->> 'placeId'))`;
  return sql`n.listed and ${led} and (n.community_id is null or ${ending} or ${mayBeNamed(sql, viewer)}) and (n.kind not in ('reply', 'mention', 'accepted', 'new-post') or exists (
    select 1 from posts p where p.id = n.post_id and p.state = 'accepted'
      and p.community_id in ${readableCommunities(sql, viewer)}))`;
}

/** What administrators are told of communities that they are not in: what waits for them there (security A71). */
const FOR_ADMINISTRATORS = ["report", "report-closed", "appeal", "held", "without-lead", "employer"];

/**
 * Whether the reader of a notice over `n` may be told which community it is about: of a hidden one its members, who is
 * invited to it now, and administrators of what waits for them. To all others it is not there, also when it once was.
 */
function mayBeNamed(sql: Reader, viewer: Viewer): Fragment {
  const me = viewer.kind === "person" ? viewer.actorId : null;
  return sql`(n.community_id in ${knownCommunities(sql, viewer)}
    or (n.kind = 'invited' and exists (select 1 from invitations i where i.id::text = n.facts ->> 'invitationId'
      and i.invitee_id = ${me} and i.state = 'pending'))
    or (n.kind in ${sql(FOR_ADMINISTRATORS)} and exists (
      select 1 from accounts x where x.id = n.account_id and x.administrator)))`;
}
