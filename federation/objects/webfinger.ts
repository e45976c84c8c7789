import type { JsonObject } from "../jcs.ts";

const AS2 = "application/activity+json";

export interface WebFingerFacts {
  readonly handle: string;
  /** Host with port of the node's origin. */
  readonly host: string;
  readonly actorIri: string;
  readonly pageUrl: string;
  readonly kind: "Person" | "Group" | "Application" | "Service";
}

/** The answer to `acct:` questions (RFC 7033). The type beside the link tells Lemmy a community from a person. */
export function webFingerFor(facts: WebFingerFacts): JsonObject {
  return {
    subject: `acct:${facts.handle}@${facts.host}`,
    aliases: [facts.actorIri, facts.pageUrl],
    links: [
      { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: facts.pageUrl },
      {
        rel: "self",
        type: AS2,
        href: facts.actorIri,
        properties: { "https://www.w3.org/ns/activitystreams#type": facts.kind },
      },
    ],
  };
}

/** The answer to `resource=<origin>/`: who speaks for the whole node (FEP-d556). */
export function nodeWebFingerFor(origin: string, nodeIri: string): JsonObject {
  return {
    subject: `${origin}/`,
    links: [{ rel: "https://www.w3.org/ns/activitystreams#Service", type: AS2, href: nodeIri }],
  };
}
