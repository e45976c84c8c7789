import type { JsonObject } from "../jcs.ts";

export interface NodeInfoFacts {
  readonly version: string;
  readonly name: string;
  readonly organisationId: string | null;
  readonly people: number;
  readonly activeMonth: number;
  readonly activeHalfyear: number;
  readonly topics: number;
  readonly replies: number;
  readonly openCommunities: number;
  readonly staffIris: readonly string[];
}

/** `/.well-known/nodeinfo`, with the node actor beside the schema link (FEP-2677). */
export function nodeInfoLinksFor(origin: string, nodeIri: string): JsonObject {
  return {
    links: [
      { rel: "http://nodeinfo.diaspora.software/ns/schema/2.1", href: `${origin}/nodeinfo/2.1` },
      { rel: "https://www.w3.org/ns/activitystreams#Application", href: nodeIri },
    ],
  };
}

/** NodeInfo 2.1 (profile A.4). Figures below ten are left out, never rounded (A-10, FEP-0151). */
export function nodeInfoFor(facts: NodeInfoFacts): JsonObject {
  return {
    version: "2.1",
    software: { name: "moothall", version: facts.version },
    protocols: ["activitypub"],
    services: { inbound: [], outbound: [] },
    openRegistrations: false,
    usage: {
      users: {
        ...shown("total", facts.people),
        ...shown("activeHalfyear", facts.activeHalfyear),
        ...shown("activeMonth", facts.activeMonth),
      },
      ...shown("localPosts", facts.topics),
      ...shown("localComments", facts.replies),
    },
    metadata: {
      nodeName: facts.name,
      staffAccounts: facts.staffIris,
      cop: {
        ...(facts.organisationId === null ? {} : { organisationId: facts.organisationId }),
        ...shown("openCommunities", facts.openCommunities),
      },
    },
  };
}

function shown(name: string, figure: number): JsonObject {
  return figure < 10 ? {} : { [name]: figure };
}
