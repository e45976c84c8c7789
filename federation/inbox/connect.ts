import { inTransaction } from "../../node/context.ts";
import { originOf } from "../../node/iris.ts";
import { takePeerAnswer, takePeerRequest } from "../../node/peers/connect.ts";
import { readingDue } from "../../node/peers/directory-due.ts";
import { takePeerEnd } from "../../node/peers/end.ts";
import type { ReadAnswer, ReadFollow, ReadUndo, ReadUpdate } from "../read/activity-types.ts";
import { describeNode } from "../remote-nodes.ts";
import { type Letter, type LetterOutcome, takeLetter } from "./letters.ts";

/** Another node asks to connect (docs/federation/connecting.md P-01…); it is looked at before it is shown to anyone. */
export async function askedToConnect(letter: Letter<ReadFollow>): Promise<LetterOutcome> {
  const { wire, activity } = letter;
  const described = await describeNode(wire, originOf(activity.actor) ?? "");
  return takeLetter(letter, async ({ tx, origin }) => {
    await takePeerRequest(tx, { described, connectIri: activity.id, message: activity.words }, origin);
    return "taken";
  });
}

/** The answer to a request to connect that this node made: by its id and, where they are named, the two nodes (P-07). */
export async function answeredConnect(letter: Letter<ReadAnswer>): Promise<LetterOutcome> {
  const { activity, wire } = letter;
  const { id, actor, object } = activity.of;
  const named = actor === wire.ctx.iris.node && object === activity.actor;
  if (id === null || (!named && (actor !== null || object !== null))) return "ignored";
  return takeLetter(letter, async ({ tx, origin }) => {
    const answer = {
      origin: originOf(activity.actor) ?? "",
      connectIri: id,
      accept: activity.type === "Accept",
      reason: activity.words,
    };
    return (await takePeerAnswer(tx, answer, origin)) === "taken" ? "taken" : "ignored";
  });
}

/** A node takes back its request to connect, and with it the connection (P-09). */
export function endedConnect(letter: Letter<ReadUndo>): Promise<LetterOutcome> {
  const { activity } = letter;
  return takeLetter(letter, ({ tx, origin }) =>
    takePeerEnd(tx, { origin: originOf(activity.actor) ?? "", connectIri: activity.of.id }, origin),
  );
}

/** A connected node says that its directory changed: it is read again at once (resolution 17). */
export async function directoryChanged({ wire, activity }: Letter<ReadUpdate>): Promise<LetterOutcome> {
  await inTransaction(wire.ctx, (tx) => readingDue(tx, originOf(activity.actor) ?? ""));
  return "taken";
}
