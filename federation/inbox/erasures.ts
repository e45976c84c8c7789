import { takeErase, takeErasureAnswer } from "../../node/erasures/take.ts";
import type { ReadErase } from "../read/activity-erase.ts";
import type { ReadAnswer } from "../read/activity-types.ts";
import { instantOf } from "../read/values.ts";
import { wordsOf } from "../read/words.ts";
import { type Letter, type LetterOutcome, takeLetter } from "./letters.ts";

/** A Group asks this node to erase what it holds of that very Group. */
export function onErase(letter: Letter<ReadErase>): Promise<LetterOutcome> {
  const { id: iri, actor, object: groupIri, until } = letter.activity;
  if (actor !== groupIri) return Promise.resolve("refused");
  return takeLetter(letter, ({ tx }) => takeErase(tx, { iri, groupIri, until }));
}

/** Whether an answer of a node says something about an erasure. */
export function isErasureAnswer({ document }: ReadAnswer): boolean {
  return document["cop:erasedAt"] !== undefined || document["cop:legalHold"] !== undefined;
}

/** A node that was asked to erase says that it did, or that something stands in the way. */
export function onErasureAnswer(letter: Letter<ReadAnswer>): Promise<LetterOutcome> {
  const { id: iri, actor: nodeIri, of, document, type } = letter.activity;
  if (of.id === null) return Promise.resolve("ignored");
  const erased = type === "Accept" ? instantOf(document["cop:erasedAt"]) : null;
  const legalHold = wordsOf(document["cop:legalHold"], document.summary);
  const said = { iri, nodeIri, eraseIri: of.id, erased, legalHold };
  return takeLetter(letter, ({ tx }) => takeErasureAnswer(tx, said));
}
