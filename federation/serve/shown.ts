import { findShown } from "../../node/posts/shown.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import { PROFILE_CONTEXT } from "../contexts.ts";
import type { Wire } from "../wire.ts";
import { nothingHere, objectAnswer } from "./answer.ts";

/**
 * Whether a post of a community elsewhere is shown to its members here, asked by that community's node alone, to see that
 * what was removed is gone (G15): its id and nothing of what it says.
 */
export async function shownAnswer(asked: {
  readonly wire: Wire;
  readonly query: URLSearchParams;
  readonly viewer: Viewer;
}): Promise<Response> {
  const { wire, query, viewer } = asked;
  if (viewer.kind !== "peer") return nothingHere();
  const iri = query.get("id") ?? "";
  const shown = await findShown(wire.ctx, { iri, homeOrigin: viewer.origin });
  if (shown === null) return nothingHere();
  const type = shown.kind === "reply" ? "Note" : "Article";
  const document = { "@context": PROFILE_CONTEXT, type, id: iri, audience: shown.groupIri };
  return objectAnswer(document, { private: true });
}
