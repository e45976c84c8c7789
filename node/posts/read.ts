import { PAGE_SIZE, type Reading } from "../reading.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { topicRows } from "./rows.ts";
import type { PageOf, TopicRow } from "./types.ts";

export interface TopicQuery {
  readonly show?: "everything" | "questions" | "unanswered" | "answered";
  readonly sort?: "latest" | "newest" | "useful";
  readonly theme?: string | null;
  readonly page?: number;
}

/** Threads of one community, pinned ones first; 25 a page. */
export async function listTopics(
  r: Reading,
  viewer: Viewer,
  communityId: string,
  query: TopicQuery = {},
): Promise<PageOf<TopicRow>> {
  const { sql } = r;
  const page = Math.max(1, query.page ?? 1);
  const show = {
    everything: sql`true`,
    questions: sql`p.kind = 'question'`,
    unanswered: sql`p.kind = 'question' and p.replies = 0`,
    answered: sql`p.accepted_answer_id is not null`,
  }[query.show ?? "everything"];
  const sort = {
    latest: sql`coalesce(p.last_reply, p.published) desc`,
    newest: sql`p.published desc`,
    useful: sql`p.useful desc, p.published desc`,
  }[query.sort ?? "latest"];
  const { rows, total } = await topicRows(sql, viewer, {
    where: sql`p.community_id = ${communityId} and ${show} and (${query.theme ?? null}::text is null or ${query.theme ?? null} = any(p.themes))`,
    order: sql`p.pinned desc nulls last, ${sort}, p.id desc`,
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  return { items: rows, total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

/** Rows of the given threads that the viewer may see, in the order of `ids`. */
export async function topicsOf(
  r: Reading,
  viewer: Viewer,
  ids: readonly string[],
): Promise<readonly TopicRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await topicRows(r.sql, viewer, {
    where: r.sql`p.id = any(${[...ids]})`,
    order: r.sql`p.id`,
    limit: ids.length,
    offset: 0,
  });
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Unanswered questions that a person could answer: in their communities, then in their service areas; newest first. */
export async function listAnswerable(
  r: Reading,
  viewer: Viewer & { kind: "person" },
  areas: readonly string[],
  limit: number,
): Promise<readonly TopicRow[]> {
  const { sql } = r;
  const mine = sql`p.community_id in (select community_id from memberships where actor_id = ${viewer.actorId} and state = 'active')`;
  const { rows } = await topicRows(sql, viewer, {
    where: sql`p.kind = 'question' and p.accepted_answer_id is null and p.replies = 0 and p.locked is null
      and p.author_id <> ${viewer.actorId} and (${mine} or p.themes && ${[...areas]} or c.themes && ${[...areas]})`,
    order: sql`(${mine}) desc, p.published desc`,
    limit,
    offset: 0,
  });
  return rows;
}

/** What is new since a moment in the communities a person belongs to or follows; newest first. */
export async function listNewSince(
  r: Reading,
  viewer: Viewer & { kind: "person" },
  since: Date,
  limit: number,
): Promise<readonly TopicRow[]> {
  const { sql } = r;
  const { rows } = await topicRows(sql, viewer, {
    where: sql`p.community_id in (
        select community_id from memberships where actor_id = ${viewer.actorId} and state = 'active'
        union select community_id from follows where actor_id = ${viewer.actorId} and state = 'active')
      and exists (select 1 from posts np where np.root_id = p.id and np.state = 'accepted' and np.received > ${since}
        and np.author_id <> ${viewer.actorId})`,
    order: sql`coalesce(p.last_reply, p.published) desc`,
    limit,
    offset: 0,
  });
  return rows;
}

/**
 * The latest discussions for who comes the first time: those of the communities they joined, follow or have asked to
 * join; where these hold none, of all that they may read.
 */
export async function listNewest(
  r: Reading,
  viewer: Viewer & { kind: "person" },
  limit: number,
): Promise<readonly TopicRow[]> {
  const { sql } = r;
  const mine = sql`p.community_id in (
    select community_id from memberships where actor_id = ${viewer.actorId} and state in ('requested', 'active')
    union select community_id from follows where actor_id = ${viewer.actorId} and state in ('requested', 'active'))`;
  const newest = (where: typeof mine) =>
    topicRows(sql, viewer, {
      where: sql`p.state = 'accepted' and ${where}`,
      order: sql`coalesce(p.last_reply, p.published) desc, p.id desc`,
      limit,
      offset: 0,
    });
  const { rows } = await newest(mine);
  return rows.length > 0 ? rows : (await newest(sql`true`)).rows;
}

/** Questions answered lately in what a viewer may read, for those who look in for the first time. */
export async function listAnswered(r: Reading, viewer: Viewer, limit: number): Promise<readonly TopicRow[]> {
  const { rows } = await topicRows(r.sql, viewer, {
    where: r.sql`p.accepted_answer_id is not null`,
    order: r.sql`p.last_reply desc nulls last, p.id desc`,
    limit,
    offset: 0,
  });
  return rows;
}
