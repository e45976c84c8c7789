import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { isDuplicate } from "../db/open.ts";
import { newUuid } from "../ids.ts";
import { uuidIn } from "../iris.ts";
import { type ActorRef, actorById } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { takeBack } from "./arrive.ts";
import type { PostContent } from "./content.ts";
import { dropDraft } from "./drop-draft.ts";
import { type PostRow, postByIri } from "./find.ts";
import { insertPost } from "./insert.ts";
import { mustWait } from "./must-wait.ts";
import { sendPost } from "./send.ts";
import { attachOrphans, placeInThread } from "./thread.ts";

export interface Publishing {
  readonly authorId: string;
  readonly content: PostContent;
  /** "Posting also joins you": a non-member's first reply in an open community does both. */
  readonly joins?: boolean;
  /** The draft this becomes; dropped in the same transaction. */
  readonly draft?: { readonly accountId: string; readonly place: string };
}

/**
 * Publishes a topic, question or reply: written here, received from its author's node, or read in the log of a
 * community elsewhere. One verb for every door. Sending the same `submission` or the same IRI again changes nothing and
 * returns the first. Refuses `not-found`, `not-a-member`, `needs-approval`, `suspended`, `locked`, `too-long`,
 * `forgotten` (deleted before it came), `wrong-audience` (parent in another community).
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
    const { content } = publishing;
    const community = await communityHome(tx.sql, content.communityId);
    const author = await actorById(tx.sql, publishing.authorId);
    const known = await alreadyHere(tx, publishing, community, origin);
    if (known) return known;
    const id = await freeId(tx, content, author.iri);
    const asking = { id, publishing, community, author, origin };
    const held = origin.road !== "relay" && (await mustWait(tx, asking));
    const post = await keep(tx, { ...asking, held });
    const changeId = await recordChange(tx, {
      kind: held ? "post.held" : "post.published",
      actorId: author.id,
      communityId: community.id,
      subjectId: post.id,
      subjectIri: post.iri,
      revision: 1,
      origin,
    });
    await sendPost(tx, { type: "Create", post, community, author, changeId }, origin);
    if (origin.road === "relay") return post;
    return (await postByIri(tx.sql, post.iri)) ?? post;
  });
}

interface Keeping {
  readonly id: string;
  readonly publishing: Publishing;
  readonly community: CommunityHome;
  readonly author: ActorRef;
  readonly origin: Origin;
  /** It waits for a facilitator, and shows nowhere until then. */
  readonly held: boolean;
}

/** Writes the post in its place, takes in replies that waited for it, and lets go of the draft it was. */
async function keep(
  tx: WriteContext,
  { id, publishing, community, author, origin, held }: Keeping,
): Promise<PostRow> {
  const { content } = publishing;
  const place = await placeInThread(tx, community, content);
  const iri = content.received?.iri ?? tx.iris.object(id);
  const seq = origin.road === "relay" ? origin.seq : null;
  const { authorId } = publishing;
  const state = held ? "held" : stateFor(community, origin);
  await insertPost(tx, { id, iri, state, seq, authorId, content, place });
  if (held) return (await postByIri(tx.sql, iri)) ?? refuse("not-found");
  await tx.sql`update communities set first_post = coalesce(first_post, ${tx.now}),
    last_activity = greatest(last_activity, ${content.received?.published ?? tx.now}) where id = ${community.id}`;
  if (!author.local) await tx.sql`update actors set acted = true where id = ${author.id} and not acted`;
  const rootId = place.rootId ?? (content.kind === "reply" ? null : id);
  await attachOrphans(tx, { id, iri, rootId }, community);
  if (publishing.draft) await dropDraft(tx, publishing.draft.accountId, publishing.draft.place);
  return (await postByIri(tx.sql, iri)) ?? refuse("not-found");
}

/** A second sending: the same form, the same IRI, or our own post announced by its community. */
async function alreadyHere(
  tx: WriteContext,
  publishing: Publishing,
  community: CommunityHome,
  origin: Origin,
): Promise<PostRow | null> {
  const { content } = publishing;
  if (content.submission !== null) {
    const [row] = await tx.sql<{ iri: string }[]>`
      select iri from posts where author_id = ${publishing.authorId} and submission = ${content.submission}`;
    if (row) return postByIri(tx.sql, row.iri);
  }
  if (!content.received) return null;
  const known = await postByIri(tx.sql, content.received.iri, "update");
  if (!known) return null;
  if (known.communityId !== community.id || known.authorId !== publishing.authorId) refuse("wrong-author");
  if (origin.road === "relay") await takeBack(tx, known, origin);
  return known;
}

/**
 * The row id of a new post: the one in its IRI where it has one that is free, so that the page of a post has the same
 * end at every council. Refuses `forgotten`.
 */
async function freeId(tx: WriteContext, content: PostContent, authorIri: string): Promise<string> {
  if (!content.received) return newUuid(tx.now);
  const { iri } = content.received;
  const id = uuidIn(iri);
  const [row] = await tx.sql<{ gone: boolean; taken: boolean }[]>`
    select exists (select 1 from tombstones where iri = ${iri}
        and (author_iri = ${authorIri} or (author_iri is null and community_id = ${content.communityId}))) as gone,
      exists (select 1 from posts where id = ${id}) as taken`;
  if (row?.gone) refuse("forgotten");
  return id === null || row?.taken ? newUuid(tx.now) : id;
}

function stateFor(community: CommunityHome, origin: Origin): "accepted" | "pending" {
  return community.local || origin.road === "relay" ? "accepted" : "pending";
}
