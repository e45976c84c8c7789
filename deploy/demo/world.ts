import { findKnownCommunity } from "../../node/communities/known.ts";
import type { NodeContext } from "../../node/context.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { postByIri } from "../../node/posts/find.ts";
import type { RunningNode } from "../../node/start.ts";
import type { PostRef } from "./acts.ts";
import type { DemoClock } from "./clock.ts";
import { communities } from "./content/communities.ts";
import { people } from "./content/people.ts";
import type { DemoCommunity, DemoPerson, NodeKey } from "./content/types.ts";

/** A person of the demo with their account. */
export interface Resident {
  readonly accountId: string;
  /** On their own site. */
  readonly actorId: string;
  readonly iri: string;
  readonly handle: string;
}

/** The three sites while the demo is written, and what has been made so far, by the keys of the content. */
export interface World {
  readonly clock: DemoClock;
  readonly sites: Readonly<Record<NodeKey, RunningNode>>;
  readonly residents: Map<string, Resident>;
  /** IRIs. */
  readonly communities: Map<string, string>;
  /** IRIs, by `placeOf`. */
  readonly posts: Map<string, string>;
}

/** What has been made, for who only reads it. */
export interface Made {
  readonly residents: ReadonlyMap<string, Resident>;
  readonly communities: ReadonlyMap<string, string>;
  readonly posts: ReadonlyMap<string, string>;
}

export function worldOf(clock: DemoClock, sites: Readonly<Record<NodeKey, RunningNode>>): World {
  return { clock, sites, residents: new Map(), communities: new Map(), posts: new Map() };
}

export function placeOf({ thread, number }: PostRef): string {
  return `${thread.key}/${number}`;
}

export function personOf(key: string): DemoPerson {
  return PEOPLE.get(key) ?? missing(`person ${key}`);
}

export function communityOf(key: string): DemoCommunity {
  return COMMUNITIES.get(key) ?? missing(`community ${key}`);
}

export function residentOf(made: Made, key: string): Resident {
  return made.residents.get(key) ?? missing(`account of ${key}`);
}

/** The context of a person's own site. */
export function contextOf(world: World, person: string): NodeContext {
  return world.sites[personOf(person).node].ctx;
}

/** The row of a community on one site. */
export async function communityAt(made: Made, ctx: NodeContext, key: string): Promise<string> {
  const known = await findKnownCommunity(ctx, made.communities.get(key) ?? "");
  return known?.id ?? missing(`community ${key} at ${ctx.config.origin}`);
}

/** The row of a person on one site. */
export async function actorAt(made: Made, ctx: NodeContext, key: string): Promise<string> {
  const actor = await actorByIri(ctx.sql, residentOf(made, key).iri);
  return actor?.id ?? missing(`person ${key} at ${ctx.config.origin}`);
}

/** The row of a post on one site. */
export async function postAt(made: Made, ctx: NodeContext, ref: PostRef): Promise<string> {
  const post = await postByIri(ctx.sql, made.posts.get(placeOf(ref)) ?? "");
  return post?.id ?? missing(`post ${placeOf(ref)} at ${ctx.config.origin}`);
}

const PEOPLE = new Map(people.map((person) => [person.key, person]));
const COMMUNITIES = new Map(communities.map((community) => [community.key, community]));

function missing(what: string): never {
  throw new Error(`The demo misses ${what}.`);
}
