import type { JsonObject } from "../jcs.ts";
import { instantFor } from "../objects/instant.ts";
import { type Act, activityFor } from "./activity.ts";

export interface OpeningFacts {
  readonly groupIri: string;
  /** The administrator of the Group's node. */
  readonly byIri: string;
  readonly reason: string;
  readonly opened: Date;
  /** When it ends at the latest; null where a facilitator took an archive of the community. */
  readonly until: Date | null;
  /** The item that a facilitator released of it, and the posts it was made of. */
  readonly released?: { readonly itemIri: string; readonly sources: readonly string[] };
}

/** The Group tells a node that an administrator opened it to read, why, and until when at most; or that a facilitator exported it or released what was written in it. It stands in no log. */
export function viewFor(act: Act, nodeIris: readonly string[], opening: OpeningFacts): JsonObject {
  const { groupIri } = opening;
  return activityFor(
    "View",
    act,
    { to: nodeIris, cc: [], audience: groupIri },
    {
      object: groupIri,
      attributedTo: opening.byIri,
      summary: opening.reason,
      startTime: instantFor(opening.opened),
      ...whatOf(opening),
    },
  );
}

function whatOf({ until, released }: OpeningFacts): JsonObject {
  if (released) return { "cop:released": [...released.sources], result: released.itemIri };
  return until === null ? { "cop:exported": true } : { endTime: instantFor(until) };
}
