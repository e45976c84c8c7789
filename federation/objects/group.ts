import type { Level } from "../../node/communities/types.ts";
import { irisOf } from "../../node/iris.ts";
import type { JsonObject } from "../jcs.ts";
import { generatorFor } from "./capabilities.ts";
import { paragraphOf } from "./escape.ts";
import { instantFor } from "./instant.ts";
import { type ActorKeys, keysFor } from "./keys.ts";
import { languageFor } from "./language.ts";
import { themeTagFor } from "./tags.ts";

export type JoinPolicy = "open" | "approval" | "invitation";
export type PostPolicy = "anyone" | "members" | "facilitators";

export interface GroupFacts {
  readonly origin: string;
  readonly iri: string;
  readonly handle: string;
  readonly name: string;
  readonly pageUrl: string;
  /** Plain text. */
  readonly purpose: string;
  readonly charter: Readonly<Record<string, string>>;
  readonly themes: readonly string[];
  readonly level: Level;
  readonly joinPolicy: JoinPolicy;
  readonly postPolicy: PostPolicy;
  readonly language: string;
  readonly indexable: boolean;
  readonly keys: ActorKeys;
  readonly published: Date;
  readonly updated: Date | null;
}

/** Where a community's collections live; every one answers GET (W-08). */
export function groupCollectionsOf(groupIri: string) {
  return {
    inbox: `${groupIri}/inbox`,
    outbox: `${groupIri}/outbox`,
    followers: `${groupIri}/followers`,
    following: `${groupIri}/following`,
    featured: `${groupIri}/featured`,
    moderators: `${groupIri}/moderators`,
    history: `${groupIri}/history`,
    sync: `${groupIri}/sync`,
    members: `${groupIri}/members`,
    memberships: `${groupIri}/memberships`,
    threads: `${groupIri}/t?root={root}`,
    objects: `${groupIri}/o?id={id}`,
    media: `${groupIri}/m?digest={digest}`,
    receipts: `${groupIri}/receipts`,
    appealed: `${groupIri}/appealed`,
  };
}

/** Who can read, as the wire says it: `open` to the world, `closed` to members, `confidential` hidden (profile A.3). */
export function visibilityOf(level: Level): "open" | "closed" | "confidential" {
  return level === "open" || level === "restricted" ? "open" : level;
}

/** A community's `Group` actor (profile A.3, interop.md §9; ). */
export function groupFor(facts: GroupFacts): JsonObject {
  const its = groupCollectionsOf(facts.iri);
  const { sharedInbox, scribe } = irisOf(facts.origin);
  return {
    type: "Group",
    id: facts.iri,
    preferredUsername: facts.handle,
    name: facts.name,
    webfinger: `${facts.handle}@${new URL(facts.origin).host}`,
    summary: paragraphOf(facts.purpose),
    source: { content: facts.purpose, mediaType: "text/markdown" },
    url: facts.pageUrl,
    inbox: its.inbox,
    outbox: its.outbox,
    followers: its.followers,
    following: its.following,
    featured: its.featured,
    attributedTo: its.moderators,
    moderators: its.moderators,
    endpoints: { sharedInbox },
    sharedInbox,
    // Lemmy reads true as "private" and then refuses public posts (interop.md §1.3), so approval must not use it.
    manuallyApprovesFollowers: visibilityOf(facts.level) !== "open",
    discoverable: facts.level !== "confidential",
    indexable: facts.indexable,
    sensitive: false,
    postingRestrictedToMods: facts.postPolicy === "facilitators",
    questionAnswer: true,
    language: [languageFor(facts.language)],
    tag: facts.themes.map((theme) => themeTagFor(facts.iri, theme)),
    attachment: [],
    generator: generatorFor(facts.origin),
    ...profileTermsFor(facts),
    "cop:scribe": scribe,
    ...keysFor(facts.iri, facts.keys),
    published: instantFor(facts.published),
    ...(facts.updated === null ? {} : { updated: instantFor(facts.updated) }),
  };
}

function profileTermsFor(facts: GroupFacts): JsonObject {
  const its = groupCollectionsOf(facts.iri);
  return {
    "cop:level": facts.level,
    "cop:visibility": visibilityOf(facts.level),
    "cop:joinPolicy": facts.joinPolicy,
    "cop:postPolicy": facts.postPolicy,
    "cop:charter": Object.entries(facts.charter).map(([name, value]) => ({
      type: "PropertyValue",
      name,
      value,
    })),
    "cop:history": its.history,
    "cop:sync": its.sync,
    "cop:members": its.members,
    "cop:memberships": its.memberships,
    "cop:threads": its.threads,
    "cop:objects": its.objects,
    "cop:media": its.media,
  };
}
