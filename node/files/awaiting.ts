import type { ReceivedActivity } from "../changes/record.ts";
import type { NodeContext, WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { dropBytes } from "./drop.ts";
import type { WantedFile } from "./types.ts";

/** Acts of one node that may wait for files: more is noise or attack. */
const MOST_OF_PEER = 100;
/** For how long files are asked for before their author is told that they do not come. */
export const AWAITED_HOURS = 72;

/** An act that was sent to a community of this node and waits for its files. */
export interface AwaitingAct {
  readonly activity: ReceivedActivity;
  readonly communityId: string;
  readonly objectIri: string;
  readonly files: readonly WantedFile[];
  readonly received: Date;
  readonly tries: number;
  readonly ownerId: string;
  /** Of its author's node. */
  readonly origin: string;
}

/** Keeps an act as it came, until its files are here. Again, with what it lacks now. Refuses `too-many`. */
export async function keepAwaiting(
  tx: WriteContext,
  awaiting: Pick<AwaitingAct, "activity" | "communityId" | "objectIri" | "files">,
): Promise<void> {
  const { activity, communityId, objectIri, files } = awaiting;
  const [row] = await tx.sql<{ many: number }[]>`
    select count(*)::int as many from acts_awaiting_files w join actors a on a.iri = w.actor_iri
    where w.iri <> ${activity.iri} and a.peer_id = (select peer_id from actors where iri = ${activity.actorIri})`;
  if ((row?.many ?? 0) >= MOST_OF_PEER) refuse("too-many");
  await tx.sql`
    insert into acts_awaiting_files (iri, actor_iri, type, community_id, object_iri, bytes, files, received, due)
    values (${activity.iri}, ${activity.actorIri}, ${activity.type}, ${communityId}, ${objectIri},
      ${Buffer.from(activity.bytes)}, ${tx.sql.json(files as never)}, ${tx.now}, ${tx.now})
    on conflict (iri) do update set files = excluded.files`;
  tx.afterCommit(() => tx.wake("files"));
}

interface Row extends Omit<AwaitingAct, "activity"> {
  readonly iri: string;
  readonly actorIri: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** The acts whose files are to be asked for now, the oldest first. */
export async function listAwaitingDue(ctx: NodeContext, limit: number): Promise<readonly AwaitingAct[]> {
  const rows = await ctx.sql<Row[]>`
    select w.iri, w.actor_iri as "actorIri", w.type, w.bytes, w.community_id as "communityId", w.object_iri as "objectIri",
      w.files, w.received, w.tries, a.id as "ownerId", p.origin
    from acts_awaiting_files w join actors a on a.iri = w.actor_iri join peers p on p.id = a.peer_id
    where w.due <= ${ctx.clock.now()} order by w.received, w.iri limit ${limit}`;
  return rows.map(({ iri, actorIri, type, bytes, ...row }) => ({
    ...row,
    activity: { iri, actorIri, type, bytes },
  }));
}

/** Of files that an act waits for, those that are not here yet. */
export async function listLacking(
  ctx: NodeContext,
  { ownerId, communityId, files }: Pick<AwaitingAct, "ownerId" | "communityId" | "files">,
): Promise<readonly WantedFile[]> {
  const rows = await ctx.sql<{ sha256: string }[]>`
    select encode(digest, 'hex') as sha256 from files where owner_id = ${ownerId} and community_id = ${communityId}
      and post_id is null and digest is not null`;
  const here = new Set(rows.map(({ sha256 }) => sha256));
  return files.filter(({ sha256 }) => !here.has(sha256));
}

/** It was asked for in vain: again at `due`. */
export async function noteAwaitingTried(ctx: NodeContext, iri: string, due: Date): Promise<void> {
  await ctx.sql`update acts_awaiting_files set due = ${due}, tries = tries + 1 where iri = ${iri}`;
}

/** It had its effect, or was refused. Files that were fetched for it alone go where no post took them. */
export async function endAwaiting(tx: WriteContext, iri: string): Promise<void> {
  const [act] = await tx.sql<{ actor_iri: string; community_id: string }[]>`
    delete from acts_awaiting_files where iri = ${iri} returning actor_iri, community_id`;
  if (act) await dropUnused(tx, act);
}

/** The author deletes what waits: it goes at once, with what was fetched for it. */
export async function forgetAwaiting(tx: WriteContext, objectIri: string, actorIri: string): Promise<void> {
  const acts = await tx.sql<{ actor_iri: string; community_id: string }[]>`
    delete from acts_awaiting_files where object_iri = ${objectIri} and actor_iri = ${actorIri}
    returning actor_iri, community_id`;
  for (const act of acts) await dropUnused(tx, act);
}

async function dropUnused(tx: WriteContext, act: { actor_iri: string; community_id: string }): Promise<void> {
  const rows = await tx.sql<{ id: string }[]>`
    delete from files f using actors a where a.iri = ${act.actor_iri} and f.owner_id = a.id and f.post_id is null
      and f.digest is not null and f.community_id = ${act.community_id}
      and not exists (select 1 from acts_awaiting_files w where w.actor_iri = a.iri) returning f.id`;
  dropBytes(tx, rows);
}
