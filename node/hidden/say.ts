import type { WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { actorById } from "../people/actor.ts";
import { inboxOf } from "../visibility/audience.ts";

/** What a node says to a person of another node about a hidden community: that something is there, never what. */
export type PlaceState = "invited" | "waiting" | "answered" | "ended";

/**
 * Tells a person's node, in the name of this node, that they are invited somewhere, that something waits for them there,
 * that what they reported there was decided, or that it ended. No name, no words, no sender; the address of the community is a number.
 */
export async function sayToPerson(
  tx: WriteContext,
  saying: { readonly personId: string; readonly groupIri: string; readonly state: PlaceState },
): Promise<void> {
  const person = await actorById(tx.sql, saying.personId);
  const inbox = person.local ? null : await inboxOf(tx, person.id);
  if (!inbox) return;
  const activityIri = await insertActivity(tx, {
    type: "Offer",
    actorIri: tx.iris.node,
    objectIri: saying.groupIri,
    // Not the community's: whatever stands in its name goes nowhere.
    communityId: null,
    readers: "addressees",
    addressees: [person.iri],
    facts: { place: saying.state },
  });
  await layLetter(tx, { activityIri, inbox, communityId: null });
}
