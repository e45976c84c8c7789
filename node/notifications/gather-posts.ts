import type { Change } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import { authorsIn, type PostToTell, postsToTell } from "../posts/for-notices.ts";
import { facilitatorsOf } from "./facilitators.ts";
import { NO_FACTS, type TellFacts } from "./facts.ts";
import { toldByActor, toldOf } from "./told.ts";

/** What comes here longer after it was written is history: nobody is told of it. */
const HISTORY_DAYS = 30;

/** The post a change is about and, where it filled a gap, the replies under it that came before it. */
export async function gatherPost(tx: WriteContext, change: Change): Promise<readonly TellFacts[]> {
  const fills = change.kind === "post.published" && change.road !== "here";
  const rows = await postsToTell(tx.sql, change.subjectId, fills);
  const facts: TellFacts[] = [];
  for (const row of rows) facts.push(await factsOf(tx, change, row));
  return facts;
}

async function factsOf(tx: WriteContext, change: Change, row: PostToTell): Promise<TellFacts> {
  const old = ageAt(change, row) > HISTORY_DAYS * 86_400_000;
  const about = { communityId: row.communityId, rootId: row.rootId ?? row.id };
  const basic: TellFacts = {
    ...NO_FACTS,
    communityId: row.communityId,
    postId: row.id,
    rootId: row.rootId ?? row.id,
    postState: row.state,
    postKind: row.kind,
    postAuthorId: row.authorId,
    old,
    holds: row.acceptedAnswerId === row.id,
  };
  const fresh =
    (change.kind === "post.published" || change.kind === "post.arrived") && row.state === "accepted" && !old;
  const each = fresh ? await wantEach(tx, row) : [];
  const known = [row.authorId, row.parentAuthorId, row.threadAuthorId, ...row.mentioned, ...each];
  const people = await toldByActor(tx, known, about);
  const person = (id: string | null) => (id === null ? null : (people.get(id) ?? null));
  const wrote = change.kind === "thread.moved" ? await authorsIn(tx.sql, about.rootId) : [];
  const held = change.kind === "post.held" ? await facilitatorsOf(tx.sql, row.communityId) : [];
  return {
    ...basic,
    author: person(row.authorId),
    parentAuthor: person(row.parentAuthorId),
    threadAuthor: person(row.threadAuthorId),
    mentioned: row.mentioned.flatMap((id) => person(id) ?? []),
    each: each.flatMap((id) => person(id) ?? []),
    participants: [...(await toldByActor(tx, wrote, about)).values()],
    facilitators: await toldOf(tx, held, about),
  };
}

/** How long the act had lain elsewhere when it came here. An answer may be accepted at any age. */
function ageAt(change: Change, row: PostToTell): number {
  if (change.kind === "answer.accepted") return 0;
  const done = change.kind === "post.edited" ? (row.updated ?? row.published) : row.published;
  return change.happened.getTime() - done.getTime();
}

/**
 * Actor ids of those who want an email for each new post here and belonged here when this one was written. A hidden
 * community has no list: who wants one hears at most once a day that something waits.
 */
async function wantEach(tx: WriteContext, row: PostToTell): Promise<readonly string[]> {
  const rows = await tx.sql<{ actor_id: string }[]>`
    select acc.actor_id from accounts acc
    join (
      select actor_id, coalesce(decided, requested) as since from memberships
        where community_id = ${row.communityId} and state = 'active'
      union all
      select actor_id, since from follows where community_id = ${row.communityId} and state = 'active') here
      on here.actor_id = acc.actor_id and here.since <= ${row.published}
    left join notice_levels l on l.account_id = acc.id and l.community_id = ${row.communityId}
    join communities c on c.id = ${row.communityId}
    where acc.disabled is null and (coalesce(l.level, acc.digest_default) = 'each'
      or c.level = 'confidential' and coalesce(l.level, acc.digest_default) <> 'none')`;
  return rows.map((found) => found.actor_id);
}
