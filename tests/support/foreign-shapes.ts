import type { Json, JsonObject } from "../../federation/jcs.ts";

/** Programs of another make, with what sets each apart on the wire (signatures, addresses, what it asks of others). */
export type Program = "mastodon" | "gotosocial" | "lemmy" | "nodebb";

export interface Shape {
  /** Version as NodeInfo says it. */
  readonly version: string;
  readonly nodePath: string;
  userPath(handle: string): string;
  keyId(actorIri: string): string;
  /** Path of the shared inbox; null where it offers none. */
  readonly sharedInbox: string | null;
  readonly algorithm: "rsa-sha256" | "hs2019";
  /** What it signs on a POST, in its order; on a GET the same without the body's. */
  readonly signs: readonly string[];
  readonly contentType: string;
  readonly context: Json;
  /** Answers no GET of ActivityPub that is not signed, but for its keys. */
  readonly signedGets: boolean;
}

const AS2 = "https://www.w3.org/ns/activitystreams";
const SECURITY = "https://w3id.org/security/v1";

/** The inline terms that Mastodon puts into every status. */
const TOOT: JsonObject = {
  ostatus: "http://ostatus.org#",
  atomUri: "ostatus:atomUri",
  inReplyToAtomUri: "ostatus:inReplyToAtomUri",
  conversation: "ostatus:conversation",
  sensitive: "as:sensitive",
  toot: "http://joinmastodon.org/ns#",
  votersCount: "toot:votersCount",
  Hashtag: "as:Hashtag",
};

/** Lemmy's context: its own hosted one, and the terms once more for others. */
const LEMMY: Json = ["https://join-lemmy.org/context.json", AS2];

/** Read in their source or seen running (interop.md §2, §3, §8). */
export const SHAPES: Readonly<Record<Program, Shape>> = {
  mastodon: {
    version: "4.5.0",
    nodePath: "/actor",
    userPath: (handle) => `/users/${handle}`,
    keyId: (actorIri) => `${actorIri}#main-key`,
    sharedInbox: "/inbox",
    algorithm: "rsa-sha256",
    signs: ["(request-target)", "host", "date", "digest", "content-type"],
    contentType: "application/activity+json",
    context: [AS2, SECURITY, TOOT],
    signedGets: false,
  },
  gotosocial: {
    version: "0.19.2",
    nodePath: "/users/instance",
    userPath: (handle) => `/users/${handle}`,
    keyId: (actorIri) => `${actorIri}/main-key`,
    sharedInbox: null,
    algorithm: "hs2019",
    signs: ["(request-target)", "host", "date", "digest"],
    contentType: "application/activity+json",
    context: AS2,
    signedGets: true,
  },
  lemmy: {
    version: "0.19.12",
    nodePath: "/",
    userPath: (handle) => `/u/${handle}`,
    keyId: (actorIri) => `${actorIri}#main-key`,
    sharedInbox: "/inbox",
    algorithm: "hs2019",
    signs: ["(request-target)", "content-type", "date", "digest", "host"],
    contentType: "application/activity+json",
    context: LEMMY,
    signedGets: false,
  },
  nodebb: {
    version: "4.11.2",
    nodePath: "/actor",
    userPath: (handle) => `/uid/${handle}`,
    keyId: (actorIri) => `${actorIri}#key`,
    sharedInbox: "/inbox",
    algorithm: "hs2019",
    signs: ["(request-target)", "host", "date", "digest"],
    contentType: 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    context: [AS2, SECURITY],
    signedGets: false,
  },
};
