import type { Json, JsonObject } from "../jcs.ts";
import { groupCollectionsOf } from "./group.ts";
import { instantFor } from "./instant.ts";
import { ORDER_NEWEST_FIRST, ORDER_OLDEST_FIRST } from "./order.ts";

/** `followers` and `following` show a number, never ids. */
export function countFor(iri: string, totalItems: number): JsonObject {
  return { type: "OrderedCollection", id: iri, totalItems };
}

/** Who moderates a community: unpaged, ids only (A-06, FEP-1b12). */
export function moderatorsFor(groupIri: string, actorIris: readonly string[]): JsonObject {
  return listFor(groupCollectionsOf(groupIri).moderators, groupIri, actorIris);
}

/** Who administers a node (FEP-baf5). */
export function administratorsFor(iri: string, nodeIri: string, actorIris: readonly string[]): JsonObject {
  return listFor(iri, nodeIri, actorIris);
}

/** Pinned threads, newest pin first. Lemmy reads only whole objects here, Mastodon ids too; give objects where stored. */
export function featuredFor(groupIri: string, items: readonly (string | JsonObject)[]): JsonObject {
  return listFor(groupCollectionsOf(groupIri).featured, groupIri, items);
}

/** The newest `Announce{Create}` of titled posts, at most 50 and unpaged: Lemmy reads it when it meets a community. */
export function outboxFor(iri: string, actorIri: string, announces: readonly JsonObject[]): JsonObject {
  return { ...listFor(iri, actorIri, announces.slice(0, 50)), orderType: ORDER_NEWEST_FIRST };
}

/** Direct replies to a post, oldest first. */
export function repliesFor(postIri: string, replyIris: readonly string[]): JsonObject {
  return { ...listFor(`${postIri}/replies`, postIri, replyIris), orderType: ORDER_OLDEST_FIRST };
}

function listFor(iri: string, ownerIri: string, items: readonly Json[]): JsonObject {
  return {
    type: "OrderedCollection",
    id: iri,
    attributedTo: ownerIri,
    totalItems: items.length,
    orderedItems: items,
  };
}

/** A council node's share of a community's members. `memberIris`: those the asking node may see, its own or listed. */
export interface NodeShare {
  readonly nodeIri: string;
  readonly name: string;
  readonly members: number;
  readonly memberIris: readonly string[];
}

/**
 * How many members a community has (profile B.5, B-12). `shares` is null for a request that is not a member node's:
 * then only the total is shown. Counts under five are sent as "<5".
 */
export function membersFor(groupIri: string, total: number, shares: readonly NodeShare[] | null): JsonObject {
  return {
    type: "Collection",
    id: groupCollectionsOf(groupIri).members,
    attributedTo: groupIri,
    totalItems: total,
    ...(shares === null ? {} : { items: shares.map(shareFor) }),
  };
}

/** A member of a closed community as its other members see them. */
export interface NamedMember {
  readonly iri: string;
  readonly name: string;
  /** Of the council they work for; null where none is known. */
  readonly council: string | null;
  readonly roleIri: string;
  readonly since: Date;
  readonly nodeIri: string;
  readonly nodeName: string;
}

/** Every member of a closed community by node, for the nodes that hold it. */
export function closedMembersFor(groupIri: string, members: readonly NamedMember[]): JsonObject {
  const byNode = Map.groupBy(members, ({ nodeIri }) => nodeIri);
  return {
    type: "Collection",
    id: groupCollectionsOf(groupIri).members,
    attributedTo: groupIri,
    totalItems: members.length,
    items: [...byNode].map(([nodeIri, own]) => ({
      type: "cop:NodeMembers",
      "cop:node": nodeIri,
      name: own[0]?.nodeName ?? "",
      totalItems: own.length,
      items: own.map(namedFor),
    })),
  };
}

function namedFor(member: NamedMember): JsonObject {
  return {
    type: "Person",
    id: member.iri,
    name: member.name,
    ...(member.council === null ? {} : { "cop:council": member.council }),
    "cop:role": member.roleIri,
    published: instantFor(member.since),
  };
}

function shareFor(share: NodeShare): JsonObject {
  return {
    type: "cop:NodeMembers",
    "cop:node": share.nodeIri,
    name: share.name,
    ...(share.members < 5 ? { "cop:count": "<5" } : { totalItems: share.members }),
    items: share.memberIris,
  };
}
