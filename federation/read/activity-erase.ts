import type { Head, ReadActivity } from "./activity-types.ts";
import { ignored, refused } from "./outcome.ts";
import { instantOf, iriOf, manyOf } from "./values.ts";

/** A Group asks a node to erase what it holds of it, but for what its own people wrote. */
export interface ReadErase extends Head {
  readonly type: "Erase";
  /** The Group. */
  readonly object: string;
  readonly until: Date | null;
}

/** A Group asks to erase what a node holds of it (profile D.4). One thing of it (`cop:scope` `object`) is not understood yet. */
export function readErase(head: Head): ReadActivity {
  const { document } = head;
  const [object, ...more] = manyOf(document.object);
  const iri = iriOf(object);
  if (iri === null || more.length > 0) return refused("invalid", "object: not exactly one community");
  if (document["cop:scope"] !== "all-but-own") return ignored("cop:Erase", "of another scope");
  return { ...head, type: "Erase", object: iri, until: instantOf(document.endTime) };
}
