import type { Noun, Verb } from "./types.ts";

const START = "npm run moothall --";

/** Help for everything: the nouns. */
export function helpForAll(nouns: readonly Noun[]): readonly string[] {
  return [
    "Looks after a Moothall node, whether it is running or not, over the same rules as its pages.",
    "",
    `Usage: ${START} <noun> <verb> [--json]`,
    "",
    ...aligned(nouns.map((noun) => [noun.name, noun.about])),
    "",
    `${START} <noun> --help shows its verbs. Exit code 0: done; 2: refused, with what to do; 1: a fault of Moothall.`,
  ];
}

/** Help for one noun: its verbs. */
export function helpForNoun(noun: Noun): readonly string[] {
  const [only] = noun.verbs;
  if (only?.name === "") return helpForVerb(noun, only);
  return [
    noun.about,
    "",
    ...aligned(noun.verbs.map((verb) => [`${noun.name} ${verb.name} ${verb.takes}`.trim(), verb.about])),
    "",
    `${START} ${noun.name} <verb> --help shows what a verb takes.`,
  ];
}

/** Help for one verb: what it takes. */
export function helpForVerb(noun: Noun, verb: Verb): readonly string[] {
  const call = [noun.name, verb.name, verb.takes].filter((part) => part !== "").join(" ");
  const options = verb.options.map((option): [string, string] => [
    option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`,
    option.required ? `${option.about} Needed.` : option.about,
  ]);
  return [
    verb.about,
    "",
    `Usage: ${START} ${call}`,
    "",
    ...aligned([...options, ["--json", "Print JSON."], ["--help", "Print this."]]),
  ];
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`);
}
