import { findCommunity } from "../../node/communities/read.ts";
import type { CommunityPage } from "../../node/communities/types.ts";
import { type ReadContext, reading } from "../../node/context.ts";
import { uuidOf } from "../../node/ids.ts";
import { countRequests } from "../../node/memberships/list.ts";
import { refuse } from "../../node/refusal.ts";
import type { WebContext } from "../env.ts";

/** A community's page frame: the community, and how many requests wait for the facilitator who looks. */
export interface CommunityScene {
  readonly community: CommunityPage;
  readonly requests: number;
  readonly signedIn: boolean;
}

/** Reads the community named in the path, with what `more` reads, in one picture. Refuses `not-found`. */
export async function communityScene<T>(
  c: WebContext,
  more: (r: ReadContext, community: CommunityPage) => Promise<T>,
): Promise<CommunityScene & { readonly more: T }> {
  const viewer = c.get("viewer");
  return reading(c.get("ctx"), viewer, async (r) => {
    const community = await findCommunity(r, viewer, handleOf(c));
    const requests = await countRequests(r, viewer, community.id);
    return { community, requests, signedIn: c.get("session") !== null, more: await more(r, community) };
  });
}

/** The same without further reads. */
export async function justCommunity(c: WebContext): Promise<CommunityScene> {
  return communityScene(c, async () => null);
}

/** The handle in the path, `name` or `name@host`. */
export function handleOf(c: WebContext): string {
  return c.req.param("name") ?? refuse("not-found");
}

/** An id in the path as a row id; refuses `not-found` for anything else. */
export function idIn(c: WebContext, name: string): string {
  return uuidOf(c.req.param(name) ?? "") ?? refuse("not-found");
}

/** A page number in the address: 1 to 10,000, else 1. */
export function pageIn(c: WebContext): number {
  const page = Number(c.req.query("page") ?? "1");
  return Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1;
}

/** One of the allowed values of a query parameter, else the first. */
export function choiceIn<T extends string>(c: WebContext, name: string, allowed: readonly [T, ...T[]]): T {
  return allowed.find((value) => value === c.req.query(name)) ?? allowed[0];
}
