import { inTransaction, type NodeContext, type ReadContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { knownCommunities } from "../visibility/readable.ts";
import { NOTICE_LEVELS, type NoticeLevel } from "./types.ts";

/**
 * A person chooses how to hear of new posts in a community; it applies to everything at once. It concerns nobody
 * else, so nothing is recorded. Refuses `not-found`, `invalid`.
 */
export async function setNoticeLevel(
  ctx: NodeContext,
  choice: { readonly accountId: string; readonly communityId: string; readonly level: NoticeLevel },
): Promise<void> {
  if (!NOTICE_LEVELS.includes(choice.level)) refuse("invalid", { field: "level" });
  return inTransaction(ctx, async (tx) => {
    const [account] = await tx.sql<
      { actor_id: string }[]
    >`select actor_id from accounts where id = ${choice.accountId}`;
    if (!account) refuse("not-found");
    const viewer = { kind: "person" as const, actorId: account.actor_id, accountId: choice.accountId };
    const rows = await tx.sql`
      insert into notice_levels (account_id, community_id, level, updated)
      select ${choice.accountId}, c.id, ${choice.level}, ${tx.now} from communities c
      where c.id = ${choice.communityId} and c.id in ${knownCommunities(tx.sql, viewer)}
      on conflict (account_id, community_id) do update set level = excluded.level, updated = excluded.updated
      returning 1`;
    if (rows.length === 0) refuse("not-found");
  });
}

/** What a person chose for a community: their own choice, or their usual one. Null without an account. */
export async function noticeLevelOf(
  r: Pick<ReadContext, "sql">,
  accountId: string,
  communityId: string,
): Promise<NoticeLevel | null> {
  const [row] = await r.sql<{ level: NoticeLevel }[]>`
    select coalesce(l.level, acc.digest_default) as level from accounts acc
    left join notice_levels l on l.account_id = acc.id and l.community_id = ${communityId} where acc.id = ${accountId}`;
  return row?.level ?? null;
}

/** A community a person belongs to or follows, with how they hear of it. */
export interface ChosenLevel {
  readonly communityId: string;
  readonly level: NoticeLevel;
  /** False: it follows the person's usual choice. */
  readonly own: boolean;
}

/** The choices for every community of a person. */
export function listNoticeLevels(
  r: Pick<ReadContext, "sql">,
  accountId: string,
): Promise<readonly ChosenLevel[]> {
  return r.sql<ChosenLevel[]>`
    select c.id as "communityId", coalesce(l.level, acc.digest_default) as level, l.level is not null as own
    from accounts acc
    join (select community_id, actor_id from memberships where state = 'active'
      union select community_id, actor_id from follows where state = 'active') here on here.actor_id = acc.actor_id
    join communities c on c.id = here.community_id join actors g on g.id = c.actor_id
    left join notice_levels l on l.account_id = acc.id and l.community_id = c.id
    where acc.id = ${accountId} order by lower(g.name), c.id`;
}
