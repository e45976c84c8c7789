import { z } from "zod";
import type { ReceiptsOfRemoval } from "../../node/modlog/types.ts";
import { groupCollectionsOf } from "../objects/group.ts";
import { aLine, anInstant, manyOf, recordOf, requiredIri } from "./values.ts";

/** More nodes have had no removal; more removals are on no page. */
const MOST_NODES = 1_000;
const MOST_REMOVALS = 25;

const RECEIPT = z.object({
  name: aLine(100),
  "cop:sent": anInstant,
  "cop:confirmed": anInstant,
  "cop:shownAgain": anInstant,
});

/** Receipts of removals as the community's own node tells them (FEDERATION.md). Null where it is not that collection. */
export function readReceipts(json: unknown, groupIri: string): readonly ReceiptsOfRemoval[] | null {
  const collection = recordOf(json);
  if (collection?.id !== groupCollectionsOf(groupIri).receipts || collection.attributedTo !== groupIri)
    return null;
  return manyOf(collection.items)
    .slice(0, MOST_REMOVALS)
    .flatMap((item) => {
      const { object, items } = recordOf(item) ?? {};
      const iri = requiredIri.safeParse(object);
      if (!iri.success) return [];
      return [{ removalIri: iri.data, receipts: manyOf(items).slice(0, MOST_NODES).flatMap(receiptOf) }];
    });
}

function receiptOf(item: unknown) {
  const read = RECEIPT.safeParse(item);
  if (!read.success) return [];
  const { name, "cop:sent": sent, "cop:confirmed": confirmed, "cop:shownAgain": lied } = read.data;
  return sent === null || !name ? [] : [{ name, sent, confirmed, lied }];
}
