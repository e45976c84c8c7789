import { councils } from "./content/councils.ts";
import type { NodeKey } from "./content/types.ts";
import { walkPeople, walkSteps } from "./content/walk.ts";
import { PASSWORD } from "./populate.ts";
import type { Place } from "./sites.ts";
import { personOf } from "./world.ts";

export interface Addresses {
  readonly places: Readonly<Record<NodeKey, Place>>;
  /** Where the kept mails can be read. */
  readonly mailbox: string;
  readonly data: string;
}

/** What the console shows once the three sites answer: addresses, sign-ins, the walk and where mails are. */
export function welcomeText(addresses: Addresses): string {
  const { places, mailbox, data } = addresses;
  return [
    "",
    "The demo is ready. Three council sites, all people and councils' words invented:",
    ...Object.values(places).map(({ origin }) => `  ${origin}/`),
    "",
    `Sign in as anyone below with the password ${PASSWORD}`,
    ...signIns(),
    "",
    "A walk in eight steps:",
    ...walkSteps.flatMap(({ title, text, command }, i) => [
      `  ${i + 1}. ${title}`,
      ...wrap(filled(text, addresses), 92).map((line) => `     ${line}`),
      ...(command ? [`       ${command}`] : []),
    ]),
    "",
    `Mails are kept, not sent: read them at ${mailbox}/ (files in ${data}/<site>/mail).`,
    "Ctrl-C stops everything; `npm run demo -- --fresh` begins again.",
    "",
  ].join("\n");
}

function signIns(): string[] {
  const rows = walkPeople.map(({ person, shows }) => {
    const { name, council, email } = personOf(person);
    return [name, councils.find((it) => it.key === council)?.shortName ?? "", email, shows];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`);
}

function filled(text: string, { places, mailbox }: Addresses): string {
  const words: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(places).map(([key, { origin }]) => [key, origin])),
    wiltshireMail: `${mailbox}/wiltshire`,
    password: PASSWORD,
  };
  return text.replaceAll(/\{(\w+)\}/g, (placeholder, key: string) => words[key] ?? placeholder);
}

function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
