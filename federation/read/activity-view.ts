import type { Head, ReadActivity } from "./activity-types.ts";
import { ignored, refused } from "./outcome.ts";
import { iriOf, irisOf } from "./values.ts";
import { wordsOf } from "./words.ts";

/** So many posts go into one release. */
const MOST_SOURCES = 50;

/** The Group tells that an administrator opened it to read, or that a facilitator exported it. */
export interface ReadView extends Head {
  readonly type: "View";
  /** The community. */
  readonly object: string;
  /** The administrator of its node, or who exported it. */
  readonly byIri: string;
  readonly exported: boolean;
  /** The item that a facilitator released, and the posts it was made of; null where the letter is about something else. */
  readonly released: { readonly itemIri: string; readonly sources: readonly string[] } | null;
  readonly reason: string;
}

/** A Group says that an administrator of its node opened it to read, or a facilitator exported it; other things that are viewed are not acted on here. */
export function readView(head: Head): ReadActivity {
  const { document, actor } = head;
  if (iriOf(document.object) !== actor) return ignored("View", "not acted on here");
  const byIri = iriOf(document.attributedTo);
  if (byIri === null) return refused("invalid", "attributedTo: no web address");
  const reason = wordsOf(document.summary).slice(0, 1000);
  const exported = document["cop:exported"] === true;
  return { ...head, type: "View", object: actor, byIri, reason, exported, released: releasedIn(document) };
}

function releasedIn(document: Head["document"]): ReadView["released"] {
  const itemIri = iriOf(document.result);
  const sources = irisOf(document["cop:released"]).slice(0, MOST_SOURCES);
  return itemIri === null || sources.length === 0 ? null : { itemIri, sources };
}
