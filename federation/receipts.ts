import { communityByIri } from "../node/communities/home.ts";
import type { ReceiptsOfRemoval } from "../node/modlog/types.ts";
import { refuse } from "../node/refusal.ts";
import { getDocument } from "./get-document.ts";
import { groupCollectionsOf } from "./objects/group.ts";
import { readReceipts } from "./read/receipts.ts";
import type { Wire } from "./wire.ts";

/** Whoever waits for a page reads it without them sooner than that. */
const DEADLINE_MS = 5_000;

/**
 * Asks the node of a community elsewhere which nodes confirmed removals, for its facilitators here, to be shown now and kept
 * nowhere. Throws Outage while that node is away; refuses `not-found` where it does not say.
 */
export async function fetchReceipts(
  wire: Wire,
  groupIri: string,
  removalIris: readonly string[],
): Promise<readonly ReceiptsOfRemoval[]> {
  const community = await communityByIri(wire.ctx.sql, groupIri);
  if (!community || community.local || community.level === "confidential") refuse("not-found");
  const query = new URLSearchParams(removalIris.map((iri) => ["id", iri]));
  const url = `${groupCollectionsOf(groupIri).receipts}?${query}`;
  const fetched = await getDocument(wire, url, { page: true, deadlineMs: DEADLINE_MS });
  const read = fetched.ok ? readReceipts(fetched.document, groupIri) : null;
  return read ?? refuse("not-found");
}
