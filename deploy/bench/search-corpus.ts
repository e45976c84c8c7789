import type { IndexDoc, Kind, Principal } from "../../search/document.ts";
import vocabulary from "../../search/vocabulary.json" with { type: "json" };

/**
 * Documents made by a rule, for measuring and nothing else: words with the frequencies of real text (Zipf's law), names
 * of council services, a fifth of them in closed communities, threads of about six posts. The same seed gives the same
 * documents.
 */
export interface CorpusShape {
  readonly documents: number;
  readonly communities: number;
  readonly councils: number;
  readonly seed: number;
  readonly newest: Date;
}

export const SERVICES: readonly string[] = vocabulary.flatMap((entry) => entry.en.slice(0, 2));
export const FACETS = [
  "policy",
  "template",
  "training",
  "cost",
  "contract",
  "team",
  "review",
  "guidance",
  "backlog",
  "software",
  "survey",
  "strategy",
  "standards",
  "toolkit",
  "grant",
  "dashboard",
] as const;

const COMMON = [
  "council",
  "service",
  "officer",
  "resident",
  "year",
  "team",
  "need",
  "work",
  "area",
  "report",
  "plan",
  "people",
  "local",
  "support",
  "time",
];
const RARE_WORDS = 60_000;
const MEAN_WORDS = 160;

/** The documents, oldest first, for `rebuild` or `upsert`. */
export async function* corpusOf(shape: CorpusShape): AsyncIterable<IndexDoc> {
  const random = randomFrom(shape.seed);
  let thread = { id: "", title: "", subject: "" };
  for (let i = 0; i < shape.documents; i++) {
    const begins = i === 0 || random() < 0.17;
    const subject = begins ? pick(SERVICES, random) : thread.subject;
    const id = `doc-${String(i).padStart(8, "0")}`;
    if (begins)
      thread = {
        id,
        subject,
        title: `${subject} ${pick(FACETS, random)} ${wordOf(random)} ${wordOf(random)}`,
      };
    yield documentOf(shape, { i, id, thread, begins, random });
  }
}

interface Making {
  readonly i: number;
  readonly id: string;
  readonly thread: { id: string; title: string; subject: string };
  readonly begins: boolean;
  readonly random: () => number;
}

function documentOf(shape: CorpusShape, { i, id, thread, begins, random }: Making): IndexDoc {
  const community = Math.floor(shape.communities * random() ** 2);
  const closed = community % 5 === 0;
  const question = begins && random() < 0.6;
  const kind: Kind = begins ? (question ? "question" : "topic") : "reply";
  const accepted = !begins && random() < 0.12;
  const council = Math.floor(shape.councils * random() ** 1.5);
  const at = new Date(shape.newest.getTime() - (shape.documents - i) * 600_000);
  const acl: readonly [Principal] = [closed ? 1_000 + community : 1];
  return {
    kind,
    id,
    version: 1,
    acl,
    uri: `https://node-${council}.example/ap/o/${id}`,
    lang: random() < 0.05 ? "cy" : "en",
    title: thread.title,
    body: textOf(thread.subject, random),
    tags: [pick(FACETS, random)],
    context: [`Community ${community}`, `Council ${council}`],
    node: `node-${council}.example`,
    council: `council-${council}`,
    community: `community-${community}`,
    thread: thread.id,
    author: `person-${Math.floor(random() ** 2 * 20_000)}`,
    tier: accepted ? 3 : begins ? 1 : 0,
    answered: accepted || (question && random() < 0.5),
    useful: Math.floor(12 * random() ** 6),
    createdAt: at,
    updatedAt: at,
  };
}

function textOf(subject: string, random: () => number): string {
  const words: string[] = [];
  const length = Math.round(MEAN_WORDS * (0.3 + 1.4 * random()));
  while (words.length < length) {
    const kind = random();
    if (kind < 0.22) words.push(pick(COMMON, random));
    else if (kind < 0.25) words.push(subject, pick(FACETS, random));
    else if (kind < 0.26) words.push(pick(SERVICES, random));
    else words.push(wordOf(random));
  }
  return `${words.join(" ")}.`;
}

const SYLLABLES = [
  "ba",
  "ce",
  "dor",
  "fen",
  "gal",
  "hin",
  "jo",
  "kel",
  "lim",
  "mar",
  "nes",
  "ol",
  "pra",
  "qui",
  "ros",
  "sten",
  "tur",
  "ven",
  "wil",
  "yar",
];

/** A made-up word; the n-th commonest stands about n times more seldom than the first. */
export function wordOf(random: () => number): string {
  let rank = Math.floor(RARE_WORDS ** random());
  let word = "";
  for (let i = 0; i < 4; i++) {
    word += SYLLABLES[rank % SYLLABLES.length];
    rank = Math.floor(rank / SYLLABLES.length);
  }
  return word;
}

/** The same numbers, 0–1, every time (Park and Miller's generator). */
export function randomFrom(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export function pick<T>(from: readonly T[], random: () => number): T {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error("Nothing to pick from.");
  return one;
}
