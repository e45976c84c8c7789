import { audienceOf } from "../communities/audience.ts";
import { communityLabelOf, type LabelRow, labelColumns, labelJoins } from "../communities/card.ts";
import type { ReadContext } from "../context.ts";
import { idOf } from "../ids.ts";
import { labelColumn, labelOf, type LabelRow as PersonRow } from "../people/label.ts";
import { refuse } from "../refusal.ts";
import { excerptOf } from "../text/excerpt.ts";
import { plainOf } from "../text/plain.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { textOf } from "./release-text.ts";
import type { ReleasablePost, ReleaseRow, ReleaseTarget } from "./release-types.ts";

/** So many posts of a discussion are shown to choose from. */
const MOST_SHOWN = 200;

/**
 * Where a person can release items of a community to: other listed communities of this node that they facilitate, by name.
 * Empty for whoever has no account.
 */
export async function listTargets(
  r: ReadContext,
  viewer: Viewer,
  sourceId: string,
): Promise<readonly ReleaseTarget[]> {
  const { sql } = r;
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const rows = await sql<LabelRow[]>`
    select ${labelColumns(sql)} from communities c ${labelJoins(sql)}
    join memberships m on m.community_id = c.id and m.actor_id = ${me} and m.state = 'active' and m.role <> 'member'
    where c.id <> ${sourceId} and g.peer_id is null and c.level <> 'confidential' and c.archived is null
    order by g.name, c.id`;
  const labels = rows.map(communityLabelOf);
  const audiences = await Promise.all(labels.map(({ id }) => audienceOf(r, id)));
  return labels.map((label, at) => ({ ...label, audience: audiences[at] ?? null }));
}

/** A discussion with its posts that stand, 200 at most, to choose from. Refuses `not-found`, also where it may not be read. */
export async function findReleasable(
  r: ReadContext,
  viewer: Viewer,
  which: { readonly communityId: string; readonly rootId: string },
): Promise<{ readonly title: string; readonly posts: readonly ReleasablePost[] }> {
  const { sql } = r;
  const rows = await sql<{ id: string; title: string; html: string; author: PersonRow; number: number }[]>`
    select p.id, r.title, p.html, ${labelColumn(sql, sql`p.author_id`)} as author,
      row_number() over (order by p.kind = 'reply', p.seq nulls last, p.published, p.id)::int as number
    from posts p join posts r on r.id = p.root_id
    where p.root_id = ${which.rootId} and p.community_id = ${which.communityId} and p.state = 'accepted'
      and r.state = 'accepted' and p.community_id in ${readableCommunities(sql, viewer)}
    order by number limit ${MOST_SHOWN}`;
  const [first] = rows;
  if (!first) return refuse("not-found");
  const posts = rows.map(({ id, number, author, html }) => ({
    ...{ id, number },
    author: labelOf(author),
    excerpt: excerptOf(plainOf(html), 300),
  }));
  return { title: first.title, posts };
}

/**
 * A first text of chosen posts, to be worked on: their words in order, each under `wrote`, without names. Empty for posts that
 * may not be read.
 */
export async function draftRelease(
  r: ReadContext,
  viewer: Viewer,
  chosen: { readonly communityId: string; readonly postIds: readonly string[]; readonly wrote: string },
): Promise<string> {
  const { sql } = r;
  const rows = await sql<{ source: string; html: string }[]>`
    select p.source, p.html from posts p
    where p.id = any(${[...chosen.postIds]}::uuid[]) and p.community_id = ${chosen.communityId} and p.state = 'accepted'
      and p.community_id in ${readableCommunities(sql, viewer)}
    order by p.kind = 'reply', p.seq nulls last, p.published, p.id`;
  return textOf(rows, chosen.wrote);
}

/** What was released of a community, 50 at most, latest first; for those who may read it. */
export async function listReleases(
  r: ReadContext,
  viewer: Viewer,
  sourceId: string,
): Promise<readonly ReleaseRow[]> {
  const { sql } = r;
  const rows = await sql<(LabelRow & { made: Date; post_id: string | null; title: string })[]>`
    select s.made, p.id as post_id, p.title, ${labelColumns(sql)}
    from (select release_iri, min(x.made) as made from release_sources x join posts sp on sp.id = x.source_id
      where sp.community_id = ${sourceId} and sp.community_id in ${readableCommunities(sql, viewer)} group by release_iri) s
    left join posts p on p.iri = s.release_iri and p.state = 'accepted' and p.community_id in ${readableCommunities(sql, viewer)}
    left join communities c on c.id = p.community_id left join actors g on g.id = c.actor_id left join peers hp on hp.id = g.peer_id
    order by s.made desc limit 50`;
  return rows.map(({ made, post_id, title, ...label }) => {
    if (post_id === null) return { made, item: null };
    const { path, name } = communityLabelOf(label);
    return { made, item: { title, path: `${path}/t/${idOf(post_id)}`, community: name } };
  });
}
