import { originOf, sameOrigin } from "../../node/iris.ts";
import { type Decision, no, YES } from "../../node/refusal.ts";
import type { Activity } from "./activity-types.ts";

// Where an activity counts: which community it belongs to, by which road, and how it is proved.

/** Types that a Group passes on and logs (profile E.1). */
const LOGGED = new Set("Create Update Delete Undo Like ChooseAnswer Add Remove Lock Block Move".split(" "));
/** Types it passes to named recipients only and does not log. */
const FORWARDED = new Set("Flag Resolve Invite Join".split(" "));

/** Whether the Group logs an activity of this type, sends it to its facilitators only, or keeps it (E-06). */
export function relayOf(type: string): "logged" | "forwarded" | "never" {
  if (LOGGED.has(type)) return "logged";
  return FORWARDED.has(type) ? "forwarded" : "never";
}

export interface BelongingFacts {
  readonly groupIri: string;
  /** Whether the sender's node speaks the profile: then only `audience` counts. */
  readonly profile: boolean;
  /** Public communities take posts of other software; closed ones only what names them as audience. */
  readonly public: boolean;
  /** Whether the object, its parent or its target is known to be in this community. */
  readonly aboutThisCommunity: boolean;
}

/**
 * Does an activity belong to this Group? Its `audience` is the Group; or, from other software in a public community
 * and without `audience`, the Group is addressed or mentioned, or it is about something in the community (E.1, E-09).
 * No: `wrong-audience`.
 */
export function mayBelong(activity: Activity, facts: BelongingFacts): Decision {
  if (activity.audience !== null) return activity.audience === facts.groupIri ? YES : no("wrong-audience");
  if (facts.profile || !facts.public) return no("wrong-audience");
  const content = "content" in activity ? activity.content : null;
  const named = [
    ...activity.to,
    ...activity.cc,
    ...(content === null ? [] : [...content.to, ...content.cc, ...content.mentions.map((who) => who.iri)]),
  ];
  return facts.aboutThisCommunity || named.includes(facts.groupIri) ? YES : no("wrong-audience");
}

/**
 * Does an activity take effect here by the road it came? What belongs to a community elsewhere counts only as its Group
 * announces or logs it; a direct copy is answered 202 and forgotten (resolution 2). Requests and answers are direct.
 */
export function takesEffect(facts: {
  readonly type: string;
  readonly groupIsLocal: boolean;
  readonly road: "direct" | "announced" | "log";
}): boolean {
  const relay = relayOf(facts.type);
  if (relay === "never") return facts.road === "direct";
  if (relay === "forwarded") return facts.road !== "log";
  return facts.groupIsLocal ? facts.road === "direct" : facts.road !== "direct";
}

/** How an announced activity is proved (profile E.3, resolution 6). */
export type Verification =
  /** Its own proof, by a key of its actor; when that fails it is dropped, there is no other way. */
  | "proof"
  /** Its actor is on the Group's origin, which signed the Announce. */
  | "group-origin"
  /** It is fetched from its origin; else its object is, and that state is used. */
  | "fetch"
  /** A mark from other software without proof: counted, without saying whose it is. */
  | "count-anonymously";

export function verificationOf(inner: {
  readonly hasProof: boolean;
  readonly type: string;
  readonly actorIri: string;
  readonly groupIri: string;
  readonly fetched: "not-tried" | "failed";
}): Verification | null {
  if (inner.hasProof) return "proof";
  if (sameOrigin(inner.actorIri, inner.groupIri)) return "group-origin";
  if (inner.fetched === "not-tried") return "fetch";
  return inner.type === "Like" ? "count-anonymously" : null;
}

/** What a proof must fit: its key belongs to the very actor of the activity (S-03). */
export function mayProve(verificationMethod: string, actorIri: string): Decision {
  const [controller] = verificationMethod.split("#");
  return controller === actorIri && originOf(actorIri) !== null ? YES : no("wrong-author");
}

/** May an announced activity be taken from this announcer? Never an Announce inside, never another Group's (E-06, E-11). */
export function mayAnnounce(facts: {
  readonly announcerIri: string;
  readonly groupIri: string;
  readonly innerType: string;
}): Decision {
  if (facts.announcerIri !== facts.groupIri) return no("wrong-audience");
  return relayOf(facts.innerType) === "never" ? no("unsupported") : YES;
}
