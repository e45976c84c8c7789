import { findAppealedText } from "../../node/appeals/wire-read.ts";
import type { GroupRow } from "../../node/communities/group-rows.ts";
import { appealedFor } from "../objects/appealed.ts";
import { nothingHere, objectAnswer } from "./answer.ts";
import type { GroupRequest } from "./group.ts";
import { readingOf } from "./reading-of.ts";

/**
 * What an open appeal in a community here is about, for one facilitator of the node that asks, who may decide it now: copies
 * elsewhere were emptied when it was removed. For everyone else it is not there.
 */
export async function appealedAnswer(request: GroupRequest, group: GroupRow): Promise<Response> {
  const { query, viewer } = request;
  if (viewer.kind !== "peer") return nothingHere();
  const asked = {
    communityId: group.communityId,
    flagIri: query.get("id") ?? "",
    personIri: query.get("for") ?? "",
    origin: viewer.origin,
  };
  const text = await readingOf(request, group, (r) => findAppealedText(r, asked));
  return text === null ? nothingHere() : objectAnswer(appealedFor(group.iri, text), { private: true });
}
