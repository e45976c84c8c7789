import { sameOrigin } from "../../node/iris.ts";
import { type Decision, no, YES } from "../../node/refusal.ts";
import type { PostPolicy } from "../objects/group.ts";
import type { ReadContent } from "./content-object.ts";
import { mayModerate, type Standing } from "./standing.ts";

// Who may do what to a post, decided on the parsed document (profile E.3, C.9; resolutions 2, 6, 10, 16). The facts are
// gathered by the caller; nothing here looks anything up. Signatures and proofs are checked before.

/** A community as far as these rules need it. */
export interface CommunityFacts {
  readonly iri: string;
  /** Whether the world may read it (levels open and restricted). */
  readonly public: boolean;
  readonly postPolicy: PostPolicy;
}

/** A post as it is held here. */
export interface StoredPost {
  readonly authorIri: string;
  /** `updated` as stored, or `published` of a post never edited. */
  readonly newest: Date;
}

/** What is remembered of a deleted id, for 400 days. */
export interface Forgotten {
  /** Null where a facilitator removed it. */
  readonly authorIri: string | null;
}

export interface CreateFacts {
  readonly actorIri: string;
  readonly content: ReadContent;
  readonly community: CommunityFacts;
  readonly standing: Standing;
  /** The thread of a reply; null for a titled post, and while the parent has not arrived (E-17). */
  readonly thread: { readonly locked: boolean } | null;
  readonly forgotten: Forgotten | null;
}

/**
 * May this content be taken into the community? No: `wrong-author` (E-08), `forgotten` (C-22), `visibility-mismatch`
 * (C-06, A66), `suspended`, `not-a-member`, `not-allowed` where only facilitators post, `locked`.
 */
export function mayCreate(facts: CreateFacts): Decision {
  const { content, community, standing, forgotten } = facts;
  const own = mayClaim(facts.actorIri, content);
  if (!own.ok) return own;
  // A deletion by its author counts for that author only: another's early Delete cannot keep an id from being used.
  if (forgotten !== null && (forgotten.authorIri ?? facts.actorIri) === facts.actorIri)
    return no("forgotten");
  if (content.public !== community.public) return no("visibility-mismatch");
  if (standing.suspended) return no("suspended");
  if (mayModerate(standing)) return YES;
  if (community.postPolicy === "members" && standing.role === "none") return no("not-a-member");
  if (community.postPolicy === "facilitators") return no("not-allowed");
  return facts.thread?.locked ? no("locked") : YES;
}

export interface UpdateFacts extends CreateFacts {
  /** Null for an id never seen: then the Update is a Create (E-17). */
  readonly stored: StoredPost | null;
}

/**
 * May this edit replace what is held? Besides the reasons of `mayCreate`: `wrong-author` for another's post, and
 * `stale-revision` when it is not newer than the stored one, which the caller passes over in silence (C-20).
 */
export function mayUpdate(facts: UpdateFacts): Decision {
  const { stored, content } = facts;
  if (stored === null) return mayCreate(facts);
  const own = mayClaim(facts.actorIri, content);
  if (!own.ok) return own;
  if (stored.authorIri !== facts.actorIri) return no("wrong-author");
  if (facts.forgotten !== null) return no("forgotten");
  if (content.public !== facts.community.public) return no("visibility-mismatch");
  if (facts.standing.suspended) return no("suspended");
  const newest = content.updated ?? content.published;
  return newest !== null && newest > stored.newest ? YES : no("stale-revision");
}

export interface DeleteFacts {
  readonly actorIri: string;
  readonly objectIri: string;
  /** Null: an author's deletion. A text, also an empty one: a facilitator's removal (C-21). */
  readonly reason: string | null;
  readonly stored: { readonly authorIri: string } | null;
  readonly standing: Standing;
  /** Whether the actor administers the author's node (FEP-baf5), for deletions on the author's behalf. */
  readonly administersOrigin: boolean;
}

/**
 * May this Delete take effect? Without a reason only by the author, or an administrator of the author's node; of an id
 * never seen, only from its origin. With a reason only by a facilitator (C-21). No: `wrong-author`, `not-allowed`.
 */
export function mayDelete(facts: DeleteFacts): Decision {
  if (facts.reason !== null) return mayModerate(facts.standing) ? YES : no("not-allowed");
  const { actorIri, objectIri, stored } = facts;
  if (!sameOrigin(actorIri, objectIri)) return no("wrong-author");
  const own = stored === null || stored.authorIri === actorIri || facts.administersOrigin;
  return own ? YES : no("wrong-author");
}

/** May a removal be taken back? Only by a facilitator; what its author deleted stays deleted (resolution 26). */
export function mayRestore(facts: {
  readonly removedBy: "author" | "facilitator";
  readonly standing: Standing;
}): Decision {
  if (facts.removedBy === "author") return no("forgotten");
  return mayModerate(facts.standing) ? YES : no("not-allowed");
}

/** May this mark "useful" count? No: `wrong-audience` for a post that is not in the community, `suspended`. */
export function mayLike(facts: { readonly inCommunity: boolean; readonly standing: Standing }): Decision {
  if (!facts.inCommunity) return no("wrong-audience");
  return facts.standing.suspended ? no("suspended") : YES;
}

export interface ChooseFacts {
  readonly actorIri: string;
  readonly askerIri: string;
  readonly standing: Standing;
  /** The thread the mark is for, and the one the chosen reply stands in; null for a reply unknown here. */
  readonly threadIri: string;
  readonly answerThreadIri: string | null;
  readonly isQuestion: boolean;
}

/** May this reply be marked as the answer, or the mark be taken away? By the asker or a facilitator (C-07, C-08). */
export function mayChooseAnswer(facts: ChooseFacts): Decision {
  if (facts.answerThreadIri !== facts.threadIri || !facts.isQuestion) return no("invalid");
  if (facts.standing.suspended) return no("suspended");
  return facts.actorIri === facts.askerIri || mayModerate(facts.standing) ? YES : no("not-allowed");
}

/** E-08: what one creates or changes is on one's own origin and attributed to oneself. */
function mayClaim(actorIri: string, content: ReadContent): Decision {
  return content.authorIri === actorIri && sameOrigin(content.iri, actorIri) ? YES : no("wrong-author");
}
