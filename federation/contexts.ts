import type { Json } from "./jcs.ts";

/** The namespace of the profile's own terms. A placeholder until the project registers a name; never changed after. */
export const COP_NAMESPACE = "https://w3id.org/cop/v1#";

/** The ActivityStreams 2.0 context. */
export const AS2_CONTEXT = "https://www.w3.org/ns/activitystreams";

/** The Public collection, always written in full (profile §1.2). */
export const PUBLIC_IRI = "https://www.w3.org/ns/activitystreams#Public";

const INLINE: Readonly<Record<string, Json>> = {
  cop: COP_NAMESPACE,
  toot: "http://joinmastodon.org/ns#",
  lemmy: "https://join-lemmy.org/ns#",
  gts: "https://gotosocial.org/ns#",
  schema: "http://schema.org/",
  prov: "http://www.w3.org/ns/prov#",
  ev: "https://w3id.org/fep/8a8e/",
  mz: "https://joinmobilizon.org/ns#",
  sec: "https://w3id.org/security#",
  Hashtag: "as:Hashtag",
  sensitive: "as:sensitive",
  indexable: "toot:indexable",
  discoverable: "toot:discoverable",
  votersCount: "toot:votersCount",
  searchableBy: { "@id": "http://fedibird.com/ns#searchableBy", "@type": "@id" },
  featured: { "@id": "toot:featured", "@type": "@id" },
  CommunityPostTag: "lemmy:CommunityPostTag",
  Lock: "lemmy:Lock",
  Resolve: "lemmy:Resolve",
  removeData: "lemmy:removeData",
  postingRestrictedToMods: "lemmy:postingRestrictedToMods",
  ChooseAnswer: "cop:ChooseAnswer",
  questionAnswer: "cop:questionAnswer",
  answer: "cop:answer",
  interactionPolicy: { "@id": "gts:interactionPolicy", "@type": "@id" },
  canAnnounce: { "@id": "gts:canAnnounce", "@type": "@id" },
  canQuote: { "@id": "gts:canQuote", "@type": "@id" },
  automaticApproval: { "@id": "gts:automaticApproval", "@type": "@id" },
  implements: { "@id": "https://w3id.org/fep/844e/implements", "@type": "@id", "@container": "@set" },
  webfinger: "https://purl.archive.org/socialweb/webfinger#webfinger",
  history: { "@id": "https://w3id.org/fep/bad1/history", "@type": "@id" },
  orderType: { "@id": "https://w3id.org/fep/1985/orderType", "@type": "@id" },
  license: { "@id": "schema:license", "@type": "@id" },
  wasDerivedFrom: { "@id": "prov:wasDerivedFrom", "@type": "@id" },
  digestMultibase: { "@id": "sec:digestMultibase", "@type": "sec:multibase" },
  timezone: "ev:timezone",
  joinMode: "mz:joinMode",
  externalParticipationUrl: "ev:externalParticipationUrl",
  eventStatus: { "@id": "ev:eventStatus", "@type": "@vocab" },
  EventScheduled: "ev:EventScheduled",
  EventCancelled: "ev:EventCancelled",
  EventPostponed: "ev:EventPostponed",
  EventRescheduled: "ev:EventRescheduled",
  EventMovedOnline: "ev:EventMovedOnline",
  EventTentative: "ev:EventTentative",
  attendees: { "@id": "ev:attendees", "@type": "@id" },
  maximumAttendeeCapacity: "schema:maximumAttendeeCapacity",
  VirtualLocation: "schema:VirtualLocation",
  "cop:sections": { "@container": "@list" },
  acceptedAnswer: { "@id": "schema:acceptedAnswer", "@type": "@id" },
  "cop:root": { "@type": "@id" },
  "cop:baseRevision": { "@type": "@id" },
  "cop:evidence": { "@type": "@id" },
};

/** The context of every activity and object we send (profile §1.3). */
export const PROFILE_CONTEXT: readonly Json[] = [
  AS2_CONTEXT,
  "https://w3id.org/security/data-integrity/v1",
  INLINE,
];

/** The context of our actor documents: the same, with the keys' contexts and Mastodon's actor terms. */
export const ACTOR_CONTEXT: readonly Json[] = [
  AS2_CONTEXT,
  "https://w3id.org/security/v1",
  "https://w3id.org/security/data-integrity/v1",
  "https://www.w3.org/ns/did/v1",
  "https://w3id.org/security/multikey/v1",
  {
    ...INLINE,
    PropertyValue: "http://schema.org#PropertyValue",
    value: "http://schema.org#value",
    manuallyApprovesFollowers: "as:manuallyApprovesFollowers",
    alsoKnownAs: { "@id": "as:alsoKnownAs", "@type": "@id" },
    movedTo: { "@id": "as:movedTo", "@type": "@id" },
  },
];

/** The contexts that may be named by URL between profile nodes (profile §1.1, W-07); none is ever fetched. */
export const KNOWN_CONTEXTS: ReadonlySet<string> = new Set([
  AS2_CONTEXT,
  "https://w3id.org/security/v1",
  "https://w3id.org/security/data-integrity/v1",
  "https://w3id.org/security/data-integrity/v2",
  "https://www.w3.org/ns/did/v1",
  "https://w3id.org/security/multikey/v1",
  "https://gotosocial.org/ns",
  "https://join-lemmy.org/context.json",
  "http://joinmastodon.org/ns",
  "https://purl.archive.org/miscellany",
  "https://purl.archive.org/socialweb/webfinger",
]);
