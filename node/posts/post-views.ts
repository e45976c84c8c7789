import type { CommunityLabel } from "../communities/types.ts";
import { type LinkRow, linksColumn, linkViewOf } from "../files/links.ts";
import { type FileRow, filesColumn, fileViewOf } from "../files/read.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import type { Reading } from "../reading.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { type JourneyRow, journeyColumns, journeyOf } from "./journey.ts";
import { listChangedSources } from "./release-changed.ts";
import type { PostActs, PostView, ThreadPage } from "./types.ts";

/** Who looks at a thread, and what decides what they may do there. */
export interface PostSight {
  readonly viewer: Viewer;
  readonly rootId: string;
  readonly rootAuthorId: string;
  readonly kind: "topic" | "question";
  /** Its first post has not come to the community's home. */
  readonly onItsWay: boolean;
  readonly acceptedId: string | null;
  readonly facilitator: boolean;
  readonly way: ThreadPage["may"]["answerHere"];
  readonly community: CommunityLabel;
}

interface Row extends JourneyRow {
  readonly id: string;
  readonly iri: string;
  readonly kind: "topic" | "question" | "reply";
  readonly author: PersonRow;
  readonly author_id: string;
  readonly number: number;
  readonly html: string;
  readonly lang: string;
  readonly published: Date;
  readonly edited: Date | null;
  readonly received: Date;
  readonly useful: number;
  readonly mine: boolean;
  readonly url: string | null;
  readonly parent_id: string | null;
  readonly parent_number: number | null;
  readonly parent_name: string | null;
  readonly read_to: Date | null;
  readonly files: readonly FileRow[];
  readonly links: readonly LinkRow[];
  readonly release: string | null;
  readonly released: Date | null;
}

/** The posts of one page of a thread, numbered over the whole thread; the first post always first. */
export async function listPosts(
  r: Reading,
  sight: PostSight,
  page: number,
  size: number,
): Promise<{
  posts: readonly PostView[];
  accepted: PostView | null;
  replies: number;
  firstNew: ThreadPage["firstNew"];
}> {
  const rows = await numberedPosts(r, sight);
  const changed = await changedIn(r, sight, rows);
  const views = (list: readonly Row[]) => list.map((row) => viewOf(row, sight, changed));
  const replies = rows.filter((row) => row.kind === "reply");
  const first = rows.filter((row) => row.kind !== "reply");
  const shown = replies.slice((page - 1) * size, page * size);
  const accepted = rows.find((row) => row.id === sight.acceptedId);
  const fresh = replies.findIndex((row) => isNew(row, sight));
  const freshRow = fresh < 0 ? undefined : replies[fresh];
  return {
    posts: views([...first, ...shown]),
    accepted: accepted ? viewOf(accepted, sight, changed) : null,
    replies: replies.length,
    firstNew: freshRow ? { page: Math.floor(fresh / size) + 1, postId: freshRow.id } : null,
  };
}

type Changed = ReadonlyMap<string, Date>;

/** Asked by whoever released something alone. */
async function changedIn(r: Reading, sight: PostSight, rows: readonly Row[]): Promise<Changed> {
  const released = rows.some((row) => row.release !== null && isMine(row, sight));
  return released ? listChangedSources(r, sight.viewer, sight.rootId) : new Map();
}

