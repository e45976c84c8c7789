import type { Change } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import type { Fragment } from "../db/open.ts";
import { postById } from "../posts/find.ts";
import { reportsWait } from "../posts/for-reports.ts";
import { mayReadHidden } from "../visibility/holders.ts";
import { sayToPerson } from "./say.ts";

/** What makes something new to look at for the members of a hidden community. */
const NEWS: readonly Change["kind"][] = [
  "post.published",
  "answer.accepted",
  "thread.locked",
  "post.released",
];

/**
 * Tells the nodes of a hidden community's members elsewhere that something waits there, once until they have looked: news to
 * everyone, reports and appeals to facilitators, what was done to a post and became of an appeal to the author; that what somebody
 * reported was decided; that posting was paused or opened again; and that a membership ended. A consumer of the record: it happens once, whatever the process does.
 */
export async function tellHiddenMembers(tx: WriteContext, change: Change): Promise<void> {
  const { sql } = tx;
  const { communityId, subjectId } = change;
  if (communityId === null) return;
  if (NEWS.includes(change.kind)) return tellWaiting(tx, change, sql`true`);
  if (change.kind === "membership.ended") return tellOfEnd(tx, change);
  if (subjectId === null) return;
  if (change.kind === "post.removed" || change.kind === "post.restored") {
    const { authorId } = await postById(sql, subjectId);
    return tellWaiting(tx, change, sql`m.actor_id = ${authorId}`);
  }
  if (change.kind === "report.made") {
    const authorId = await reportedOf(tx, subjectId);
    return tellWaiting(tx, change, sql`m.role <> 'member' and m.actor_id is distinct from ${authorId}::uuid`);
  }
  if (change.kind === "report.closed") return tellReporter(tx, change);
  if (change.kind === "facilitator.added") return tellNewFacilitator(tx, change);
  if (change.kind === "membership.suspended" || change.kind === "membership.restored")
    return tellWaiting(tx, change, sql`m.id = ${subjectId}`);
  if (change.kind === "appeal.made" || change.kind === "appeal.closed") return tellOfAppeal(tx, change);
}

/** Of an appeal the facilitators who may decide it, of its end the author. */
async function tellOfAppeal(tx: WriteContext, change: Change): Promise<void> {
  const { sql } = tx;
  const of = sql`from appeals ap where ap.id = ${change.subjectId}`;
  const decides = sql`m.role <> 'member' and exists (select 1 ${of}
    and m.actor_id <> ap.author_id and m.actor_id is distinct from ap.removed_by)`;
  const made = sql`m.actor_id in (select ap.author_id ${of})`;
  return tellWaiting(tx, change, change.kind === "appeal.made" ? decides : made);
}

/** Whoever facilitates from now on: of what was waiting for facilitators before. */
async function tellNewFacilitator(tx: WriteContext, change: Change): Promise<void> {
  const { sql } = tx;
  const open = sql`
    ${reportsWait(sql)} or exists (select 1 from appeals ap where ap.community_id = m.community_id and ap.state = 'open'
      and ap.author_id <> m.actor_id and ap.removed_by is distinct from m.actor_id)`;
  return tellWaiting(tx, change, sql`m.actor_id = ${change.subjectId} and m.role <> 'member' and (${open})`);
}

/** Who is reported, and is not told. */
async function reportedOf({ sql }: WriteContext, reportId: string): Promise<string | null> {
  const [report] = await sql<{ postId: string | null }[]>`
    select post_id as "postId" from reports where id = ${reportId}`;
  return report?.postId ? (await postById(sql, report.postId)).authorId : null;
}

/** Members elsewhere of a hidden community whom this concerns, without who did it. */
async function tellWaiting(
  tx: WriteContext,
  { communityId, actorId }: Change,
  concerns: Fragment,
): Promise<void> {
  const told = await tx.sql<{ personId: string; groupIri: string }[]>`
    with told as (
      insert into hidden_tellings (community_id, actor_id, told)
      select m.community_id, m.actor_id, ${tx.now} from memberships m join communities c on c.id = m.community_id
        join actors a on a.id = m.actor_id join peers p on p.id = a.peer_id
      where m.community_id = ${communityId} and c.level = 'confidential' and m.state in ('active', 'suspended')
        and m.actor_id is distinct from ${actorId} and ${mayReadHidden(tx.sql)} and ${concerns}
      on conflict do nothing returning community_id, actor_id)
    select told.actor_id as "personId", g.iri as "groupIri" from told join communities c on c.id = told.community_id
      join actors g on g.id = c.actor_id and g.peer_id is null`;
  for (const one of told) await sayToPerson(tx, { ...one, state: "waiting" });
}

/** Whoever reported, while they are a member: that it was decided, not what, nor how. */
async function tellReporter(tx: WriteContext, { subjectId }: Change): Promise<void> {
  const [reporter] = await tx.sql<{ personId: string; groupIri: string }[]>`
    select m.actor_id as "personId", g.iri as "groupIri" from reports r join communities c on c.id = r.community_id
      join actors g on g.id = c.actor_id and g.peer_id is null
      join memberships m on m.community_id = c.id and m.actor_id = r.reporter_actor_id and m.state in ('active', 'suspended')
      join actors a on a.id = m.actor_id join peers p on p.id = a.peer_id
    where r.id = ${subjectId} and c.level = 'confidential' and r.state <> 'open' and ${mayReadHidden(tx.sql)}`;
  if (reporter) await sayToPerson(tx, { ...reporter, state: "answered" });
}

async function tellOfEnd(tx: WriteContext, { subjectId }: Change): Promise<void> {
  const [ended] = await tx.sql<{ personId: string; groupIri: string }[]>`
    select m.actor_id as "personId", g.iri as "groupIri" from memberships m join communities c on c.id = m.community_id
      join actors g on g.id = c.actor_id and g.peer_id is null join actors a on a.id = m.actor_id
    where m.id = ${subjectId} and c.level = 'confidential' and m.state = 'ended' and a.peer_id is not null`;
  if (ended) await sayToPerson(tx, { ...ended, state: "ended" });
}
