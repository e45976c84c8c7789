import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { isDuplicate } from "../db/open.ts";
import { attachFiles } from "../files/attach.ts";
import { keepLinks } from "../files/links.ts";
import { newUuid } from "../ids.ts";
import { type ActorRef, actorById } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { type Arrival, arrivalOf } from "./arrival.ts";
import { takeBack } from "./arrive.ts";
import type { PostContent } from "./content.ts";
import { dropDraft } from "./drop-draft.ts";
import { type PostRow, postByIri } from "./find.ts";
import { insertPost } from "./insert.ts";
import { mustWait } from "./must-wait.ts";
import { sendPost } from "./send.ts";
import { attachOrphans, countReplies, placeInThread } from "./thread.ts";

export interface Publishing {
  readonly authorId: string;
  readonly content: PostContent;
  /** "Posting also joins you": a non-member's first reply in an open community does both. */
  readonly joins?: boolean;
  /** The draft this becomes; dropped in the same transaction. */
  readonly draft?: { readonly accountId: string; readonly place: string };
  /** What was read in this transaction before. */
  readonly read?: {
    readonly community: CommunityHome;
    readonly author: ActorRef;
    readonly arrival?: Arrival | null;
  };
}

/**
 * Publishes a topic, question or reply: written here, received from its author's node, or read in the log of a
 * community elsewhere. One verb for every door. Sending the same `submission` or the same IRI again changes nothing and
 * returns the first. Refuses `not-found`, `not-a-member`, `needs-approval`, `suspended`, `locked`, `too-long`,
 * `forgotten` (deleted before it came), `wrong-audience` (parent in another community), and what `attachFiles` refuses.
 */
export async function publishPost(
  ctx: NodeContext | WriteContext,
  publishing: Publishing,
  origin: Origin = HERE,
): Promise<PostRow> {
  try {
    return await publishOnce(ctx, publishing, origin);
  } catch (error) {
    // The same form was sent twice at the same moment: the other one is there now.
    if ("writing" in ctx || !isDuplicate(error, "posts_author_id_submission_key")) throw error;
    return publishOnce(ctx, publishing, origin);
  }
}

function publishOnce(
  ctx: NodeContext | WriteContext,
  publishing: Publishing,
  origin: Origin,
): Promise<PostRow> {
  return inTransaction(ctx, async (tx) => {
    const { content, read } = publishing;
    const community = read?.community ?? (await communityHome(tx.sql, content.communityId));
    const author = read?.author ?? (await actorById(tx.sql, publishing.authorId));
    const arrival = read?.arrival ?? (await arrivalFor(tx, { content, community, author }));
    const known = await alreadyHere(tx, { publishing, community, arrival }, origin);
    if (known) return known;
    if (arrival?.gone) refuse("forgotten");
    const id = arrival?.id ?? newUuid(tx.now);
    const asking = { id, publishing, community, author, origin };
    const held = origin.road !== "relay" && (await mustWait(tx, asking));
    const { post, changeId } = await keep(tx, { ...asking, held, awaited: arrival?.awaited ?? false });
    await sendPost(tx, { type: "Create", post, community, author, changeId }, origin);
    if (origin.road === "relay") return post;
    return (await postByIri(tx.sql, post.iri)) ?? post;
  });
}

interface Keeping {
  /**
   * Of the new row: the one in its IRI where it has one that is free, so that the page of a post has the same end at
   * every council.
   */
  readonly id: string;
  readonly publishing: Publishing;
  readonly community: CommunityHome;
  readonly author: ActorRef;
  readonly origin: Origin;
  /** It waits for a facilitator, and shows nowhere until then. */
  readonly held: boolean;
  /** Replies to it were here before it. */
  readonly awaited: boolean;
}

