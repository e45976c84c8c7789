import { idOf } from "../../node/ids.ts";
import { LEVELS, type Level } from "../../node/visibility/readable.ts";
import { COUNTED, type MatrixScene } from "./matrix-scene.ts";

/** A fact about a room, by its letter in the table (tests/attack/leak-table.ts). */
export type Fact = string;

/** The fact that a word tells, by how its name begins; an index of words keeps its stem. */
const TELLS: readonly (readonly [RegExp, Fact])[] = [
  [/^room/, "E"],
  [/^(nam|purpos|theme?)/, "N"],
  [/^(topic|repl|edit|lock|chart)/, "B"],
  [/^reason/, "G"],
  [/^file?/, "F"],
  [/^(join|invit)/, "R"],
  [/^(report|remov)/, "D"],
  [/^appeal/, "A"],
  [/^draft/, "W"],
  [/^delet/, "X"],
];

/** Ids of rows, as in tables and as in addresses, and addresses of hidden communities, which say nothing. */
const IDS = /[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-hjkmnp-tv-z]{26}|h[0-9a-f]{18}/g;

/** What a text tells of each room. */
export type Told = Readonly<Record<Level, ReadonlySet<Fact>>>;

/** Reads facts about the rooms out of texts. Words and ids that stand in `asked`, the address, tell nothing. */
export function factReader(scene: MatrixScene): (text: string, asked: string) => Told {
  const marks = LEVELS.map((level) => scene.canaries[level].mark);
  const words = new RegExp(`(${marks.join("|")})([a-z]*)`, "gi");
  const numbers = new RegExp(
    // A count stands by itself: digits within the number of an error or an id are none.
    `(?<![0-9a-z])(?:${LEVELS.map((level) => spelt(COUNTED[level])).join("|")})(?![0-9a-z])`,
    "gi",
  );
  const ids = idsOf(scene);
  return (text, asked) => {
    const told = Object.fromEntries(LEVELS.map((level) => [level, new Set<Fact>()])) as Record<
      Level,
      Set<Fact>
    >;
    for (const [word, mark = "", rest = ""] of text.matchAll(words)) {
      const level = LEVELS[marks.indexOf(mark.toLowerCase())] ?? "open";
      if (!asked.includes(word)) told[level].add(factOf(rest.toLowerCase().replace(level, "")));
    }
    for (const [number] of text.matchAll(numbers)) {
      const level = LEVELS.find((one) => COUNTED[one] === Number(number.replace(/\D/g, "")));
      if (level) told[level].add("C");
    }
    for (const [id] of text.matchAll(IDS)) {
      const known = ids.get(id);
      if (known && !asked.includes(id)) told[known.level].add(known.fact);
    }
    return told;
  };
}

function factOf(word: string): Fact {
  const found = TELLS.find(([pattern]) => pattern.test(word));
  if (!found) throw new Error(`Say in TELLS which fact the word ${word} is.`);
  return found[1];
}

/** 70241 and 70,241. */
function spelt(number: number): string {
  const digits = String(number);
  return `${digits.slice(0, 2)}[,.\\u00a0 ]?${digits.slice(2)}`;
}

interface Known {
  readonly level: Level;
  readonly fact: Fact;
}

/** Ids of rooms say that they are there; ids of posts and files that there are some. */
function idsOf({ rooms, written }: MatrixScene): ReadonlyMap<string, Known> {
  const all = LEVELS.flatMap((level): [string, Known][] => {
    const { id, iri, handle, topic, reply, removed, deleted, file } = rooms[level];
    const posts = [topic, reply, removed, deleted, ...(level === "closed" ? [written] : [])];
    const ids = posts.flatMap((post) => [post.id, idOf(post.id), post.iri.slice(-26)]);
    return [
      ...[id, idOf(id), iri.slice(-26), handle].map((one): [string, Known] => [one, { level, fact: "E" }]),
      ...[...ids, file].map((one): [string, Known] => [one, { level, fact: "P" }]),
    ];
  });
  return new Map(all);
}
