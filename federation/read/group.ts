import type { Level } from "../../node/communities/types.ts";
import { sameOrigin } from "../../node/iris.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { lineOf, visibleOf } from "../../node/text/visible.ts";
import type { JoinPolicy, PostPolicy } from "../objects/group.ts";
import { iriOf, manyOf, recordOf, someLines, typeOf } from "./values.ts";

/** What a Group says about itself beyond what every actor says. Addresses on another origin are left out. */
export interface ReadGroup {
  readonly level: Level;
  readonly joinPolicy: JoinPolicy;
  readonly postPolicy: PostPolicy;
  readonly themes: readonly string[];
  readonly charter: Readonly<Record<string, string>>;
  readonly language: string | null;
  readonly indexable: boolean;
  readonly discoverable: boolean;
  readonly moderatorsIri: string | null;
  readonly featuredIri: string | null;
  readonly historyIri: string | null;
  readonly syncIri: string | null;
  readonly membersIri: string | null;
  readonly membershipsIri: string | null;
  /** The template of thread addresses, with `{root}`. */
  readonly threads: string | null;
  readonly scribeIri: string | null;
  /** Names of the nodes that hold copies of a closed community, as it tells its holders; null where it says nothing. */
  readonly holders: readonly string[] | null;
}

type Actor = Readonly<Record<string, unknown>>;

export function groupOf(actor: Actor, groupIri: string): ReadGroup {
  const own = (value: unknown) => {
    const iri = iriOf(value);
    return iri !== null && sameOrigin(iri, groupIri) ? iri : null;
  };
  return {
    ...policiesOf(actor),
    themes: themesOf(actor.tag),
    charter: charterOf(actor["cop:charter"]),
    language: languageOf(actor.language),
    indexable: actor.indexable === true,
    discoverable: actor.discoverable !== false,
    moderatorsIri: own(actor.attributedTo) ?? own(actor.moderators),
    featuredIri: own(actor.featured),
    historyIri: own(actor["cop:history"]),
    syncIri: own(actor["cop:sync"]),
    membersIri: own(actor["cop:members"]),
    membershipsIri: own(actor["cop:memberships"]),
    threads: own(actor["cop:threads"]),
    scribeIri: own(actor["cop:scribe"]),
    holders: holdersOf(actor["cop:holders"]),
  };
}

/** More councils than these share no closed community. */
const MOST_HOLDERS = 500;

function holdersOf(value: unknown): string[] | null {
  if (value === undefined) return null;
  const names = manyOf(value).map((holder) => recordOf(holder)?.name);
  return someLines(MOST_HOLDERS, 100).parse(names);
}

/**
 * The four levels from what is said: `cop:level`, unless it contradicts `cop:visibility`, where the narrower wins; from
 * other software, approval of followers means a closed community, as Lemmy reads it.
 */
export function policiesOf(actor: Actor): Pick<ReadGroup, "level" | "joinPolicy" | "postPolicy"> {
  const joinPolicy =
    oneOf(["open", "approval", "invitation"] as const, actor["cop:joinPolicy"]) ?? joinFrom(actor);
  const reading =
    oneOf(["open", "closed", "confidential"] as const, actor["cop:visibility"]) ??
    (actor.manuallyApprovesFollowers === true ? "closed" : "open");
  const stated = oneOf(NARROWER, actor["cop:level"]) ?? (joinPolicy === "open" ? "open" : "restricted");
  const level =
    NARROWER.findLast((narrower) => narrower === stated || narrower === reading) ?? "confidential";
  return { level, joinPolicy, postPolicy: postFrom(actor) };
}

const NARROWER = ["open", "restricted", "closed", "confidential"] as const satisfies readonly Level[];

/** Mobilizon says how one joins with `openness`. */
function joinFrom(actor: Actor): JoinPolicy {
  if (actor.openness === "moderated") return "approval";
  return actor.openness === "invite_only" ? "invitation" : "open";
}

function postFrom(actor: Actor): PostPolicy {
  if (actor.postingRestrictedToMods === true) return "facilitators";
  const stated = oneOf(["anyone", "followers", "members", "facilitators"] as const, actor["cop:postPolicy"]);
  return stated === "followers" ? "members" : (stated ?? "anyone");
}

/** Themes of a community: names of its labels, or `cop:themes` in a directory. */
export function themesOf(tags: unknown): string[] {
  const names = manyOf(tags).map((tag) =>
    typeOf(tag) === "CommunityPostTag" ? (recordOf(tag)?.name ?? recordOf(tag)?.preferredUsername) : tag,
  );
  return someLines(LIMITS.hashtags, 100).parse(names);
}

function charterOf(value: unknown): Record<string, string> {
  const entries = manyOf(value)
    .slice(0, 20)
    .flatMap((item): [string, string][] => {
      const field = recordOf(item);
      const { name, value: text } = field ?? {};
      if (typeof name !== "string" || typeof text !== "string") return [];
      return [[lineOf(name, 40), visibleOf(text).slice(0, LIMITS.wordsCharacters)]];
    });
  return Object.fromEntries(entries);
}

function languageOf(value: unknown): string | null {
  const identifier = recordOf(manyOf(value)[0])?.identifier;
  return typeof identifier === "string" && /^[a-z]{2,3}$/.test(identifier) && identifier !== "und"
    ? identifier
    : null;
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | null {
  return allowed.find((item) => item === value) ?? null;
}
