import { irisOf } from "../../node/iris.ts";
import type { JsonObject } from "../jcs.ts";
import { generatorFor } from "./capabilities.ts";
import { instantFor } from "./instant.ts";
import { type ActorKeys, keysFor } from "./keys.ts";

export interface ScribeFacts {
  readonly origin: string;
  readonly name: string;
  readonly keys: ActorKeys;
  readonly published: Date;
}

/** The node's `Service` actor, which re-issues removals to software that only heeds the community's host (F.2). */
export function scribeFor(facts: ScribeFacts): JsonObject {
  const { scribe, sharedInbox } = irisOf(facts.origin);
  return {
    type: "Service",
    id: scribe,
    preferredUsername: "scribe",
    name: facts.name,
    url: `${facts.origin}/`,
    inbox: `${scribe}/inbox`,
    outbox: `${scribe}/outbox`,
    followers: `${scribe}/followers`,
    following: `${scribe}/following`,
    endpoints: { sharedInbox },
    sharedInbox,
    manuallyApprovesFollowers: true,
    discoverable: false,
    indexable: false,
    tag: [],
    attachment: [],
    generator: generatorFor(facts.origin),
    ...keysFor(scribe, facts.keys),
    published: instantFor(facts.published),
  };
}
