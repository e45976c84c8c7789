import { foldWord, singularOf } from "./fold.ts";
import { wordsOf } from "./query.ts";
import vocabulary from "./vocabulary.json" with { type: "json" };

/** A stretch of words: either the name of a concept, or one word that names none. */
export interface Stretch {
  readonly words: readonly string[];
  /** Position of its first word. */
  readonly at: number;
  readonly concept: string | null;
}

interface Entry {
  readonly id: string;
  readonly en: readonly string[];
  readonly cy?: readonly string[];
  readonly acronym?: readonly string[];
  /** Acronyms that are also ordinary words: they count only as written here ("SEND", never "send"). */
  readonly caseOnly?: readonly string[];
}

interface Label {
  readonly words: readonly string[];
  readonly concept: string;
  readonly exactly: boolean;
}

const LABELS = labelsByFirstWord(vocabulary as readonly Entry[]);

/**
 * Takes words apart into named concepts and single words, the longest name first: "EHCP annual review" and
 * "education health and care plan annual review" both begin with the concept `ehcp`. Names are known in both languages.
 */
export function annotate(words: readonly string[]): readonly Stretch[] {
  const folded = words.map(formOf);
  const stretches: Stretch[] = [];
  for (let at = 0; at < words.length; ) {
    const label = LABELS.get(folded[at] ?? "")?.find((l) => fits(l, words, folded, at));
    const length = label?.words.length ?? 1;
    stretches.push({ words: words.slice(at, at + length), at, concept: label?.concept ?? null });
    at += length;
  }
  return stretches;
}

/** Concepts named in a text, each with the positions of its names (from 1), in the order of the text. */
export function conceptsOf(text: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { concept, at } of annotate(wordsOf(text))) {
    if (concept) found.set(concept, [...(found.get(concept) ?? []), at + 1]);
  }
  return found;
}

function fits(label: Label, words: readonly string[], folded: readonly string[], at: number): boolean {
  if (label.exactly) return words[at] === label.words[0];
  return label.words.every((word, i) => folded[at + i] === word);
}

function labelsByFirstWord(entries: readonly Entry[]): ReadonlyMap<string, readonly Label[]> {
  const byFirst = new Map<string, Label[]>();
  for (const label of entries.flatMap(labelsOf)) {
    const first = formOf(label.words[0] ?? "");
    byFirst.set(first, [...(byFirst.get(first) ?? []), label]);
  }
  for (const labels of byFirst.values()) labels.sort((a, b) => b.words.length - a.words.length);
  return byFirst;
}

function labelsOf(entry: Entry): Label[] {
  const names = [...entry.en, ...(entry.cy ?? []), ...(entry.acronym ?? [])];
  const exact = new Set(entry.caseOnly);
  return names.map((name) =>
    exact.has(name)
      ? { words: [name], concept: entry.id, exactly: true }
      : { words: wordsOf(name).map(formOf), concept: entry.id, exactly: false },
  );
}

function formOf(word: string): string {
  return singularOf(foldWord(word));
}
