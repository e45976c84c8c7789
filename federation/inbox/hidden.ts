import { tellOfPlace } from "../../node/hidden/tell-person.ts";
import { originOf } from "../../node/iris.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { endPlace, notePlace } from "../../node/places/places.ts";
import type { ReadPlace } from "../read/activity-types.ts";
import { type Letter, type LetterOutcome, takeLetter } from "./letters.ts";

/**
 * A node says that a hidden community of its own is there for a person of this one. It speaks for itself through its own
 * actor, and for its own communities only; the person is told that something waits or that it ended, and nothing more is known.
 */
export function placeOffered(letter: Letter<ReadPlace>): Promise<LetterOutcome> {
  const { activity } = letter;
  return takeLetter(letter, async ({ tx, actor }) => {
    const origin = originOf(activity.actor);
    const [personIri] = activity.to;
    if (actor.kind !== "node" || origin === null || originOf(activity.object) !== origin) return "ignored";
    const person = personIri === undefined ? null : await actorByIri(tx.sql, personIri);
    if (!person?.local || person.kind !== "person") return "ignored";
    const saying = { actorId: person.id, groupIri: activity.object, origin };
    if (activity.state === "ended") {
      const was = await endPlace(tx, saying);
      const ended = { placeId: null, state: "ended", event: activity.id } as const;
      if (was === "member") await tellOfPlace(tx, { actorId: person.id, ...ended });
      return "taken";
    }
    const placeId = await notePlace(tx, saying, activity.state);
    if (placeId !== null) await tellOfPlace(tx, { ...saying, placeId, state: activity.state });
    return "taken";
  });
}
