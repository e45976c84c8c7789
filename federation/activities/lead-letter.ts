import type { JsonObject } from "../jcs.ts";
import { paragraphOf } from "../objects/escape.ts";
import { type Act, activityFor } from "./activity.ts";

/**
 * What somebody writes to the lead of a community: to the Group alone, which passes it to the lead's node and logs nothing.
 * `replyTo`: the writer's e-mail address, only where they chose to give it.
 */
export function leadLetterFor(
  act: Act,
  groupIri: string,
  letter: { readonly words: string; readonly replyTo: string },
): JsonObject {
  return activityFor(
    "Offer",
    act,
    { to: [groupIri], cc: [], audience: groupIri },
    {
      object: {
        type: "Note",
        id: `${act.iri}/letter`,
        attributedTo: act.actorIri,
        content: paragraphOf(letter.words),
        source: { content: letter.words, mediaType: "text/plain" },
        ...(letter.replyTo === "" ? {} : { "cop:replyTo": letter.replyTo }),
      },
      target: groupIri,
    },
  );
}
