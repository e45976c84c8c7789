import type { JsonObject } from "../jcs.ts";
import { type PostFacts, postFor } from "./post.ts";
import type { Named } from "./tags.ts";

export interface ReplyFacts extends PostFacts {
  readonly parentIri: string;
  readonly parentAuthor: Named;
  /** Whether this is the accepted answer, when the community's node serves it again (profile C.2). */
  readonly answer: boolean;
}

/** A reply as `Note`: one parent, its author mentioned, no title and no summary (profile C.1, C-01). */
export function noteFor(facts: ReplyFacts): JsonObject {
  return {
    type: "Note",
    ...postFor(facts, [facts.parentAuthor, ...facts.mentions]),
    inReplyTo: facts.parentIri,
    ...(facts.answer ? { answer: true } : {}),
  };
}
