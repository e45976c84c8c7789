import { LIMITS } from "./limits.ts";
import { cutAt, lineOf } from "./visible.ts";

/** The first words of a plain text on one line, at most `most` characters with the "…" that says it goes on. */
export function excerptOf(text: string, most: number): string {
  const line = lineOf(text, Number.POSITIVE_INFINITY);
  return line.length <= most ? line : shortened(line, most);
}

/**
 * A title for a text that came without one: its first line without the names it is addressed to (as Lemmy does), the
 * first sentence of it when that is long. Empty when nothing is left.
 */
export function titleFrom(text: string): string {
  for (const raw of text.split("\n")) {
    const line = lineOf(
      raw.replace(/^[\s>#*-]*(?:@[\w.-]+(?:@[\w.:-]+)?[\s,:]*)*/u, ""),
      Number.POSITIVE_INFINITY,
    );
    if (line === "") continue;
    if (line.length <= 100) return line;
    const sentence = /^.{15,}?[.!?](?=\s)/u.exec(line)?.[0];
    if (sentence !== undefined && sentence.length <= LIMITS.titleCharacters) return sentence;
    return shortened(line, 100);
  }
  return "";
}

function shortened(line: string, most: number): string {
  const cut = cutAt(line, most - 1);
  const space = cut.lastIndexOf(" ");
  const words = space > most / 2 ? cut.slice(0, space) : cut;
  return `${words.replace(/[\s,;:–-]+$/u, "")}…`;
}
