import { PROFILE_CONTEXT } from "../../federation/contexts.ts";
import { membersDigest } from "../../federation/digests.ts";
import type { JsonObject } from "../../federation/jcs.ts";
import type { Origin, Scripted } from "./scripted.ts";

const PAGE = 100;

/** Serves how far a scripted community is, who of others is a member there (nobody), and its log in pages. */
export function serveLog(scripted: Scripted, { group }: Origin, log: readonly JsonObject[]): void {
  const context = { "@context": PROFILE_CONTEXT };
  scripted.serve(`${group.iri}/sync`, () => ({
    ...context,
    type: "cop:SyncState",
    id: `${group.iri}/sync`,
    "cop:epoch": "01e1",
    "cop:seq": log.length,
    "cop:membersDigest": membersDigest([]),
  }));
  scripted.serve(`${group.iri}/memberships`, () => ({
    ...context,
    type: "Collection",
    id: `${group.iri}/memberships`,
    attributedTo: group.iri,
    items: [],
  }));
  scripted.serve(`${group.iri}/history`, (query) => {
    const before = Number(query.get("before"));
    const items = log.slice(Math.max(0, before - 1 - PAGE), before - 1).reverse();
    return {
      ...context,
      type: "OrderedCollectionPage",
      id: `${group.iri}/history?${query}`,
      partOf: `${group.iri}/history`,
      attributedTo: group.iri,
      "cop:epoch": "01e1",
      orderedItems: items,
    };
  });
}
