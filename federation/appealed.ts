import type { AppealedText, AppealSource } from "../node/posts/removed-text.ts";
import { refuse } from "../node/refusal.ts";
import { LIMITS } from "../node/text/limits.ts";
import { lineOf } from "../node/text/visible.ts";
import { getDocument } from "./get-document.ts";
import { groupCollectionsOf } from "./objects/group.ts";
import { htmlFrom, rawTextOf } from "./read/content-text.ts";
import { iriOf, recordOf } from "./read/values.ts";
import type { Wire } from "./wire.ts";

const DEADLINE_MS = 5_000;

/**
 * Asks the node of a community elsewhere what an appeal is about, for its facilitator here, to be shown now and kept nowhere.
 * Throws Outage while that node is away; refuses `not-found` where it does not say.
 */
export async function fetchAppealed(
  wire: Wire,
  { groupIri, flagIri, personIri }: AppealSource,
): Promise<AppealedText> {
  const query = new URLSearchParams({ id: flagIri, for: personIri });
  const url = `${groupCollectionsOf(groupIri).appealed}?${query}`;
  const fetched = await getDocument(wire, url, { page: true, deadlineMs: DEADLINE_MS });
  return (fetched.ok ? readAppealed(fetched.document, groupIri) : null) ?? refuse("not-found");
}

function readAppealed(json: unknown, groupIri: string): AppealedText | null {
  const object = recordOf(json);
  const postIri = iriOf(object?.object);
  if (object === null || postIri === null || object.audience !== groupIri) return null;
  const [lang = "en"] = Object.keys(recordOf(object.contentMap) ?? {});
  const title = typeof object.name === "string" ? lineOf(object.name, LIMITS.titleCharacters) : "";
  return {
    postIri,
    title,
    html: htmlFrom(rawTextOf(object), object, lang),
    lang: lang === "cy" ? "cy" : "en",
  };
}
