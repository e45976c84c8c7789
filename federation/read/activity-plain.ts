import { REPORT_CATEGORIES } from "../activities/moderate.ts";
import { isJsonObject } from "../jcs.ts";
import type { Head, ReadActivity, ReadPlain } from "./activity-types.ts";
import { councilsOf } from "./councils.ts";
import { ignored, type Refused, refused } from "./outcome.ts";
import { aLine, instantOf, iriOf, irisOf } from "./values.ts";
import { wordsOf } from "./words.ts";

export function readFollow(head: Head): ReadActivity {
  const object = objectOf(head);
  if (typeof object !== "string") return object;
  const { document } = head;
  return {
    ...head,
    type: "Follow",
    object,
    words: wordsOf(document.content),
    councils: councilsOf(document["cop:councils"]),
  };
}

export function readJoin(head: Head): ReadActivity {
  const object = objectOf(head);
  if (typeof object !== "string") return object;
  const words = wordsOf(head.document.content, head.document.participationMessage);
  const accept = head.document["cop:grant"];
  const grant = accept === undefined ? undefined : isJsonObject(accept) ? accept : null;
  return { ...head, type: "Join", object, words, invite: iriOf(head.document["cop:invite"]), grant };
}

/** Leave, Like (whatever emoji it carries, FEP-c0e0) and ChooseAnswer: an actor and what it is about. */
export function readPlain(head: Head, type: string): ReadActivity {
  const object = objectOf(head);
  return typeof object === "string" ? { ...head, type: type as ReadPlain["type"], object } : object;
}

export function readCuration(head: Head, type: string): ReadActivity {
  const object = objectOf(head);
  if (typeof object !== "string") return object;
  const target = iriOf(head.document.target);
  if (target === null) return refused("invalid", "target: no web address");
  const reason = wordsOf(head.document.summary);
  return { ...head, type: type === "Add" ? "Add" : "Remove", object, target, reason };
}

export function readLock(head: Head): ReadActivity {
  const object = objectOf(head);
  if (typeof object !== "string") return object;
  return { ...head, type: "Lock", object, reason: wordsOf(head.document.summary) };
}

/** A report names posts and people in one list (Mastodon, Mbin, NodeBB). */
export function readFlag(head: Head): ReadActivity {
  const { document } = head;
  const objects = [...new Set(irisOf(document.object))].slice(0, 50);
  if (objects.length === 0) return refused("invalid", "object: nothing is reported");
  return {
    ...head,
    type: "Flag",
    objects,
    words: wordsOf(document.content, document.summary),
    category: REPORT_CATEGORIES.find((name) => name === document["cop:category"]) ?? "conduct",
    appeal: document["cop:category"] === "appeal" && objects.length === 1,
    reference: aLine(100).parse(document["cop:reportRef"]) || null,
  };
}

/** Without `target` it is a person's own block of another (Mastodon), which concerns no community. */
export function readBlock(head: Head): ReadActivity {
  const object = objectOf(head);
  if (typeof object !== "string") return object;
  const { document } = head;
  const target = iriOf(document.target);
  if (target === null) return ignored("Block", "a person's own block list");
  const until = instantOf(document.endTime ?? document.expires);
  return { ...head, type: "Block", object, target, reason: wordsOf(document.summary), until };
}

export function readMove(head: Head): ReadActivity {
  const object = objectOf(head);
  if (typeof object !== "string") return object;
  const target = iriOf(head.document.target);
  if (target === null) return refused("invalid", "target: no web address");
  const reason = wordsOf(head.document.summary);
  return { ...head, type: "Move", object, target, origin: iriOf(head.document.origin), reason };
}

function objectOf(head: Head): string | Refused {
  return iriOf(head.document.object) ?? refused("invalid", "object: no web address");
}
