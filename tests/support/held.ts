import { contentDigest } from "../../federation/digests.ts";
import { ownContentDigest } from "../../federation/serve/sync.ts";
import { listContentTuples } from "../../node/posts/wire-read.ts";
import type { NetworkNode } from "./start-nodes.ts";

/** A post as a reader of a node sees it, told by addresses only, so that two nodes can be compared. */
export interface HeldPost {
  readonly iri: string;
  readonly kind: string;
  readonly title: string;
  readonly html: string;
  readonly parent: string | null;
  readonly root: string | null;
  readonly pinned: boolean;
  readonly locked: boolean;
  readonly reason: string;
  readonly accepted: string | null;
  readonly useful: number;
  readonly replies: number;
  /** Place among the posts of its thread that stand. */
  readonly place: number;
}

/**
 * Everything of a community that stands on a node. Replies in the thread of a first post that a facilitator removed are
 * left out: who came after the removal learns of that thread when it is restored.
 */
export async function heldPosts(node: NetworkNode, communityId: string): Promise<readonly HeldPost[]> {
  return node.ctx.sql<HeldPost[]>`
    select p.iri, p.kind, p.title, p.html, p.parent_iri as parent, r.iri as root, p.pinned is not null as pinned,
      p.locked is not null as locked, p.lock_reason as reason, aa.iri as accepted, p.useful, p.replies,
      row_number() over (partition by p.root_id order by p.kind = 'reply', p.seq nulls last, p.published, p.id)::int as place
    from posts p left join posts r on r.id = p.root_id left join posts aa on aa.id = p.accepted_answer_id
    where p.community_id = ${communityId} and p.state = 'accepted' and not exists (
      select 1 from tombstones t where t.author_iri is null and p.context_iri like '%root=' || replace(replace(t.iri, ':', '%3A'), '/', '%2F'))
      and coalesce(r.state, '') <> 'removed' order by p.iri`;
}

/** The digest of a community's content as its home says it, or over what a subscriber holds. */
export async function contentDigestOn(node: NetworkNode, communityId: string): Promise<string> {
  const [home] = await node.ctx.sql`
    select 1 from communities c join actors g on g.id = c.actor_id where c.id = ${communityId} and g.peer_id is null`;
  if (home) return ownContentDigest(node.node.wire, communityId);
  return contentDigest(await listContentTuples(node.ctx, communityId));
}

/** How often each post was recorded as published: everything but 1 is a loss or a double. */
export async function publishedMoreThanOnce(
  node: NetworkNode,
  communityId: string,
): Promise<readonly string[]> {
  const rows = await node.ctx.sql<{ subject_iri: string }[]>`
    select subject_iri from changes where community_id = ${communityId} and kind = 'post.published'
    group by subject_iri having count(*) > 1`;
  return rows.map((row) => row.subject_iri);
}

/** What differs between two nodes, a line each, for a message that can be read. */
export function differences(home: readonly HeldPost[], there: readonly HeldPost[]): readonly string[] {
  const theirs = new Map(there.map((post) => [post.iri, post]));
  const known = new Set(home.map((post) => post.iri));
  const lines = there.filter((post) => !known.has(post.iri)).map((post) => `${post.iri} stands only there`);
  for (const post of home) {
    const other = theirs.get(post.iri);
    if (!other) lines.push(`${post.iri} lacks there`);
    for (const key of Object.keys(other ? post : {}) as (keyof HeldPost)[]) {
      if (post[key] !== other?.[key]) lines.push(`${post.iri} ${key}: ${post[key]}, there ${other?.[key]}`);
    }
  }
  return lines;
}
