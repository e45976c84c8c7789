import type { JsonObject } from "../jcs.ts";
import { groupCollectionsOf } from "./group.ts";
import { instantFor } from "./instant.ts";

export interface SyncFacts {
  readonly groupIri: string;
  readonly epoch: string;
  readonly seq: number;
  /** For the asking node (`membersDigest`). */
  readonly membersDigest: string;
  readonly contentDigest: string;
  readonly updated: Date;
}

/** How far a community is, for a node to compare with what it holds (profile B.6, resolution 10). */
export function syncStateFor(facts: SyncFacts): JsonObject {
  return {
    type: "cop:SyncState",
    id: groupCollectionsOf(facts.groupIri).sync,
    attributedTo: facts.groupIri,
    "cop:epoch": facts.epoch,
    "cop:seq": facts.seq,
    "cop:membersDigest": facts.membersDigest,
    "cop:contentDigest": facts.contentDigest,
    updated: instantFor(facts.updated),
  };
}

/** The hint header `Cop-Sync` beside a delivery: it only makes the receiver ask, and grants nothing (profile B.6). */
export function syncHeaderFor(facts: Pick<SyncFacts, "groupIri" | "seq" | "membersDigest">): string {
  return `group="${facts.groupIri}"; seq=${facts.seq}; members="${facts.membersDigest}"`;
}
