import { irisOf } from "../../node/iris.ts";
import type { JsonObject } from "../jcs.ts";
import { type Capability, capabilitiesFor } from "./capabilities.ts";
import { type CouncilFacts, councilsFor } from "./councils.ts";
import { instantFor } from "./instant.ts";
import { type ActorKeys, keysFor } from "./keys.ts";

export interface NodeFacts {
  readonly origin: string;
  readonly name: string;
  readonly councils: readonly CouncilFacts[];
  readonly capabilities: readonly Capability[];
  readonly keys: ActorKeys;
  /** Mail domains of the councils: an invited address of one is sent to this node. */
  readonly mailDomains: readonly string[];
  readonly published: Date;
}

/** Where a node's own collections live. */
export function nodeCollectionsOf(origin: string) {
  const node = irisOf(origin).node;
  return {
    inbox: `${node}/inbox`,
    outbox: `${node}/outbox`,
    followers: `${node}/followers`,
    communities: `${node}/communities`,
    administrators: `${origin}/ap/admins`,
    optOuts: `${node}/opt-outs`,
  };
}

/** The node's `Application` actor (profile A.1), with the councils it serves and its directory (resolution 17). */
export function nodeActorFor(facts: NodeFacts): JsonObject {
  const { origin } = facts;
  const { node, sharedInbox } = irisOf(origin);
  const its = nodeCollectionsOf(origin);
  const own = facts.councils.find((council) => council.own) ?? facts.councils[0];
  return {
    type: "Application",
    id: node,
    preferredUsername: new URL(origin).host,
    name: facts.name,
    url: `${origin}/`,
    inbox: its.inbox,
    outbox: its.outbox,
    followers: its.followers,
    endpoints: { sharedInbox },
    sharedInbox,
    attributedTo: its.administrators,
    manuallyApprovesFollowers: true,
    implements: capabilitiesFor(facts.capabilities),
    ...(own?.registerId == null ? {} : { "cop:organisationId": own.registerId }),
    "cop:councils": councilsFor(facts.councils),
    "cop:communities": its.communities,
    "cop:mailDomains": facts.mailDomains,
    "cop:optOuts": its.optOuts,
    "cop:hub": false,
    ...keysFor(node, facts.keys),
    published: instantFor(facts.published),
  };
}
