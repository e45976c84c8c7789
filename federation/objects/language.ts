import type { JsonObject } from "../jcs.ts";

const NAMES: Readonly<Record<string, string>> = { en: "English", cy: "Cymraeg" };

/** A text's language as Lemmy sends it (resolution 25). `lang` is a BCP 47 tag. */
export function languageFor(lang: string): JsonObject {
  return { identifier: lang, name: NAMES[lang] ?? lang };
}
