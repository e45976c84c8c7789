import { z } from "zod";
import { sameOrigin } from "../../node/iris.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { plainOf } from "../../node/text/plain.ts";
import { lineOf } from "../../node/text/visible.ts";
import { ACTOR_TYPES } from "./content-types.ts";
import { councilsOf, type ReadCouncil } from "./councils.ts";
import { groupOf, type ReadGroup } from "./group.ts";
import { pageOf } from "./links.ts";
import { type Refused, refused } from "./outcome.ts";
import { type PersonProfile, profileOf } from "./person.ts";
import { keysOf, type ReadKey } from "./read-keys.ts";
import {
  aFlag,
  aLine,
  anInstant,
  anIri,
  faultOf,
  irisOf,
  manyOf,
  recordOf,
  requiredIri,
  typeOf,
} from "./values.ts";

export type ActorType = "Person" | "Group" | "Application" | "Service" | "Organization";

/** A person, community or node as its own node describes it. */
export interface ReadActor {
  readonly type: "actor";
  readonly asType: ActorType;
  readonly iri: string;
  readonly handle: string;
  /** The handle where it gives no name. */
  readonly name: string;
  /** Plain text. */
  readonly summary: string;
  readonly pageUrl: string | null;
  readonly inbox: string;
  readonly sharedInbox: string | null;
  readonly outbox: string | null;
  readonly followers: string | null;
  /** Empty when it lists none of its own that we can use: then nothing it signs can be checked. */
  readonly keys: readonly ReadKey[];
  /** What it says it supports (FEP-844e): its own, or its node's for people and communities. */
  readonly implements: readonly string[];
  readonly organisationId: string | null;
  readonly manuallyApprovesFollowers: boolean;
  readonly suspended: boolean;
  readonly movedTo: string | null;
  readonly alsoKnownAs: readonly string[];
  readonly published: Date | null;
  readonly updated: Date | null;
  /** For people: what their profile shows. */
  readonly profile: PersonProfile;
  /** For communities only. */
  readonly group: ReadGroup | null;
  /** For nodes: the councils they serve and the address of their directory. */
  readonly councils: readonly ReadCouncil[];
  readonly communitiesIri: string | null;
  readonly administratorsIri: string | null;
}

const SHAPE = z.object({
  id: requiredIri,
  inbox: requiredIri,
  preferredUsername: aLine(100),
  name: aLine(100),
  outbox: anIri,
  followers: anIri,
  manuallyApprovesFollowers: aFlag,
  suspended: aFlag,
  movedTo: anIri,
  published: anInstant,
  updated: anInstant,
  "cop:organisationId": aLine(40),
});

/**
 * Reads an actor of any program. Refuses `invalid`, and `wrong-origin` when its inbox or shared inbox is on another
 * origin than itself (A12); other addresses elsewhere are left out. The caller has checked that `id` is what it fetched.
 */
export function readActor(json: unknown): ReadActor | Refused {
  const actor = recordOf(json);
  const asType = typeOf(actor);
  if (actor === null || asType === null || !isActorType(asType)) return refused("invalid", "not an actor");
  const parsed = SHAPE.safeParse(actor);
  if (!parsed.success) return refused("invalid", faultOf(parsed.error));
  const shape = parsed.data;
  const shared = irisOf(recordOf(actor.endpoints)?.sharedInbox ?? actor.sharedInbox)[0] ?? null;
  if (!sameOrigin(shape.inbox, shape.id) || (shared !== null && !sameOrigin(shared, shape.id))) {
    return refused("wrong-origin", "the inbox is on another origin");
  }
  const handle = shape.preferredUsername || handleFrom(actor.webfinger);
  if (handle === "") return refused("invalid", "preferredUsername: missing");
  return { ...actorOf(actor, shape), asType, handle, name: shape.name || handle, sharedInbox: shared };
}

function isActorType(type: string): type is ActorType {
  return ACTOR_TYPES.has(type);
}

function actorOf(
  actor: Readonly<Record<string, unknown>>,
  shape: z.infer<typeof SHAPE>,
): Omit<ReadActor, "asType" | "handle" | "name" | "sharedInbox"> {
  const own = (iri: string | null) => (iri !== null && sameOrigin(iri, shape.id) ? iri : null);
  const type = typeOf(actor);
  return {
    type: "actor",
    iri: shape.id,
    summary: typeof actor.summary === "string" ? plainOf(actor.summary).slice(0, LIMITS.wordsCharacters) : "",
    pageUrl: pageOf(actor, shape.id),
    inbox: shape.inbox,
    outbox: own(shape.outbox),
    followers: own(shape.followers),
    keys: keysOf(actor, shape.id),
    implements: capabilitiesOf(actor.implements ?? recordOf(actor.generator)?.implements),
    organisationId: shape["cop:organisationId"] || null,
    manuallyApprovesFollowers: shape.manuallyApprovesFollowers,
    suspended: shape.suspended,
    movedTo: shape.movedTo,
    alsoKnownAs: irisOf(actor.alsoKnownAs),
    published: shape.published,
    updated: shape.updated,
    profile: profileOf(actor),
    group: type === "Group" ? groupOf(actor, shape.id) : null,
    councils: councilsOf(actor["cop:councils"]),
    communitiesIri: own(irisOf(actor["cop:communities"])[0] ?? null),
    administratorsIri: type === "Application" ? own(irisOf(actor.attributedTo)[0] ?? null) : null,
  };
}

function capabilitiesOf(value: unknown): string[] {
  return manyOf(value)
    .map((item) => (typeof item === "string" ? item : recordOf(item)?.href))
    .filter((href) => typeof href === "string")
    .slice(0, 50);
}

function handleFrom(webfinger: unknown): string {
  return typeof webfinger === "string"
    ? lineOf(webfinger.replace(/^acct:/, "").split("@")[0] ?? "", 100)
    : "";
}
