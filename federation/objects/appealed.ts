import type { AppealedText } from "../../node/posts/removed-text.ts";
import type { JsonObject } from "../jcs.ts";

/** A removed post as a facilitator elsewhere reads it who decides an appeal: its words, and nothing that could be kept as a post. */
export function appealedFor(groupIri: string, { postIri, title, html, lang }: AppealedText): JsonObject {
  return {
    type: "cop:Appealed",
    object: postIri,
    audience: groupIri,
    name: title,
    content: html,
    contentMap: { [lang]: html },
  };
}
