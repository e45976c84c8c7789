import { guessLanguage } from "../../node/text/language.ts";
import { manyOf, recordOf } from "./values.ts";

export interface ReadLanguage {
  /** BCP 47, lower case. */
  readonly lang: string;
  readonly langSource: "stated" | "guessed";
}

/**
 * The language of a text (resolution 25): Lemmy's `language`, the only key of `contentMap`, the context's `@language`;
 * else guessed from its words, "und" in another script. A stated "und" and several keys say nothing.
 */
export function languageOf(object: Readonly<Record<string, unknown>>, text: string): ReadLanguage {
  const stated =
    tagOf(recordOf(object.language)?.identifier) ??
    tagOf(object.language) ??
    tagOf(onlyKeyOf(object.contentMap)) ??
    tagOf(contextLanguageOf(object["@context"]));
  return stated === null
    ? { lang: isLatin(text) ? guessLanguage(text) : "und", langSource: "guessed" }
    : { lang: stated, langSource: "stated" };
}

function isLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  return letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length * 2 >= letters.length;
}

function tagOf(value: unknown): string | null {
  if (typeof value !== "string" || !/^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*$/.test(value)) return null;
  const tag = value.toLowerCase();
  return tag === "und" || tag === "mul" ? null : tag;
}

function onlyKeyOf(map: unknown): string | undefined {
  const keys = Object.keys(recordOf(map) ?? {});
  return keys.length === 1 ? keys[0] : undefined;
}

function contextLanguageOf(context: unknown): unknown {
  return manyOf(context)
    .map((part) => recordOf(part)?.["@language"])
    .find((value) => value !== undefined);
}
