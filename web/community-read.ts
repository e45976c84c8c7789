import { findCommunity } from "../node/communities/read.ts";
import type { CommunityPage } from "../node/communities/types.ts";
import type { ReadContext } from "../node/context.ts";
import { countRequests } from "../node/memberships/list.ts";
import { refuse } from "../node/refusal.ts";
import { isPublicLevel, type Level } from "../node/visibility/readable.ts";
import type { WebContext } from "./env.ts";
import type { PageOptions } from "./respond.tsx";

export interface CommunityRead {
  readonly community: CommunityPage;
  /** Requests that wait; 0 for all but facilitators. */
  readonly requests: number;
}

/** What every page of a community needs, by the handle in the path. Refuses `not-found`. */
export async function readCommunity(c: WebContext, r: ReadContext): Promise<CommunityRead> {
  const viewer = c.get("viewer");
  const community = await findCommunity(r, viewer, c.req.param("name") ?? "");
  return { community, requests: await countRequests(r, viewer, community.id) };
}

/** The same, for facilitators only. Refuses `not-found`, `not-allowed`. */
export async function readFacilitated(c: WebContext, r: ReadContext): Promise<CommunityRead> {
  const read = await readCommunity(c, r);
  const { relation } = read.community;
  return relation.kind === "member" && relation.role !== "member" ? read : refuse("not-allowed");
}

/** Who may keep a page of a community's content: pages of open levels shared caches too, others nobody. */
export function cacheOf(level: Level): PageOptions["cache"] {
  return isPublicLevel(level) ? "content" : "private";
}
