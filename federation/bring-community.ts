import { communityByIri } from "../node/communities/home.ts";
import { inTransaction } from "../node/context.ts";
import { originOf } from "../node/iris.ts";
import { replaceFacilitators } from "../node/memberships/facilitators-elsewhere.ts";
import { actorByIri } from "../node/people/actor.ts";
import { Outage, Refusal } from "../node/refusal.ts";
import { bringActor } from "./bring-actor.ts";
import { getDocument } from "./get-document.ts";
import { groupCollectionsOf } from "./objects/group.ts";
import { readCollection } from "./read/collection.ts";
import type { Wire } from "./wire.ts";

/** Facilitators of one community that are looked at; more than a page would ever show. */
const MOST = 50;

/**
 * Reads a community from its own address, with its counts and who facilitates it. Refuses and throws as `bringActor`
 * does; an actor that is no Group is read all the same.
 */
export async function bringCommunity(wire: Wire, iri: string): Promise<void> {
  await bringActor(wire, iri);
  const community = await communityByIri(wire.ctx.sql, iri);
  if (!community || community.local || community.level === "confidential") return;
  const fetched = await getDocument(wire, groupCollectionsOf(iri).moderators);
  const read = fetched.ok ? readCollection(fetched.document) : null;
  if (read?.type !== "collection") return;
  const people = read.itemIris.slice(0, MOST);
  for (const person of people) await makeKnown(wire, person);
  await inTransaction(wire.ctx, (tx) => replaceFacilitators(tx, community.id, people));
}

/** Somebody whose node is away now, or who is nobody, is left out until the next reading. */
async function makeKnown(wire: Wire, iri: string): Promise<void> {
  if (originOf(iri) === wire.ctx.config.origin || (await actorByIri(wire.ctx.sql, iri))) return;
  try {
    await bringActor(wire, iri);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Outage)) throw error;
  }
}
