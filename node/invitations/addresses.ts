import { readEmail } from "../councils/email.ts";

/** One thing in a pasted list that is, or should have been, an address. */
export interface PastedAddress {
  /** As it stood there, at most 100 characters. */
  readonly typed: string;
  /** In lower case; null where it is none. */
  readonly address: string | null;
}

const LONGEST = 100;
/** Beyond so many lines nothing is read: no list of 200 addresses is as long. */
const MOST_LINES = 2000;

/**
 * Reads addresses as people paste them: with names, brackets, quotes, `mailto:`, separated by commas, semicolons, spaces, tabs or
 * lines. What is no address is told as it stood there.
 */
export function readPasted(text: string): readonly PastedAddress[] {
  return text
    .split(/[\r\n]/)
    .slice(0, MOST_LINES)
    .flatMap(readLine);
}

function readLine(line: string): readonly PastedAddress[] {
  const trimmed = line.trim();
  if (trimmed === "") return [];
  if (!trimmed.includes("@")) return [wrong(trimmed)];
  const tokens = trimmed
    .split(/[\s,;<>()[\]"]/)
    .map((token) => bare(token))
    .filter((token) => token.includes("@"));
  // An @ that stands alone: spaces around it.
  if (tokens.some((token) => token.startsWith("@") || token.endsWith("@"))) return [wrong(trimmed)];
  return tokens.map((token) => {
    const email = readEmail(token);
    return email === null ? wrong(token) : { typed: token.slice(0, LONGEST), address: email.address };
  });
}

/** Without what people or programs put around an address. */
function bare(token: string): string {
  let text = token.replace(/^mailto:/i, "");
  while (text !== "" && "'.:,".includes(text.at(-1) ?? "")) text = text.slice(0, -1);
  while (text !== "" && "':".includes(text[0] ?? "")) text = text.slice(1);
  return text;
}

function wrong(typed: string): PastedAddress {
  return { typed: typed.slice(0, LONGEST), address: null };
}

/** The known domain that was probably meant: one letter missing, too many, other or swapped; null for a known or unlike one. */
export function meantDomain(domain: string, known: readonly string[]): string | null {
  if (known.includes(domain)) return null;
  return known.find((one) => isNear(domain, one)) ?? null;
}

function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0];
}
