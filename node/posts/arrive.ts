import { type Origin, recordChange } from "../changes/record.ts";
import { communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { refuse } from "../refusal.ts";
import { sendFirstCopies } from "./copies.ts";
import { type PostRow, postByIri } from "./find.ts";
import { lastActivity } from "./tell.ts";
import { countReplies } from "./thread.ts";

/** A post of this node came back in the log of its community: everyone has it. Says so once (profile E-15). */
export async function takeBack(
  tx: WriteContext,
  post: PostRow,
  origin: Extract<Origin, { road: "relay" }>,
): Promise<void> {
  if (post.state === "deleted") return noteLogged(tx, post.id, origin);
  const arrived = post.state === "pending" || post.state === "declined";
  await tx.sql`update posts set seq = coalesce(seq, ${origin.seq}),
    state = case when state in ('pending', 'declined') then 'accepted' else state end, reason = ${arrived ? "" : tx.sql`reason`}
    where id = ${post.id}`;
  if (!arrived) return;
  if (post.rootId) await countReplies(tx, post.rootId);
  await copyArrived(tx, post);
  await recordChange(tx, {
    kind: "post.arrived",
    actorId: post.authorId,
    communityId: post.communityId,
    subjectId: post.id,
    subjectIri: post.iri,
    origin,
  });
}

/** Whom it answers or names on software of another make learns of it now that its community has taken it. */
async function copyArrived(tx: WriteContext, post: PostRow): Promise<void> {
  const activityIri = await lastActivity(tx, "Create", post.iri);
  if (activityIri === post.iri) return;
  const community = await communityHome(tx.sql, post.communityId);
  await sendFirstCopies(tx, { post, community, activityIri, readers: [] });
}

/** The community has this post in its log, whatever has become of it here: it counts when the two nodes compare. */
export async function noteLogged(
  tx: WriteContext,
  postId: string,
  origin: Extract<Origin, { road: "relay" }>,
): Promise<void> {
  await tx.sql`update posts set seq = coalesce(seq, ${origin.seq}) where id = ${postId}`;
}

export interface Declining {
  readonly groupIri: string;
  /** The activity that was refused. */
  readonly activityIri: string;
  readonly reason: string;
  readonly code: string;
}

/**
 * The community elsewhere refused something written here: the author is told why and may edit and send again.
 * Has effect only when it comes from the Group that it was sent to (A38). Returns false when nothing matched.
 */
export function declinePost(
  ctx: NodeContext | WriteContext,
  declining: Declining,
  origin: Origin,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const [activity] = await tx.sql<
      { type: string; object_iri: string | null; facts: { before?: string | null } }[]
    >`
      select v.type, v.object_iri, v.facts from activities v
      join communities c on c.id = v.community_id join actors g on g.id = c.actor_id
      where v.iri = ${declining.activityIri} and g.iri = ${declining.groupIri} and g.peer_id is not null`;
    if (!activity?.object_iri) return false;
    if (activity.type === "ChooseAnswer")
      return undoAcceptance(tx, activity.object_iri, activity.facts.before ?? null);
    if (activity.type !== "Create") return true;
    const post = (await postByIri(tx.sql, activity.object_iri, "update")) ?? refuse("not-found");
    if (post.state !== "pending" || !post.authorLocal) return false;
    await tx.sql`update posts set state = 'declined', reason = ${declining.reason} where id = ${post.id}`;
    if (post.rootId) await countReplies(tx, post.rootId);
    await recordChange(tx, {
      kind: "post.declined",
      actorId: post.authorId,
      communityId: post.communityId,
      subjectId: post.id,
      subjectIri: post.iri,
      origin,
      facts: { code: declining.code },
    });
    return true;
  });
}

/** What was accepted before counts again, also where the refused answer is gone already. */
async function undoAcceptance(tx: WriteContext, answerIri: string, before: string | null): Promise<boolean> {
  await tx.sql`update posts r set accepted_by = null,
      accepted_answer_id = (select b.id from posts b where b.id = ${before} and b.root_id = r.id and b.state = 'accepted')
    from posts p where p.iri = ${answerIri} and r.id = p.root_id and coalesce(r.accepted_answer_id, p.id) = p.id`;
  return true;
}

/** The activities that carry posts were handed to their communities' nodes: the posts are "on their way" from now on. */
export async function markOnItsWay(tx: WriteContext, activityIris: readonly string[]): Promise<void> {
  await tx.sql`update posts p set delivered = ${tx.now} from activities a
    where a.iri = any(${[...activityIris]}) and a.type = 'Create' and p.iri = a.object_iri and p.delivered is null`;
}
