import { audienceOf } from "../communities/audience.ts";
import {
  type LabelRow as CommunityRow,
  communityLabelOf,
  labelColumns,
  labelJoins,
} from "../communities/card.ts";
import { communityIdFrom } from "../communities/read.ts";
import type { ReadContext } from "../context.ts";
import { idOf } from "../ids.ts";
import { membershipOf } from "../memberships/read.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
import { refuse } from "../refusal.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import type { PostRow } from "./find.ts";
import { answerWay } from "./policy.ts";
import { listPosts, type PostSight } from "./post-views.ts";
import type { ThreadPage } from "./types.ts";

export interface ThreadQuery {
  /** Handle of the community in the path. */
  readonly handle: string;
  /** Row id of the first post. */
  readonly id: string;
  readonly page: number;
}

interface Root {
  readonly id: string;
  readonly iri: string;
  readonly kind: "topic" | "question";
  readonly state: PostRow["state"];
  readonly title: string;
  readonly community_id: string;
  readonly author_id: string;
  readonly themes: string[];
  readonly hashtags: string[];
  readonly pinned: boolean;
  readonly locked: boolean;
  readonly lock_reason: string;
  readonly accepted_answer_id: string | null;
  readonly community: CommunityRow;
  readonly post_policy: "anyone" | "members" | "facilitators";
  readonly archived: boolean;
  readonly councils: number;
  readonly replies: number;
  readonly waiting: number;
}

/** A thread as one page of posts; refuses `not-found` also where it may not be read. */
export async function findThread(r: ReadContext, viewer: Viewer, query: ThreadQuery): Promise<ThreadPage> {
  const root = await findRoot(r, viewer, query);
  const membership = await ownMembership(r, viewer, root.community_id);
  const sight: PostSight = {
    viewer,
    rootId: root.id,
    rootAuthorId: root.author_id,
    ...{ kind: root.kind, onItsWay: root.state === "pending" },
    acceptedId: root.accepted_answer_id,
    facilitator: membership?.state === "active" && membership.role !== "member",
    way: answerWay(root, viewer.kind === "person", membership),
    community: communityLabelOf(root.community),
  };
  const listed = await listPosts(r, sight, query.page, PAGE_SIZE);
  const pages = Math.max(1, Math.ceil(listed.replies / PAGE_SIZE));
  return {
    community: sight.community,
    audience: await audienceOf(r, root.community_id),
    id: root.id,
    iri: root.iri,
    kind: root.kind,
    title: root.title,
    path: `${sight.community.path}/t/${idOf(root.id)}`,
    themes: root.themes,
    hashtags: root.hashtags,
    pinned: root.pinned,
    locked: root.locked ? { reason: root.lock_reason } : null,
    posts: listed.posts,
    acceptedAnswer: listed.accepted,
    replies: root.replies + root.waiting,
    waiting: root.waiting,
    mine: viewer.kind === "person" && viewer.actorId === root.author_id,
    page: query.page,
    pages,
    firstNew: listed.firstNew,
    councils: root.councils,
    may: { pin: sight.facilitator, lock: sight.facilitator, answerHere: sight.way },
    related: [],
  };
}

async function ownMembership(r: Reading, viewer: Viewer, communityId: string) {
  return viewer.kind === "person" ? membershipOf(r.sql, viewer.actorId, communityId) : null;
}

async function findRoot(r: Reading, viewer: Viewer, query: ThreadQuery): Promise<Root> {
  const { sql } = r;
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const waiting = sql`cp.state = 'pending' and cp.author_id = ${me}`;
  const counted = sql`(cp.state = 'accepted' or ${waiting})`;
  const [root] = await sql<Root[]>`
    select p.id, p.iri, p.kind, p.state, p.title, p.community_id, p.author_id, p.themes, p.hashtags, p.pinned is not null as pinned,
      p.locked is not null as locked, p.lock_reason, p.accepted_answer_id, p.replies, c.post_policy, c.archived is not null as archived,
      (select to_jsonb(x) from (select ${labelColumns(sql)}) x) as community, n.councils, n.waiting
    from posts p join communities c on c.id = p.community_id ${labelJoins(sql)}
      cross join lateral (select count(distinct ca.organisation_id)::int as councils, count(*) filter (where ${waiting})::int as waiting
        from posts cp join actors ca on ca.id = cp.author_id
        where cp.root_id = p.id and cp.kind = 'reply' and ${counted}) n
    where p.id = ${query.id} and p.kind <> 'reply' and p.community_id = ${communityIdFrom(sql, query.handle)}
      and p.community_id in ${readableCommunities(sql, viewer)}
      and (p.state in ('accepted', 'removed', 'deleted') or (p.state in ('pending', 'declined') and p.author_id = ${me}))`;
  return root ?? refuse("not-found");
}
