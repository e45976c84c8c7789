import type { Change } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
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
 * Tells the nodes of a hidden community's members elsewhere that something waits there, once until they have looked, and
 * that a membership ended. A consumer of the record: it happens once, whatever the process does.
 */
export async function tellHiddenMembers(tx: WriteContext, change: Change): Promise<void> {
  if (change.communityId === null) return;
  if (NEWS.includes(change.kind)) return tellOfNews(tx, change);
  if (change.kind === "membership.ended") return tellOfEnd(tx, change);
}

async function tellOfNews(tx: WriteContext, { communityId, actorId }: Change): Promise<void> {
  const told = await tx.sql<{ personId: string; groupIri: string }[]>`
    with told as (
      insert into hidden_tellings (community_id, actor_id, told)
      select m.community_id, m.actor_id, ${tx.now} from memberships m join communities c on c.id = m.community_id
        join actors a on a.id = m.actor_id join peers p on p.id = a.peer_id
      where m.community_id = ${communityId} and c.level = 'confidential' and m.state in ('active', 'suspended')
        and m.actor_id is distinct from ${actorId} and ${mayReadHidden(tx.sql)}
      on conflict do nothing returning community_id, actor_id)
    select told.actor_id as "personId", g.iri as "groupIri" from told join communities c on c.id = told.community_id
      join actors g on g.id = c.actor_id and g.peer_id is null`;
  for (const one of told) await sayToPerson(tx, { ...one, state: "waiting" });
}

async function tellOfEnd(tx: WriteContext, { subjectId }: Change): Promise<void> {
  const [ended] = await tx.sql<{ personId: string; groupIri: string }[]>`
    select m.actor_id as "personId", g.iri as "groupIri" from memberships m join communities c on c.id = m.community_id
      join actors g on g.id = c.actor_id and g.peer_id is null join actors a on a.id = m.actor_id
    where m.id = ${subjectId} and c.level = 'confidential' and m.state = 'ended' and a.peer_id is not null`;
  if (ended) await sayToPerson(tx, { ...ended, state: "ended" });
}
