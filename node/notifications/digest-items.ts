import type { WriteContext } from "../context.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { viewerOf } from "../visibility/viewer.ts";

export interface DigestItem {
  readonly postId: string;
  readonly communityId: string;
}

export interface DigestQuery {
  readonly accountId: string;
  readonly actorId: string;
  /** Set where the list of that rhythm is due. */
  readonly daily: Date | null;
  readonly weekly: Date | null;
  /** The last weekly list: whoever changes from weekly to daily still hears of what the weekly one would have told. */
  readonly since: Date;
  /** Posts of mails that waited too long and are told of in this list instead. */
  readonly waiting: readonly string[];
}

/** More than this is not news but an absence. */
const MOST_COUNTED = 500;

/**
 * The discussions a person's list covers: new since their last list in the communities they belong to or follow and
 * want such a list of, not their own, not told of before, readable now. Unanswered questions first, then what was
 * answered and found useful most. What the clocks of two nodes could hide is covered by looking an hour further back.
 */
export async function chooseItems(tx: WriteContext, query: DigestQuery): Promise<readonly DigestItem[]> {
  const wanted = tx.sql`(coalesce(l.level, acc.digest_default) = 'daily' and ${query.daily !== null}
      or coalesce(l.level, acc.digest_default) = 'weekly' and ${query.weekly !== null})
    and n.told > ${query.since}::timestamptz - interval '1 hour'
    and p.published >= here.since and p.published > n.told - interval '30 days' and told.id is null`;
  return tx.sql<DigestItem[]>`
    select p.id as "postId", p.community_id as "communityId"
    from accounts acc
    join (
      select community_id, actor_id, min(since) as since from (
        select community_id, actor_id, coalesce(decided, requested) as since from memberships
          where actor_id = ${query.actorId} and state = 'active'
        union all
        select community_id, actor_id, since from follows where actor_id = ${query.actorId} and state = 'active') both_kinds
      group by community_id, actor_id) here on here.actor_id = acc.actor_id
    left join notice_levels l on l.account_id = acc.id and l.community_id = here.community_id
    join news n on n.community_id = here.community_id
    join posts p on p.id = n.post_id
    left join notices told on told.account_id = acc.id and told.event = 'post:' || p.id
    where acc.id = ${query.accountId} and p.state = 'accepted' and p.author_id <> acc.actor_id
      and p.community_id in ${readableCommunities(tx.sql, viewerOf(query.actorId))}
      and not exists (select 1 from muted_threads m where m.account_id = acc.id and m.root_id = p.id)
      and (p.id = any(${[...query.waiting]}::uuid[]) or (${wanted}))
    order by (p.kind = 'question' and p.replies = 0) desc, p.useful + p.replies desc, p.published desc, p.id
    limit ${MOST_COUNTED}`;
}
