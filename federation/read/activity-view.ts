import type { Head, ReadActivity } from "./activity-types.ts";
import { ignored, refused } from "./outcome.ts";
import { iriOf } from "./values.ts";
import { wordsOf } from "./words.ts";

/** The Group tells that an administrator opened it to read. */
export interface ReadView extends Head {
  readonly type: "View";
  /** The community that was opened to be read. */
  readonly object: string;
  /** The administrator of its node. */
  readonly byIri: string;
  readonly reason: string;
}

/** A Group says that an administrator of its node opened it to read; other things that are viewed are not acted on here. */
export function readView(head: Head): ReadActivity {
  const { document, actor } = head;
  if (iriOf(document.object) !== actor) return ignored("View", "not acted on here");
  const byIri = iriOf(document.attributedTo);
  if (byIri === null) return refused("invalid", "attributedTo: no web address");
  return { ...head, type: "View", object: actor, byIri, reason: wordsOf(document.summary).slice(0, 1000) };
}