/** Writes the post in its place, takes in replies that waited for it, and lets go of the draft it was. */
async function keep(tx: WriteContext, keeping: Keeping): Promise<{ post: PostRow; changeId: string }> {
  const { id, publishing, community, author, origin, held } = keeping;
  const { content, authorId, draft } = publishing;
  const place = await placeInThread(tx, community, content);
  const iri = content.received?.iri ?? tx.iris.object(id);
  const seq = origin.road === "relay" ? origin.seq : null;
  const state = held ? "held" : stateFor(community, origin);
  const note = () => (held ? null : noteActivity(tx, { content, community, author }));
  // One after the other on one connection, without waiting for each answer; where a log is read the long one last, in one packet
  // with the others. A community here is locked after the posts, as by everyone: else two may wait for each other.
  const [changeId, , inserted] = await Promise.all([
    recordChange(tx, {
      kind: held ? "post.held" : "post.published",
      actorId: author.id,
      communityId: community.id,
      subjectId: id,
      subjectIri: iri,
      revision: 1,
      origin,
    }),
    community.local ? null : note(),
    insertPost(tx, { id, iri, state, seq, authorId, content, place }),
    community.local ? note() : null,
  ]);
  if (content.files?.length)
    await attachFiles(tx, { postId: id, communityId: community.id, ownerId: authorId, files: content.files });
  if (content.links.length > 0) await keepLinks(tx, { postId: id, community, author, origin }, content.links);
  const post = { ...inserted, authorIri: author.iri, authorLocal: author.local };
  if (held) return { post, changeId };
  const rootId = place.rootId ?? (content.kind === "reply" ? null : id);
  if (keeping.awaited) await attachOrphans(tx, { id, iri, rootId }, community);
  else if (content.kind === "reply" && rootId !== null) await countReplies(tx, rootId);
  if (draft) await dropDraft(tx, draft.accountId, draft.place);
  return { post, changeId };
}

interface Writing {
  readonly content: PostContent;
  readonly community: CommunityHome;
  readonly author: ActorRef;
}

/**
 * When something last happened in the community, and that its author has done something. Nothing is written where it
 * changes nothing for a log that is read, newest first: every version of a row costs whoever reads it. A community here
 * is locked by it, in the order in which all who write here take their locks.
 */
async function noteActivity(tx: WriteContext, { content, community, author }: Writing): Promise<void> {
  const happened = content.received?.published ?? tx.now;
  await Promise.all([
    tx.sql`update communities set first_post = coalesce(first_post, ${tx.now}),
      last_activity = greatest(last_activity, ${happened})
      where id = ${community.id} and (${community.local} or first_post is null or last_activity is null
        or last_activity < ${happened})`,
    author.local ? null : tx.sql`update actors set acted = true where id = ${author.id} and not acted`,
  ]);
}

/** What is known of a post that was received; null for one that is written here. */
async function arrivalFor(
  tx: WriteContext,
  { content, community, author }: Writing,
): Promise<Arrival | null> {
  if (!content.received) return null;
  const { iri } = content.received;
  return arrivalOf(tx, { iri, authorIri: author.iri, community, first: content.kind !== "reply" });
}

/** A second sending: the same form, the same IRI, or our own post announced by its community. */
async function alreadyHere(
  tx: WriteContext,
  { publishing, community, arrival }: Again,
  origin: Origin,
): Promise<PostRow | null> {
  const { content, authorId } = publishing;
  if (content.submission !== null) {
    const [row] = await tx.sql<{ iri: string }[]>`
      select iri from posts where author_id = ${authorId} and submission = ${content.submission}`;
    if (row) return postByIri(tx.sql, row.iri);
  }
  if (!content.received || !arrival?.known) return null;
  const known = await postByIri(tx.sql, content.received.iri, "update");
  if (!known) return null;
  if (known.communityId !== community.id || known.authorId !== authorId) refuse("wrong-author");
  if (origin.road === "relay") await takeBack(tx, known, origin);
  return known;
}

interface Again {
  readonly publishing: Publishing;
  readonly community: CommunityHome;
  readonly arrival: Arrival | null;
}

function stateFor(community: CommunityHome, origin: Origin): "accepted" | "pending" {
  return community.local || origin.road === "relay" ? "accepted" : "pending";
}
