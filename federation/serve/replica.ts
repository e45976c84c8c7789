import { reading } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { listKept } from "../../node/logs/kept.ts";
import type { Viewer } from "../../node/visibility/viewer.ts";
import { PROFILE_CONTEXT } from "../contexts.ts";
import { HISTORY_LIMITS } from "../objects/history.ts";
import { ORDER_OLDEST_FIRST } from "../objects/order.ts";
import type { Wire } from "../wire.ts";
import { bytesAnswer, nothingHere } from "./answer.ts";

/** Where a node answers what it keeps of another one's communities; the question names the Group and the epoch. */
export function replicaIriOf(origin: string, groupIri: string, epoch: string): string {
  return `${origin}/ap/replica?${new URLSearchParams({ group: groupIri, epoch })}`;
}

/**
 * What is kept of the log of a community elsewhere, as its Group proved it, for the node it lives on and for nobody else:
 * that node asks when it was brought back to an earlier state (FEDERATION.md). Shaped as a page of the log.
 */
export async function replicaAnswer(asked: {
  readonly wire: Wire;
  readonly query: URLSearchParams;
  readonly viewer: Viewer;
}): Promise<Response> {
  const { wire, query, viewer } = asked;
  const groupIri = query.get("group") ?? "";
  const epoch = query.get("epoch") ?? "";
  const after = /^\d{1,15}$/.test(query.get("after") ?? "") ? Number(query.get("after")) : 0;
  if (viewer.kind !== "peer" || viewer.origin !== originOf(groupIri)) return nothingHere();
  const rows = await reading(wire.ctx, viewer, (r) =>
    listKept(r, { groupIri, epoch, after }, HISTORY_LIMITS.entries),
  );
  const entries: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const text = Buffer.from(row.bytes).toString("utf8");
    bytes += row.bytes.length;
    if (bytes > HISTORY_LIMITS.bytes && entries.length > 0) break;
    entries.push(text);
  }
  const partOf = replicaIriOf(wire.ctx.iris.origin, groupIri, epoch);
  const head = {
    "@context": PROFILE_CONTEXT,
    type: "OrderedCollectionPage",
    id: `${partOf}&after=${after}`,
    partOf,
    orderType: ORDER_OLDEST_FIRST,
    "cop:epoch": epoch,
  };
  const text = `${JSON.stringify(head).slice(0, -1)},"orderedItems":[${entries.join(",")}]}`;
  return bytesAnswer(text, { private: true });
}
