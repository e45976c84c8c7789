import { takeOpening } from "../../node/break-glass/receive.ts";
import { sameOrigin } from "../../node/iris.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { takeRelease } from "../../node/posts/release-take.ts";
import { bringActor } from "../bring-actor.ts";
import type { ReadView } from "../read/activity-view.ts";
import { type Letter, type LetterOutcome, takeLetter } from "./letters.ts";

/** A community elsewhere says that an administrator of its own node opened it to read, or that a facilitator exported it. */
export async function onOpened(letter: Letter<ReadView>): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  const { object: groupIri, byIri, reason, exported, released } = activity;
  if (!sameOrigin(groupIri, byIri)) return "refused";
  if (!(await actorByIri(wire.ctx.sql, byIri))) await bringActor(wire, byIri);
  return takeLetter(letter, ({ tx, origin }) =>
    released === null
      ? takeOpening(tx, { groupIri, byIri, reason, exported }, origin)
      : takeRelease(tx, { groupIri, byIri, reason, released }, origin),
  );
}