async function numberedPosts(r: Reading, sight: PostSight): Promise<readonly Row[]> {
  const { sql } = r;
  const me = sight.viewer.kind === "person" ? sight.viewer.actorId : null;
  const account = sight.viewer.kind === "person" ? sight.viewer.accountId : null;
  return sql<Row[]>`
    with numbered as (
      select p.*, row_number() over (order by p.kind = 'reply', p.seq nulls last, p.published, p.id)::int as number
      from posts p where p.root_id = ${sight.rootId}
        and (p.state in ('accepted', 'removed', 'deleted') or (p.state in ('pending', 'declined') and p.author_id = ${me})))
    select p.id, p.iri, p.kind, p.author_id, p.number, p.html, p.lang, p.published, p.received, p.useful, p.url, p.parent_id,
      case when p.revision > 1 or p.updated > p.published then p.updated end as edited, ${labelColumn(sql, sql`p.author_id`)} as author,
      q.number as parent_number, (select name from actors where id = q.author_id) as parent_name,
      exists (select 1 from useful_marks u where u.post_id = p.id and u.actor_id = ${me}) as mine,
      (select read_to from reading where root_id = ${sight.rootId} and account_id = ${account}) as read_to,
      ${filesColumn(sql, sql`p.id`)} as files, ${linksColumn(sql, sql`p.id`)} as links, ${journeyColumns(sql)},
      (select reason from post_releases x where x.post_id = p.id) as release,
      (select max(made) from release_sources s where s.source_id = p.id) as released
    from numbered p join communities c on c.id = p.community_id join actors g on g.id = c.actor_id
    left join peers hp on hp.id = g.peer_id left join numbered q on q.id = p.parent_id and q.kind = 'reply'
    order by p.number`;
}

function viewOf(row: Row, sight: PostSight, changed: Changed): PostView {
  const gone = row.state === "deleted" || row.state === "removed";
  return {
    id: row.id,
    iri: row.iri,
    kind: row.kind,
    author: labelOf(row.author),
    number: row.number,
    html: gone ? "" : row.html,
    lang: row.lang,
    published: row.published,
    edited: row.edited,
    files: gone ? [] : row.files.map(fileViewOf),
    links: gone ? [] : row.links.map(linkViewOf),
    gone: gone ? { kind: row.state as "deleted" | "removed", reason: row.reason } : null,
    journey: journeyOf(row, sight.community, isMine(row, sight)),
    useful: row.useful,
    usefulByMe: row.mine,
    accepted: row.id === sight.acceptedId,
    replyTo:
      row.parent_number !== null && row.parent_id !== null
        ? { number: row.parent_number, id: row.parent_id, name: row.parent_name ?? "" }
        : null,
    isNew: isNew(row, sight),
    release: gone || row.release === null ? null : { reason: row.release },
    released: gone ? null : row.released,
    sourceChanged: gone ? null : (changed.get(row.id) ?? null),
    may: actsOf(row, sight),
    original: row.author.local ? null : (row.url ?? row.iri),
  };
}

function isMine(row: Row, { viewer }: PostSight): boolean {
  return viewer.kind === "person" && row.author_id === viewer.actorId;
}

function isNew(row: Row, sight: PostSight): boolean {
  if (sight.viewer.kind !== "person" || row.read_to === null) return false;
  return row.author_id !== sight.viewer.actorId && row.received > row.read_to;
}

const NOTHING: PostActs = {
  edit: false,
  delete: false,
  remove: false,
  restore: false,
  appeal: false,
  accept: false,
  unaccept: false,
  useful: false,
  reply: false,
  report: true,
};

function actsOf(row: Row, sight: PostSight): PostActs {
  if (row.state === "deleted") return { ...NOTHING, report: false };
  if (sight.viewer.kind !== "person") return { ...NOTHING, report: row.state === "accepted" };
  const mine = row.author_id === sight.viewer.actorId;
  const stands = row.state === "accepted";
  const chooses =
    sight.kind === "question" &&
    row.kind === "reply" &&
    stands &&
    !sight.onItsWay &&
    (sight.facilitator || sight.rootAuthorId === sight.viewer.actorId);
  return {
    edit: mine && row.state !== "removed",
    delete: mine,
    // One's own post one deletes; removing is for those of others, with a reason to their author.
    remove: sight.facilitator && stands && !mine,
    restore: sight.facilitator && row.state === "removed" && !mine,
    appeal: row.state === "removed" && mine,
    accept: chooses && row.id !== sight.acceptedId,
    unaccept: chooses && row.id === sight.acceptedId,
    useful: stands && !mine,
    reply: stands && (sight.way === "reply" || sight.way === "reply-joins"),
    report: stands && !mine,
  };
}
