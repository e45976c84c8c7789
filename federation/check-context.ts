import { COP_NAMESPACE, KNOWN_CONTEXTS } from "./contexts.ts";
import { isJsonObject, type Json, type JsonObject } from "./jcs.ts";

/** Whether a document's contexts leave our reading of it sound. */
export type ContextResult = { ok: true } | { ok: false; code: "context"; detail: string };

/**
 * Checks every `@context` of a document, embedded ones included, without fetching any (resolution 7, A47–A49).
 * We read literal compact keys; this refuses documents which a JSON-LD processor would read as something else:
 * a term we read given another meaning, `@vocab`, `@base`, `@import`, and `@graph`, `@included`, `@reverse`, `@nest`.
 * Profile peers may name known contexts only; others up to 16 unknown URLs, which are ignored.
 */
export function checkContext(document: JsonObject, { profile }: { profile: boolean }): ContextResult {
  if (profile && document["@context"] === undefined) return refused("no context");
  const unknown = new Set<string>();
  const detail = problemOf(document, unknown);
  if (detail !== null) return refused(detail);
  if (unknown.size > (profile ? 0 : MAX_UNKNOWN)) return refused(`${unknown.size} unknown contexts`);
  return { ok: true };
}

function problemOf(value: Json | undefined, unknown: Set<string>): string | null {
  if (typeof value !== "object" || value === null) return null;
  if (isJsonObject(value)) {
    for (const key in value) {
      if (key.charCodeAt(0) === AT_SIGN && !ALLOWED_KEYWORDS.has(key)) return `${key} in a document`;
      const inner = value[key];
      const problem = key === "@context" ? contextProblem(inner, unknown) : problemOf(inner, unknown);
      if (problem !== null) return problem;
    }
    return null;
  }
  for (const item of value as readonly Json[]) {
    const problem = problemOf(item, unknown);
    if (problem !== null) return problem;
  }
  return null;
}

function contextProblem(context: Json | undefined, unknown: Set<string>): string | null {
  for (const entry of Array.isArray(context) ? (context as readonly Json[]) : [context]) {
    if (typeof entry === "string") {
      if (!KNOWN_CONTEXTS.has(entry)) unknown.add(entry);
    } else if (!isJsonObject(entry)) return "a context that is neither URL nor object";
    else {
      const problem = inlineProblem(entry, unknown);
      if (problem !== null) return problem;
    }
  }
  return null;
}

function inlineProblem(entry: JsonObject, unknown: Set<string>): string | null {
  for (const [term, definition] of Object.entries(entry)) {
    if (term.startsWith("@")) {
      if (!CONTEXT_KEYWORDS.has(term)) return `${term} in a context`;
      continue;
    }
    const iri = isJsonObject(definition) ? definition["@id"] : definition;
    if (isJsonObject(definition)) {
      const problem = definitionProblem(definition, unknown);
      if (problem !== null) return problem;
    }
    if (typeof iri === "string" && FORBIDDEN_TARGETS.has(iri)) return `${term} stands for ${iri}`;
    if (isRedefined(term, iri)) return `${term} is given another meaning`;
  }
  return null;
}

/** The long form of a term: its own keywords, its containers, and a context of its own. */
function definitionProblem(definition: JsonObject, unknown: Set<string>): string | null {
  for (const [key, value] of Object.entries(definition)) {
    if (!DEFINITION_KEYWORDS.has(key)) return `${key} in a context`;
    if (key === "@context") {
      const problem = contextProblem(value, unknown);
      if (problem !== null) return problem;
    }
    if (key === "@container" && JSON.stringify(value).includes("@graph")) return "@graph in a context";
  }
  return null;
}

/**
 * AS2 terms must keep exactly their meaning. Extension terms have no single home (`toot:`, `as:`, `schema:` are all
 * in use), so they must keep their name. Mobilizon's own `location` and `Place` are why those two are not listed.
 */
function isRedefined(term: string, iri: Json | undefined): boolean {
  const prefix = PREFIXES.get(term);
  if (prefix !== undefined) return iri !== prefix;
  const core = CORE.get(term);
  if (core !== undefined) return typeof iri !== "string" || !core.includes(iri);
  if (!EXTENSIONS.has(term)) return false;
  return typeof iri !== "string" || iri.split(/[:/#]/).at(-1) !== term;
}

function refused(detail: string): ContextResult {
  return { ok: false, code: "context", detail };
}

const AS = "https://www.w3.org/ns/activitystreams#";
const MAX_UNKNOWN = 16;
const AT_SIGN = 0x40;
const ALLOWED_KEYWORDS = new Set(["@context", "@language", "@value"]);
const CONTEXT_KEYWORDS = new Set(["@language", "@version", "@protected", "@propagate"]);
const DEFINITION_KEYWORDS = new Set(
  "@id @type @container @context @language @direction @protected @propagate @index @prefix".split(" "),
);
const FORBIDDEN_TARGETS = new Set("@graph @included @reverse @nest @base @vocab @import @context".split(" "));

const PREFIXES: ReadonlyMap<string, string> = new Map([
  ["as", AS],
  ["cop", COP_NAMESPACE],
  ["ldp", "http://www.w3.org/ns/ldp#"],
  ["sec", "https://w3id.org/security#"],
]);

/** AS2 terms that we read, authority and content first, and what each may be written as in a context. */
const CORE: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["id", ["@id"]],
  ["type", ["@type"]],
  ["inbox", ["ldp:inbox", "http://www.w3.org/ns/ldp#inbox", "as:inbox"]],
  ["contentMap", ["as:content", `${AS}content`]],
  ["nameMap", ["as:name", `${AS}name`]],
  ["summaryMap", ["as:summary", `${AS}summary`]],
  ["orderedItems", ["as:items", `${AS}items`]],
  ...(
    "actor object target origin result instrument to cc bto bcc audience attributedTo content name summary source " +
    "mediaType url href inReplyTo context published updated deleted formerType startTime endTime tag attachment icon " +
    "image replies likes shares items first last next prev partOf totalItems current outbox followers following " +
    "liked endpoints sharedInbox preferredUsername subject relationship generator oneOf anyOf closed Public " +
    "Accept Activity Add Announce Application Article Block Collection CollectionPage Create Delete Dislike Document " +
    "Event Flag Follow Group Ignore Image Invite Join Leave Like Link Mention Move Note Object Offer " +
    "OrderedCollection OrderedCollectionPage Organization Page Person Profile Question Reject Relationship Remove " +
    "Service TentativeAccept TentativeReject Tombstone Undo Update Video Audio"
  )
    .split(" ")
    .map((term): [string, string[]] => [term, [`as:${term}`, AS + term]]),
]);

/** Terms from elsewhere that we read. */
const EXTENSIONS = new Set(
  (
    "publicKey publicKeyPem owner assertionMethod publicKeyMultibase controller proof proofValue proofPurpose " +
    "verificationMethod cryptosuite Multikey DataIntegrityProof manuallyApprovesFollowers alsoKnownAs movedTo " +
    "Hashtag sensitive featured discoverable indexable searchableBy votersCount postingRestrictedToMods moderators " +
    "Lock Resolve removeData ChooseAnswer questionAnswer acceptedAnswer implements"
  ).split(" "),
);
