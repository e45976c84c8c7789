import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, read } from "./source.ts";

/** Words of the machine room, which only administrators meet. */
const FORBIDDEN = /\b(nodes?|servers?|instances?|federat\w*|actors?|markdown)\b/i;

/** Seen only on an address that others cannot reach, by whoever tries Moothall out, and is then going to run one. */
const FOR_TRIERS = ["common.trial"];

type Messages = Record<string, string>;

const LANGUAGES = ["en", "cy"] as const;
const [english, welsh] = LANGUAGES.map(messagesOf);

test("Pages and mails outside administration never use a word of the machine room", () => {
  expect(Object.keys(english ?? {}).length).toBeGreaterThan(0);
  expect(LANGUAGES.flatMap((language) => wordFaultsOf(language, messagesOf(language)))).toEqual([]);
});

test("Welsh has every sentence that English has, with the same facts in it", () => {
  expect(pairFaultsOf(english ?? {}, welsh ?? {})).toEqual([]);
});

test("The rules refuse such words and gaps, and allow administrators to read about a node", () => {
  expect(wordFaultsOf("en", { "topic.late": "Your server is slow" })[0]).toContain("topic.late");
  expect(
    wordFaultsOf("en", { "topic.late": "Your council is slow", "admin.late": "Your node is slow" }),
  ).toEqual([]);
  expect(pairFaultsOf({ a: "Hello {{name}}" }, { a: "Helo {{enw}}" })[0]).toContain("name");
  expect(pairFaultsOf({ a: "Hello" }, {})[0]).toContain("a has no Welsh");
  expect(pairFaultsOf({}, { a: "Helo" })[0]).toContain("a has no English");
  const plural = { n_one: "{{count}} post", n_other: "{{count}} posts" };
  const forms = ["zero", "one", "two", "few", "many", "other"].map(
    (form) => [`n_${form}`, "{{count}} neges"] as const,
  );
  expect(pairFaultsOf(plural, Object.fromEntries(forms))).toEqual([]);
  expect(pairFaultsOf(plural, Object.fromEntries(forms.slice(1)))[0]).toContain("n lacks the form zero");
});

function wordFaultsOf(language: string, messages: Messages): string[] {
  return Object.entries(messages)
    .filter(([key]) => !key.startsWith("admin.") && !key.startsWith("peers.") && !FOR_TRIERS.includes(key))
    .flatMap(([key, text]) => {
      const word = FORBIDDEN.exec(text.replaceAll(/\{\{.*?\}\}/g, ""))?.[0];
      return word
        ? [`Words: ${key} (${language}) says "${word}". Instead: council, community, follow, join.`]
        : [];
    });
}

function pairFaultsOf(en: Messages, cy: Messages): string[] {
  const all = { ...en, ...cy };
  const stems = new Set(Object.keys(all).map((key) => stemOf(key, all)));
  return [...stems].flatMap((stem) => {
    const [inEnglish, inWelsh] = [formsOf(stem, en), formsOf(stem, cy)];
    if (inEnglish.length === 0)
      return [`Words: ${stem} has no English. Instead: write it, or remove the Welsh.`];
    if (inWelsh.length === 0) return [`Words: ${stem} has no Welsh. Instead: write it.`];
    return [...formFaultsOf(stem, "en", en), ...formFaultsOf(stem, "cy", cy), ...factFaultsOf(stem, en, cy)];
  });
}

function factFaultsOf(stem: string, en: Messages, cy: Messages): string[] {
  const [here, there] = [factsIn(stem, en), factsIn(stem, cy)];
  if (here === there) return [];
  return [
    `Words: ${stem} tells "${here}" in English and "${there}" in Welsh. Instead: the same facts in both.`,
  ];
}

/** A sentence with a number needs every form its language has: two in English, six in Welsh. */
function formFaultsOf(stem: string, language: string, messages: Messages): string[] {
  if (messages[stem] !== undefined) return [];
  return new Intl.PluralRules(language)
    .resolvedOptions()
    .pluralCategories.filter((form) => messages[`${stem}_${form}`] === undefined)
    .map((form) => `Words: ${stem} lacks the form ${form} (${language}). Instead: write ${stem}_${form}.`);
}

function stemOf(key: string, messages: Messages): string {
  const stem = key.replace(/_(zero|one|two|few|many|other)$/, "");
  return messages[`${stem}_other`] === undefined ? key : stem;
}

const FORMS = ["zero", "one", "two", "few", "many", "other"];

function formsOf(stem: string, messages: Messages): string[] {
  return [stem, ...FORMS.map((form) => `${stem}_${form}`)].filter(
    (key) => messages[key] !== undefined && stemOf(key, messages) === stem,
  );
}

function factsIn(stem: string, messages: Messages): string {
  const all = formsOf(stem, messages).flatMap((key) => [
    ...(messages[key] ?? "").matchAll(/\{\{-?\s*(\w+)/g),
  ]);
  return [...new Set(all.map((match) => match[1]))].sort().join(", ");
}

/** Every sentence of a language by `area.name`: one file an area in web/messages. */
function messagesOf(language: string): Messages {
  const folder = `web/messages/${language}`;
  if (!existsSync(join(ROOT, folder))) return {};
  const files = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(
    files.flatMap((name) => flat(JSON.parse(read(`${folder}/${name}`)), name.replace(/\.json$/, ""))),
  );
}

function flat(value: unknown, path: string): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, `${path}.${key}`));
}
