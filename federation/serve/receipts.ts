import type { GroupRow } from "../../node/communities/group-rows.ts";
import { listReceiptsFor } from "../../node/receipts/read.ts";
import { receiptsFor } from "../objects/receipts.ts";
import { nothingHere, objectAnswer } from "./answer.ts";
import type { GroupRequest } from "./group.ts";

/**
 * Which nodes confirmed removals in a community here, asked by the activities of the removals: for nodes of its facilitators
 * alone, by their signature, at each request. For everyone else it is not there.
 */
export async function receiptsAnswer(
  { wire, query, viewer }: GroupRequest,
  { iri, communityId }: GroupRow,
): Promise<Response> {
  if (viewer.kind !== "peer") return nothingHere();
  const asked = { communityId, origin: viewer.origin, removalIris: query.getAll("id") };
  const removals = await listReceiptsFor(wire.ctx, asked);
  return removals === null ? nothingHere() : objectAnswer(receiptsFor(iri, removals), { private: true });
}
