import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { LANGUAGES, type Language, MESSAGES, speechOf } from "../../web/language.ts";

const WEB = fileURLToPath(new URL("../../web", import.meta.url));
// CLDR: Welsh has six forms, English two.
const FORMS = { en: ["one", "other"], cy: ["zero", "one", "two", "few", "many", "other"] } as const;

const flat = { en: flatten(MESSAGES.en), cy: flatten(MESSAGES.cy) };

function flatten(tree: object, path = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") all.set(here, value);
    else for (const [inner, text] of flatten(value, here)) all.set(inner, text);
  }
  return all;
}

/** Keys without their plural form. */
function keysOf(language: Language): readonly string[] {
  return [
    ...new Set([...flat[language].keys()].map((key) => key.replace(/_(zero|one|two|few|many|other)$/, ""))),
  ];
}

function placeholdersIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? ""))].sort();
}

describe("both languages say the same things", () => {
  test("no sentence is missing in either language", () => {
    expect(keysOf("cy").filter((key) => !keysOf("en").includes(key))).toEqual([]);
    expect(keysOf("en").filter((key) => !keysOf("cy").includes(key))).toEqual([]);
  });

  test("every plural has all the forms of its language", () => {
    for (const language of LANGUAGES) {
      const plurals = [...flat[language].keys()]
        .filter((key) => key.endsWith("_other"))
        .map((key) => key.slice(0, -6));
      const missing = plurals.flatMap((key) =>
        FORMS[language]
          .filter((form) => !flat[language].has(`${key}_${form}`))
          .map((form) => `${language} ${key}_${form}`),
      );
      expect(missing).toEqual([]);
    }
  });

  test("the same facts stand in both", () => {
    const different = [...flat.en].flatMap(([key, text]) => {
      const welsh = flat.cy.get(key);
      if (welsh === undefined || /_(one|zero|two|few|many)$/.test(key)) return [];
      return placeholdersIn(text).join() === placeholdersIn(welsh).join() ? [] : [key];
    });
    expect(different).toEqual([]);
  });

  test("no sentence is empty, shouts, or was left in English", () => {
    for (const language of LANGUAGES) {
      const bad = [...flat[language]].filter(([, text]) => text.trim() === "" || /!/.test(text));
      expect(bad).toEqual([]);
    }
    const copied = [...flat.cy].filter(
      ([key, text]) => text === flat.en.get(key) && text.split(" ").length > 3,
    );
    expect(copied).toEqual([]);
  });
});

describe("the words of the pages", () => {
  // Administrators are shown the machinery; the trial banner speaks to whoever tries the program out.
  const spoken = (language: Language) =>
    [...flat[language]].filter(([key]) => !/^(admin|peers)\./.test(key) && key !== "common.trial");

  test.each(LANGUAGES)("the machinery is never named to officers (%s)", (language) => {
    const machinery =
      /\b(nodes?|servers?|instances?|federat\w*|actors?|markdown|gweinydd(ion)?|ffeder\w*)\b/i;
    const found = spoken(language).filter(([, text]) => machinery.test(text.replace(/\{\{[^}]*\}\}/g, "")));
    expect(found).toEqual([]);
  });
});

describe("the pages and the sentences fit together", () => {
  const files = readdirSync(WEB, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const sources = files.map((file) => readFileSync(join(WEB, file), "utf8"));

  test("every sentence that a page asks for exists", () => {
    const known = new Set(keysOf("en"));
    const asked = sources.flatMap((text) => [
      ...[...text.matchAll(/\bt\(\s*"([\w.-]+)"/g)].map((match) => match[1] ?? ""),
      ...[...text.matchAll(/\bk="([\w.-]+)"/g)].map((match) => match[1] ?? ""),
      ...[...text.matchAll(/"(errors\.field\.[\w-]+)"/g)].map((match) => match[1] ?? ""),
    ]);
    expect([...new Set(asked)].filter((key) => !known.has(key))).toEqual([]);
  });

  test("every sentence with a changing part of its name exists in at least one form", () => {
    const known = keysOf("en");
    const stems = sources.flatMap((text) =>
      [...text.matchAll(/\bt\(\s*`([\w.-]+\.)\$\{/g)].map((match) => match[1] ?? ""),
    );
    expect([...new Set(stems)].filter((stem) => !known.some((key) => key.startsWith(stem)))).toEqual([]);
  });
});

describe("languages write dates, numbers and lists their own way", () => {
  const when = new Date("2026-11-20T09:05:00Z");

  test("a date and a time", () => {
    expect(speechOf("en").dateTimeOf(when)).toBe("20 November 2026 at 9:05");
    expect(speechOf("cy").dateTimeOf(when)).toBe("20 Tachwedd 2026 am 9:05");
  });

  test("counted things, in all six Welsh forms", () => {
    const councils = (language: Language) =>
      [0, 1, 2, 3, 6, 10].map((count) => speechOf(language).t("community.councils", { count }));
    expect(councils("en")).toEqual([
      "0 councils",
      "1 council",
      "2 councils",
      "3 councils",
      "6 councils",
      "10 councils",
    ]);
    expect(councils("cy")).toEqual([
      "0 cyngor",
      "1 cyngor",
      "2 gyngor",
      "3 chyngor",
      "6 chyngor",
      "10 cyngor",
    ]);
  });

  test("lists", () => {
    expect(speechOf("en").listOf(["bread", "milk", "apples"])).toBe("bread, milk and apples");
    expect(speechOf("cy").listOf(["bara", "llaeth", "afalau"])).toBe("bara, llaeth ac afalau");
    expect(speechOf("cy").listOf(["afalau", "bara"])).toBe("afalau a bara");
  });
});

test("Numbers stand as the language writes them, and no formatter is made for each sentence", () => {
  const made = vi.spyOn(Intl, "NumberFormat");
  for (const language of LANGUAGES) {
    const { t } = speechOf(language);
    const word = language === "en" ? "councils" : "cyngor";
    for (let count = 1_230; count < 1_250; count++)
      expect(t("community.councils", { count })).toBe(`1,${count - 1_000} ${word}`);
  }
  expect(made).not.toHaveBeenCalled();
  made.mockRestore();
});
