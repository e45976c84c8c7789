import type { ReceiptsOfRemoval } from "../../node/modlog/types.ts";
import type { JsonObject } from "../jcs.ts";
import { groupCollectionsOf } from "./group.ts";
import { instantFor } from "./instant.ts";

/** What nodes confirmed of removals in a community, for the nodes of its facilitators (FEDERATION.md, receipts). */
export function receiptsFor(groupIri: string, removals: readonly ReceiptsOfRemoval[]): JsonObject {
  return {
    type: "Collection",
    id: groupCollectionsOf(groupIri).receipts,
    attributedTo: groupIri,
    totalItems: removals.length,
    items: removals.map(({ removalIri, receipts }) => ({
      type: "cop:Receipts",
      object: removalIri,
      items: receipts.map(({ name, sent, confirmed, lied }) => ({
        type: "cop:Receipt",
        name,
        "cop:sent": instantFor(sent),
        ...(confirmed === null ? {} : { "cop:confirmed": instantFor(confirmed) }),
        ...(lied === null ? {} : { "cop:shownAgain": instantFor(lied) }),
      })),
    })),
  };
}
