import { lineOf } from "../text/visible.ts";
import type { FindingCode } from "./codes.ts";
import cy from "./texts/cy.json" with { type: "json" };
import en from "./texts/en.json" with { type: "json" };
import type { Finding } from "./types.ts";

/** A finding in words. `remedy` is empty when nothing is to be done. */
export interface FindingWords {
  readonly what: string;
  readonly remedy: string;
}

type Texts = Readonly<Record<FindingCode, FindingWords>>;

/** The words of every finding, per language; `{name}` stands for a fact. */
export const FINDING_TEXTS: Readonly<Record<"en" | "cy", Texts>> = { en, cy };

/** Says what was found and what to do about it, the same on the page and on the command line. */
export function wordsOf({ code, facts }: Finding, language: "en" | "cy"): FindingWords {
  const { what, remedy } = FINDING_TEXTS[language][code];
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => lineOf(String(facts[name] ?? ""), 300));
  return { what: fill(what), remedy: fill(remedy) };
}
