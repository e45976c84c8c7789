import { sameOrigin } from "../../node/iris.ts";
import { type Refused, refused } from "./outcome.ts";
import { aCount, iriOf, irisOf, recordOf, requiredIri, typeOf } from "./values.ts";

/** A collection of ids, or a page of one: moderators, pinned threads, the posts of a thread, followers. */
export interface ReadCollection {
  readonly type: "collection";
  readonly iri: string;
  /** What its owner says, null where nothing is said. */
  readonly total: number | null;
  /** Ids, of objects too; what is no address is left out. */
  readonly itemIris: readonly string[];
  /** The next page, or the first one of a collection without items; only on its own origin. */
  readonly next: string | null;
}

const TYPES = new Set(["Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"]);

/** Reads a collection of any program, its embedded first page included. Refuses `invalid`; `too-long` beyond 1,000 items. */
export function readCollection(json: unknown): ReadCollection | Refused {
  const collection = recordOf(json);
  const id = requiredIri.safeParse(collection?.id);
  if (collection === null || !TYPES.has(typeOf(collection) ?? ""))
    return refused("invalid", "not a collection");
  if (!id.success) return refused("invalid", "id: no web address");
  const first = recordOf(collection.first);
  const page = first ?? collection;
  const items = irisOf(page.orderedItems ?? page.items);
  if (items.length > 1_000) return refused("too-long", "more than 1,000 items");
  const next = iriOf(page.next) ?? (first === null && items.length === 0 ? iriOf(collection.first) : null);
  return {
    type: "collection",
    iri: id.data,
    total: aCount.parse(collection.totalItems),
    itemIris: items,
    next: next !== null && sameOrigin(next, id.data) ? next : null,
  };
}
