import type { AnyContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE } from "../visibility/viewer.ts";

/**
 * True where the actor in a column has written or marked anything that everyone may read, so that its address answers
 * (resolution 22). What was written in closed rooms says nothing to anybody outside.
 */
export function hasWritten(sql: Reader, actorId: Fragment): Fragment {
  const open = readableCommunities(sql, ANYONE);
  return sql`(exists (select 1 from posts wp where wp.author_id = ${actorId} and wp.community_id in ${open})
    or exists (select 1 from useful_marks wu join posts wp on wp.id = wu.post_id
      where wu.actor_id = ${actorId} and wp.community_id in ${open}))`;
}

/** Figures of NodeInfo: people, active ones, threads, replies and public communities of this node. */
export async function countNode(ctx: AnyContext): Promise<{
  people: number;
  activeMonth: number;
  activeHalfyear: number;
  topics: number;
  replies: number;
  openCommunities: number;
}> {
  const now = ctx.clock.now().getTime();
  const [row] = await ctx.sql<
    {
      people: number;
      activeMonth: number;
      activeHalfyear: number;
      topics: number;
      replies: number;
      openCommunities: number;
    }[]
  >`
    select (select count(*)::int from accounts where disabled is null) as people,
      (select count(*)::int from accounts where last_visit > ${new Date(now - 30 * 86_400_000)}) as "activeMonth",
      (select count(*)::int from accounts where last_visit > ${new Date(now - 183 * 86_400_000)}) as "activeHalfyear",
      (select count(*)::int from posts p join actors a on a.id = p.author_id join communities c on c.id = p.community_id
        where a.peer_id is null and p.kind <> 'reply' and p.state = 'accepted' and c.level in ('open', 'restricted')) as topics,
      (select count(*)::int from posts p join actors a on a.id = p.author_id join communities c on c.id = p.community_id
        where a.peer_id is null and p.kind = 'reply' and p.state = 'accepted' and c.level in ('open', 'restricted')) as replies,
      (select count(*)::int from communities c join actors g on g.id = c.actor_id where g.peer_id is null and c.level in ('open', 'restricted')) as "openCommunities"`;
  return row ?? { people: 0, activeMonth: 0, activeHalfyear: 0, topics: 0, replies: 0, openCommunities: 0 };
}
