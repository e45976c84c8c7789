import { originOf } from "../../node/iris.ts";
import { type Refused, refused } from "./outcome.ts";
import { iriOf, manyOf, recordOf } from "./values.ts";

/** What a WebFinger answer leads to. */
export interface ReadWebFinger {
  readonly type: "webfinger";
  /** `acct:handle@host` or a web address, as answered. */
  readonly subject: string;
  /** Address of the actor's document. */
  readonly actorIri: string;
}

const SELF_TYPES = /^application\/(?:activity\+json|ld\+json)/;
const NODE_REL = "https://www.w3.org/ns/activitystreams#Service";

/**
 * Reads a WebFinger answer (RFC 7033): the first `self` link with an ActivityPub media type, or the node's actor
 * (FEP-d556). Refuses `invalid` without either. Whether the actor names the subject back is the caller's to check.
 */
export function readWebFinger(json: unknown): ReadWebFinger | Refused {
  const answer = recordOf(json);
  const subject = answer?.subject;
  if (answer === null || typeof subject !== "string" || !/^(?:acct:|https?:\/\/)/.test(subject)) {
    return refused("invalid", "subject: missing");
  }
  const links = manyOf(answer.links)
    .map(recordOf)
    .filter((link) => link !== null);
  const self = links.find(({ rel, type }) => rel === "self" && SELF_TYPES.test(String(type)));
  const actorIri = iriOf((self ?? links.find(({ rel }) => rel === NODE_REL))?.href);
  if (actorIri === null || originOf(actorIri) === null) return refused("invalid", "links: no actor");
  return { type: "webfinger", subject: subject.slice(0, 2_048), actorIri };
}
