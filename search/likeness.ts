import { annotate } from "./annotate.ts";
import { foldWord } from "./fold.ts";
import { wordsOf } from "./query.ts";

/** Something with a name, and a way to bring a word to its stem (null for words that carry nothing, like "and"). */
export interface NamedThing {
  readonly name: string;
  readonly purpose: string;
  readonly stemOf: (word: string) => string | null;
}

// Words that any community of practice may carry: they say little about what it is for.
const NOISE = new Set(
  "a all and area areas authorities authority best board borough circle city club collaboration collaborative community communities cop council councils county discussion district england english exchange experts for forum good group groups hub improvement in interest knowledge lead leads learning local manager managers national network networks north of officer officers on our peer peers practice practitioner practitioners professional professionals region regional service services share sharing sig south special staff support team teams the topic uk unitary wales welsh west east wide with work worker workers working".split(
    " ",
  ),
);

// Words that mean the same in the name of a community, where a vocabulary of concepts would be too narrow.
const SAME: ReadonlyMap<string, string> = new Map(
  [
    ["transport", "travel", "transportation", "journeys"],
    ["waste", "refuse", "rubbish", "bins"],
    ["carers", "carer", "caring", "care"],
    ["children", "child", "kids", "childrens"],
    ["adults", "adult"],
    ["young", "youth"],
    ["roads", "road", "highways", "highway", "streets", "street"],
    ["homes", "home", "housing", "house", "houses"],
    ["education", "schools", "school", "pupils", "learners"],
    ["disability", "disabilities", "disabled"],
    ["elderly", "older", "ageing", "later"],
    ["workforce", "employees", "recruitment"],
    ["procurement", "purchasing", "buying", "tendering"],
    ["elections", "electoral", "voting", "polling"],
    ["climate", "carbon", "sustainability", "zero"],
    ["parks", "park", "greenspace", "greenspaces", "grounds", "open"],
    ["data", "analytics", "insight", "intelligence"],
    ["digital", "technology", "ict", "online"],
    ["engagement", "participation", "consultation", "involvement"],
    ["grants", "grant", "funding", "bids"],
    ["debt", "arrears", "collection", "recovery"],
    ["crime", "safety", "disorder"],
    ["abuse", "violence"],
    ["flooding", "flood", "floods", "drainage"],
    ["museums", "museum", "heritage", "archives"],
    ["design", "ux", "research"],
    ["comms", "communications", "communication", "media"],
  ].flatMap((words) => words.map((word): [string, string] => [word, words[0] ?? word])),
);

/** The words of a name or text that say what it is about, folded, once each. Those of grammar too: stemming drops them. */
export function topicWordsOf(text: string): string[] {
  const words = wordsOf(text).map(foldWord);
  const telling = words.filter((word) => !NOISE.has(word));
  return [
    ...new Set((telling.length > 0 ? telling : words).flatMap((word) => [word, SAME.get(word) ?? word])),
  ];
}

/** How alike two communities are, 0–1: names count most, purposes help, spelling settles the rest. */
export function likenessOf(a: NamedThing, b: NamedThing): number {
  const names = shareOf(meaningsOf(a.name, a.stemOf), meaningsOf(b.name, b.stemOf));
  const spelling = trigramLikeness(tellingName(a.name), tellingName(b.name));
  const everything = shareOf(
    meaningsOf(`${a.name} . ${a.purpose}`, a.stemOf),
    meaningsOf(`${b.name} . ${b.purpose}`, b.stemOf),
  );
  return Math.min(1, 0.62 * names + 0.28 * spelling + 0.25 * everything);
}

/** Concepts and stems that stand for a text, each with its weight. A concept also counts as its words, for a little less. */
function meaningsOf(text: string, stemOf: (word: string) => string | null): ReadonlyMap<string, number> {
  const meanings = new Map<string, number>();
  const add = (key: string, weight: number) => meanings.set(key, Math.max(meanings.get(key) ?? 0, weight));
  for (const { words, concept } of annotate(wordsOf(text))) {
    if (concept) add(`=${concept}`, 1.5);
    for (const word of words.map(foldWord)) {
      const same = SAME.get(word) ?? word;
      const stem = stemOf(same) ?? (NOISE.has(word) ? word : null);
      if (stem !== null) add(stem, NOISE.has(word) ? 0.1 : concept ? 0.8 : 1);
    }
  }
  return meanings;
}

/** Weighted share that two sets have in common: kinder than Jaccard when one name is much longer than the other. */
function shareOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const sum = (of: ReadonlyMap<string, number>) =>
    [...of.values()].reduce((total, weight) => total + weight, 0);
  let common = 0;
  for (const [key, weight] of a) common += Math.min(weight, b.get(key) ?? 0);
  if (common === 0) return 0;
  // A name of nothing but noise ("Officers group") is as good as no name.
  const [small, large] = [sum(a), sum(b)].map((weight) => Math.max(1, weight)).sort((x, y) => x - y);
  return 0.5 * (common / (small ?? 1)) + 0.5 * (common / (large ?? 1));
}

function tellingName(name: string): string {
  return wordsOf(name)
    .map(foldWord)
    .filter((word) => !NOISE.has(word))
    .join(" ");
}

function trigramLikeness(a: string, b: string): number {
  const [left, right] = [trigramsOf(a), trigramsOf(b)];
  if (left.size === 0 || right.size === 0) return 0;
  let common = 0;
  for (const trigram of left) if (right.has(trigram)) common++;
  return common / (left.size + right.size - common);
}

function trigramsOf(text: string): Set<string> {
  const trigrams = new Set<string>();
  for (const word of text.split(" ").filter(Boolean)) {
    const padded = `  ${word} `;
    for (let i = 0; i + 3 <= padded.length; i++) trigrams.add(padded.slice(i, i + 3));
  }
  return trigrams;
}
