import { FIRST_COMMUNITY, type Kind, type Principal } from "../document.ts";

/** Numbers of kinds in `search_document.kind`; never reused. */
export const KIND_NUMBER: Readonly<Record<Kind, number>> = { question: 1, topic: 2, reply: 3, community: 4 };

const KINDS: ReadonlyMap<number, Kind> = new Map([
  [1, "question"],
  [2, "topic"],
  [3, "reply"],
  [4, "community"],
]);

/** Throws for a number that no release has written. */
export function kindOf(number: number): Kind {
  const kind = KINDS.get(number);
  if (!kind) throw new Error(`The search index holds a document of unknown kind ${number}.`);
  return kind;
}

/** Readable by members of one community only: such documents stand apart. */
export function isClosed(acl: readonly Principal[]): boolean {
  return acl.length === 1 && acl.every((principal) => principal >= FIRST_COMMUNITY);
}

/** Concepts and unmutated Welsh words stand among the lexemes under a sign that no text can begin a word with. */
export const CONCEPT = "=";
export const RADICAL = "~";
