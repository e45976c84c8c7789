import { createInstance, type TFunction } from "i18next";

/** The languages every page exists in. */
export const LANGUAGES = ["en", "cy"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a sentence speaks of: `count` chooses the plural form, numbers are written the way the language writes them. */
export type Facts = Readonly<Record<string, string | number>>;

/** One language: its sentences, and its way to write dates, numbers and lists. */
export interface Speech {
  readonly language: Language;
  /** The sentence of `key` (`area.name`, one file an area in web/messages). */
  t(key: string, facts?: Facts): string;
  /** `21 November 2026` */
  dateOf(when: Date): string;
  /** `21 Nov 2026`, for dense lists. */
  shortDateOf(when: Date): string;
  /** `21 November 2026 at 9:00` */
  dateTimeOf(when: Date): string;
  /** `9:00` */
  timeOf(when: Date): string;
  numberOf(value: number): string;
  /** `a, b and c` */
  listOf(items: readonly string[]): string;
  /** `a, b or c` */
  choiceOf(items: readonly string[]): string;
}

/** Is this one of our languages? */
export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The first of our languages that an `Accept-Language` header asks for (RFC 9110 §12.5.4, order by `q`), or null. */
export function languageAskedFor(header: string | undefined): Language | null {
  const wanted = (header ?? "").slice(0, 300).split(",").map(readRange);
  wanted.sort((a, b) => b.quality - a.quality);
  for (const { tag, quality } of wanted) if (quality > 0 && isLanguage(tag)) return tag;
  return null;
}

function readRange(range: string): { tag: string; quality: number } {
  const [tag = "", q = "q=1"] = range.trim().split(";");
  const quality = Number(q.trim().replace(/^q=/, ""));
  return {
    tag: tag.trim().toLowerCase().split("-")[0] ?? "",
    quality: Number.isFinite(quality) ? quality : 0,
  };
}

/** The speech of a language; made once each. */
export function speechOf(language: Language): Speech {
  return SPEECHES[language];
}

const files = import.meta.glob<Record<string, unknown>>("./messages/*/*.json", {
  eager: true,
  import: "default",
});

/** All sentences as `{ en: { common: {…}, … }, cy: {…} }`, for tests and translators' tools. */
export const MESSAGES: Readonly<Record<Language, Readonly<Record<string, Record<string, unknown>>>>> = {
  en: sentencesOf("en"),
  cy: sentencesOf("cy"),
};

function sentencesOf(language: Language): Record<string, Record<string, unknown>> {
  const folder = `./messages/${language}/`;
  const mine = Object.entries(files).filter(([path]) => path.startsWith(folder));
  return Object.fromEntries(mine.map(([path, text]) => [path.slice(folder.length, -".json".length), text]));
}

const translator = createInstance();
void translator.init({
  lng: "en",
  fallbackLng: "en",
  initAsync: false,
  resources: { en: { translation: MESSAGES.en }, cy: { translation: MESSAGES.cy } },
  // Preact escapes what it prints; escaping here too would show entities.
  interpolation: { escapeValue: false },
});

// Councils work in the United Kingdom's time, whatever the zone of the machine.
const TIME_ZONE = "Europe/London";
const LOCALES = { en: "en-GB", cy: "cy-GB" } as const;
const NUMBERS = { en: new Intl.NumberFormat(LOCALES.en), cy: new Intl.NumberFormat(LOCALES.cy) };

// The library makes and keeps a formatter for each number and whatever else stands in its sentence.
translator.services.formatter?.add("number", (value: number, language) =>
  NUMBERS[isLanguage(language) ? language : "en"].format(value),
);

/** Nothing may grow without end; a page has a few hundred. */
const MOST_KEPT = 2_000;
/** A sentence with more in it than this is of one page. */
const LONGEST_KEPT = 200;
const MINUTE_MS = 60_000;

/** What was made before, of the same; all is forgotten when there is too much of it. */
function remembered<K, V>(make: (of: K) => V): (of: K) => V {
  const known = new Map<K, V>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const made = make(of);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(of, made);
    return made;
  };
}

const SPEECHES: Readonly<Record<Language, Speech>> = { en: makeSpeech("en"), cy: makeSpeech("cy") };

function makeSpeech(language: Language): Speech {
  const t: TFunction = translator.getFixedT(language);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALES[language], { timeZone: TIME_ZONE, ...options });
  const date = format({ day: "numeric", month: "long", year: "numeric" });
  const short = format({ day: "numeric", month: "short", year: "numeric" });
  const time = format({ hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  // A page has hundreds of sentences, and most are on every page.
  const plain = remembered((key: string) => t(key));
  const filled = remembered((asked: string) => t(...(JSON.parse(asked) as [string, Facts])));
  const sentence = (key: string, facts?: Facts) => {
    if (facts === undefined) return plain(key);
    const asked = JSON.stringify([key, facts]);
    return asked.length <= LONGEST_KEPT ? filled(asked) : t(key, { ...facts });
  };
  const written = (of: Intl.DateTimeFormat) => {
    const minute = remembered((at: number) => of.format(at * MINUTE_MS));
    return (when: Date) => minute(Math.floor(when.getTime() / MINUTE_MS));
  };
  const [dateOf, shortDateOf, timeOf] = [written(date), written(short), written(time)];
  return {
    language,
    t: sentence,
    dateOf,
    shortDateOf,
    timeOf,
    dateTimeOf: (when) => sentence("common.dateAtTime", { date: dateOf(when), time: timeOf(when) }),
    numberOf: (value) => NUMBERS[language].format(value),
    listOf: (items) => joined(items, andIn(language, items.at(-1) ?? "")),
    choiceOf: (items) => joined(items, language === "en" ? "or" : "neu"),
  };
}

function joined(items: readonly string[], word: string): string {
  const last = items.at(-1);
  if (last === undefined || items.length === 1) return last ?? "";
  return `${items.slice(0, -1).join(", ")} ${word} ${last}`;
}

// Intl.ListFormat prints "a(c)" in Welsh; "ac" stands before a vowel, "a" before a consonant.
function andIn(language: Language, last: string): string {
  if (language === "en") return "and";
  return /^[aeiouwyâêîôûŵŷ]/i.test(last) ? "ac" : "a";
}
