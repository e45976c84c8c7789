import { lineOf } from "../text/visible.ts";
import cy from "./texts/cy.json" with { type: "json" };
import en from "./texts/en.json" with { type: "json" };
import type { MailFacts, MailLanguage } from "./types.ts";

/** The words of one kind of mail. `{name}` stands for a fact. */
export interface MailText {
  readonly subject: string;
  readonly body: readonly string[];
  /** On the button. */
  readonly action?: string;
  readonly after?: readonly string[];
  /** Why one gets it. */
  readonly why?: string;
  /** What the one click stops. */
  readonly stop?: string;
}

export interface Words {
  readonly mails: Readonly<Record<string, MailText>>;
  /** Single words and short lines that mails are put together from. */
  readonly parts: Readonly<Record<string, string>>;
}

/** The words of mails, per language. */
export const WORDS: Readonly<Record<MailLanguage, Words>> = { en, cy };

/** The words of one kind; throws when there are none, which is a bug. */
export function textOf(language: MailLanguage, kind: string): MailText {
  const text = WORDS[language].mails[kind];
  if (!text) throw new Error(`There are no words for mails of kind ${kind} in ${language}.`);
  return text;
}

/** A part with its facts put in. */
export function partOf(language: MailLanguage, key: string, facts: MailFacts = {}): string {
  return fill(WORDS[language].parts[key] ?? "", facts) ?? "";
}

/** A line with its facts put in, each made one visible line; null when it names a fact that is missing or empty. */
export function fill(line: string, facts: MailFacts): string | null {
  let missing = false;
  const filled = line.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = lineOf(String(facts[name] ?? ""), 300);
    if (value === "") missing = true;
    return value;
  });
  return missing ? null : filled;
}
