import type { GroupRow } from "../../node/communities/group-rows.ts";
import { type AnyContext, reading } from "../../node/context.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import type { GroupRequest } from "./group.ts";

/**
 * Reads of a closed community as the node that asks, so that PostgreSQL shows what that node may have whatever was decided
 * before (ADR 10). What is open to anyone is read without it, at no cost.
 */
export function readingOf<T>(
  { wire, viewer }: Pick<GroupRequest, "wire" | "viewer">,
  group: GroupRow,
  work: (r: AnyContext) => Promise<T>,
): Promise<T> {
  return isPublicLevel(group.level) ? work(wire.ctx) : reading(wire.ctx, viewer, work);
}
