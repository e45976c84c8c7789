import type { Level } from "../../node/communities/types.ts";
import { irisOf } from "../../node/iris.ts";
import type { JsonObject } from "../jcs.ts";
import { paragraphOf } from "./escape.ts";
import { type JoinPolicy, visibilityOf } from "./group.ts";
import { instantFor } from "./instant.ts";
import { languageFor } from "./language.ts";
import { nodeCollectionsOf } from "./node-actor.ts";

/** How many communities a page of the directory holds. */
export const DIRECTORY_PAGE = 100;

/** A community as other nodes list it (resolution 17). Hidden communities are never given here. */
export interface ListedCommunity {
  readonly iri: string;
  readonly handle: string;
  readonly name: string;
  readonly purpose: string;
  readonly pageUrl: string;
  readonly themes: readonly string[];
  readonly level: Exclude<Level, "confidential">;
  readonly joinPolicy: JoinPolicy;
  readonly language: string;
  readonly members: number;
  readonly councils: number;
  readonly lastActivity: Date | null;
  readonly updated: Date;
}

/** The directory as a collection; pages are numbered from 1. Collection and pages carry the node's proof. */
export function communitiesFor(origin: string, total: number): JsonObject {
  const { communities } = nodeCollectionsOf(origin);
  return {
    type: "OrderedCollection",
    id: communities,
    attributedTo: irisOf(origin).node,
    totalItems: total,
    first: `${communities}?page=1`,
  };
}

/** One page of the directory. `updated` is the instant the page was made, so that an older copy cannot replace it. */
export function communitiesPageFor(facts: {
  readonly origin: string;
  readonly page: number;
  readonly total: number;
  readonly communities: readonly ListedCommunity[];
  readonly made: Date;
}): JsonObject {
  const { communities: directory } = nodeCollectionsOf(facts.origin);
  const goesOn = facts.page * DIRECTORY_PAGE < facts.total;
  return {
    type: "OrderedCollectionPage",
    id: `${directory}?page=${facts.page}`,
    partOf: directory,
    attributedTo: irisOf(facts.origin).node,
    totalItems: facts.total,
    updated: instantFor(facts.made),
    ...(goesOn ? { next: `${directory}?page=${facts.page + 1}` } : {}),
    orderedItems: facts.communities.map(entryFor),
  };
}

function entryFor(community: ListedCommunity): JsonObject {
  return {
    type: "Group",
    id: community.iri,
    preferredUsername: community.handle,
    name: community.name,
    summary: paragraphOf(community.purpose),
    url: community.pageUrl,
    language: [languageFor(community.language)],
    "cop:themes": community.themes,
    "cop:level": community.level,
    "cop:visibility": visibilityOf(community.level),
    "cop:joinPolicy": community.joinPolicy,
    ...(community.level === "closed" ? {} : numbersFor(community)),
    updated: instantFor(community.updated),
  };
}

/** Of a closed community they are for its members (profile B.5). */
function numbersFor({ members, councils, lastActivity }: ListedCommunity): JsonObject {
  return {
    "cop:memberCount": members,
    "cop:councilCount": councils,
    ...(lastActivity === null ? {} : { "cop:lastActivity": instantFor(lastActivity) }),
  };
}
