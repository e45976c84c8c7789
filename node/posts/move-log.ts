import type { WriteContext } from "../context.ts";
import { relayToAll } from "../outbox/relay.ts";
import type { PostRow } from "./find.ts";

interface Moved {
  readonly root: PostRow;
  /** The Move. */
  readonly activityIri: string;
  readonly fromId: string;
  readonly toId: string;
}

interface Entry {
  readonly activityIri: string;
  readonly objectIri: string;
  readonly type: string;
  readonly private: boolean;
  readonly postId: string;
  readonly titled: boolean;
}

const CONTENT = ["Create", "Update", "Delete"];

/**
 * Both logs say that a discussion was moved. In the old one nothing else of it stays; the new one carries it once more, as it
 * stands: each post, then which answer is accepted, whether it is closed and what was found useful (FEDERATION.md).
 */
export async function logMoved(tx: WriteContext, { root, activityIri, fromId, toId }: Moved): Promise<void> {
  const entries = await listStanding(tx, root, fromId);
  const move = { activityIri, objectIri: root.iri, type: "Move" };
  await relayToAll(tx, fromId, move);
  await tx.sql`update log_entries set state = 'spent' where community_id = ${fromId} and state = 'live' and type <> 'Move'
    and object_iri in (select iri from posts where root_id = ${root.id})`;
  await relayToAll(tx, toId, move);
  for (const { postId, ...entry } of entries) {
    const content = CONTENT.includes(entry.type);
    const { seq } = await relayToAll(tx, toId, { ...entry, again: content && entry.type !== "Delete" });
    if (content) await tx.sql`update posts set seq = ${seq} where id = ${postId}`;
  }
}

/** The entries of the old log that say how the discussion stands: the newest of each sort about each post, in their order. */
async function listStanding(tx: WriteContext, root: PostRow, fromId: string): Promise<readonly Entry[]> {
  return tx.sql<Entry[]>`
    select "activityIri", "objectIri", type, private, "postId", titled from (
      select distinct on (p.id, sort) e.activity_iri as "activityIri", e.object_iri as "objectIri", e.type, e.private,
        p.id as "postId", p.kind <> 'reply' as titled, p.seq as place, e.seq, sort
      from log_entries e join communities c on c.id = e.community_id and c.epoch = e.epoch
      join posts p on p.iri = e.object_iri and p.root_id = ${root.id}
      cross join lateral (select case when e.type = 'Like' then e.activity_iri when e.type in ('Lock', 'ChooseAnswer') then e.type
        else '' end as sort) sorted
      where e.community_id = ${fromId} and e.state = 'live' and (
        (e.type in ('Create', 'Update') and p.state = 'accepted') or (e.type = 'Delete' and p.state in ('deleted', 'removed'))
        or (e.type = 'Lock' and p.locked is not null) or (e.type = 'ChooseAnswer' and p.id = ${root.acceptedAnswerId})
        or (e.type = 'Like' and exists (select 1 from useful_marks u where u.post_id = p.id and u.activity_iri = e.activity_iri)))
      order by p.id, sort, e.seq desc) standing
    order by sort <> '', titled desc, place nulls last, seq`;
}
