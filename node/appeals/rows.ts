import type { WriteContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { type PostRow, postById } from "../posts/find.ts";
import type { AppealOutcome, AppealState } from "./types.ts";

export interface AppealRow {
  readonly id: string;
  readonly iri: string;
  readonly communityId: string;
  readonly postId: string;
  readonly authorId: string;
  readonly removalIri: string;
  readonly created: Date;
  readonly state: AppealState;
  readonly decided: Date | null;
  readonly decidedBy: string | null;
  /** Who removed the post, where that is known. */
  readonly removedBy: string | null;
  /** When the Group of a community elsewhere passed it on to its facilitators here; null where it did not. */
  readonly passedOn: Date | null;
  /** A decision of here is on its way to the Group. */
  readonly sent: Date | null;
  readonly sentState: AppealOutcome | null;
}

export interface NewAppeal
  extends Pick<AppealRow, "iri" | "communityId" | "postId" | "authorId" | "removalIri"> {
  readonly words: string;
}

/** Inserts an appeal; null where there is one against this removal. */
export async function insertAppeal(tx: WriteContext, appeal: NewAppeal): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into appeals (iri, community_id, post_id, author_id, removal_iri, words, created, removed_by, removed_at, removed_for)
    select ${appeal.iri}, ${appeal.communityId}, ${appeal.postId}, ${appeal.authorId}, ${appeal.removalIri}, ${appeal.words}, ${tx.now},
      m.actor_id, m.happened, coalesce(m.reason, '')
    from (select 1) one left join moderation_acts m
      on ${removalIri(tx.sql)} = ${appeal.removalIri} and m.community_id = ${appeal.communityId}
    on conflict do nothing returning id`;
  return row?.id ?? null;
}

/** An appeal by id, its post locked before it, so that of two decisions one wins; null when there is none. */
export async function lockAppeal(tx: WriteContext, id: string): Promise<AppealRow | null> {
  const [found] = await appeals(tx.sql, { id, iri: null, postId: null });
  if (!found) return null;
  await postById(tx.sql, found.postId, "update");
  const [locked] = await tx.sql<Pick<AppealRow, "state" | "decided" | "decidedBy" | "sent" | "sentState">[]>`
    select state, decided, decided_by as "decidedBy", sent, sent_state as "sentState" from appeals where id = ${id} for update`;
  return locked ? { ...found, ...locked } : null;
}

/** By its Flag. */
export async function appealByIri(sql: Reader, iri: string): Promise<AppealRow | null> {
  const [row] = await appeals(sql, { id: null, iri, postId: null });
  return row ?? null;
}

/** Open appeals about a post. */
export async function openAppealsOf(sql: Reader, postId: string): Promise<readonly AppealRow[]> {
  const rows = await appeals(sql, { id: null, iri: null, postId });
  return rows.filter((row) => row.state === "open");
}

function appeals(sql: Reader, by: { id: string | null; iri: string | null; postId: string | null }) {
  return sql<AppealRow[]>`
    select id, iri, community_id as "communityId", post_id as "postId", author_id as "authorId",
      removal_iri as "removalIri", created, state, decided, decided_by as "decidedBy", removed_by as "removedBy",
      passed_on as "passedOn", sent, sent_state as "sentState"
    from appeals where id = ${by.id} or iri = ${by.iri} or post_id = ${by.postId} order by id`;
}

/** What names a removal `m` of the moderation log: its activity, or in a hidden community, which has none, the row. */
function removalIri(sql: Reader): Fragment {
  return sql`coalesce(m.activity_iri, 'urn:uuid:' || m.id)`;
}

/** The removal that a post is under now, as the moderation log has it; null while it stands. */
export async function removalOf(
  sql: Reader,
  post: Pick<PostRow, "id" | "state">,
): Promise<{ readonly iri: string; readonly actorId: string | null } | null> {
  if (post.state !== "removed") return null;
  const [row] = await sql<{ iri: string; actorId: string | null }[]>`
    select ${removalIri(sql)} as iri, m.actor_id as "actorId" from moderation_acts m
    where m.post_id = ${post.id} and m.kind = 'post-removed' order by m.happened desc limit 1`;
  return row ?? null;
}
