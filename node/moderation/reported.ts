import { type CommunityHome, communityByIri, communityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { originOf } from "../iris.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { isSevere } from "./policy.ts";
import type { ReportCategory } from "./types.ts";

/** A Flag as read; its authenticity (signature or proof of its actor) is checked by the caller. */
export interface ReceivedFlag {
  readonly iri: string;
  /** The reporting node, or a person or service of other software. */
  readonly actorIri: string;
  readonly objectIris: readonly string[];
  readonly category: ReportCategory;
  readonly words: string;
  /** The Group whose unlogged Announce carried it; null when the reporter's node sent it here itself. */
  readonly forwardedBy: string | null;
}

/** A post that is reported, and what this node is to it. */
export interface Place {
  readonly community: CommunityHome;
  readonly postIri: string;
  readonly postId: string | null;
  readonly authorId: string | null;
  readonly authorHere: boolean;
  readonly gone: boolean;
}

/** The posts of a Flag that concern this node. */
export async function placesOf(tx: WriteContext, flag: ReceivedFlag): Promise<readonly Place[]> {
  const forwarder = flag.forwardedBy === null ? null : await communityByIri(tx.sql, flag.forwardedBy);
  if (flag.forwardedBy !== null && (forwarder === null || forwarder.local)) return [];
  const places: Place[] = [];
  for (const postIri of new Set(flag.objectIris.slice(0, 50))) {
    const place = await placeOf(tx, postIri, forwarder);
    if (place !== null && (await concernsUs(tx, flag, place))) places.push(place);
  }
  return places;
}

async function placeOf(
  tx: WriteContext,
  postIri: string,
  forwarder: CommunityHome | null,
): Promise<Place | null> {
  const [post] = await tx.sql<
    { id: string; communityId: string; authorId: string; authorHere: boolean; gone: boolean }[]
  >`select p.id, p.community_id as "communityId", p.author_id as "authorId", a.peer_id is null as "authorHere",
      p.state in ('removed', 'deleted') as gone
    from posts p join actors a on a.id = p.author_id where p.iri = ${postIri}`;
  if (post === undefined) {
    // A facilitator may hear of a report before the post itself has come.
    if (forwarder === null) return null;
    return { community: forwarder, postIri, postId: null, authorId: null, authorHere: false, gone: false };
  }
  const { id: postId, communityId, ...facts } = post;
  const community = await communityHome(tx.sql, communityId);
  if (forwarder !== null && forwarder.id !== community.id) return null;
  return { community, postIri, postId, ...facts };
}

async function concernsUs(tx: WriteContext, flag: ReceivedFlag, place: Place): Promise<boolean> {
  if (place.community.local && flag.forwardedBy !== null) return false;
  if (place.community.local) {
    const viewer = { kind: "peer", origin: originOf(flag.actorIri) ?? "" } as const;
    const [may] = await tx.sql`
      select 1 where ${place.community.id}::uuid in ${readableCommunities(tx.sql, viewer)}`;
    return may !== undefined;
  }
  if (place.authorHere && isSevere(flag.category)) return true;
  if (flag.forwardedBy === null) return false;
  const [facilitator] = await tx.sql`
    select 1 from memberships m join actors a on a.id = m.actor_id
    where m.community_id = ${place.community.id} and m.state = 'active' and m.role <> 'member' and a.peer_id is null
      and a.id is distinct from ${place.authorId} limit 1`;
  return facilitator !== undefined;
}
