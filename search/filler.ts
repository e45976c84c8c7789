import { foldWord } from "./fold.ts";

// What people write around the words that matter when they ask a person. Longest first; both languages.
const FILLER: readonly (readonly string[])[] = [
  "what is the best way to",
  "does anyone else have",
  "does anyone have",
  "does anybody know",
  "does anyone know",
  "do any other councils have",
  "do any other councils",
  "do other councils",
  "how do other councils",
  "how are other councils",
  "are any other councils",
  "have any other councils",
  "has any other council",
  "have other councils",
  "we are looking for",
  "i am looking for",
  "can anyone share",
  "could anyone share",
  "can anyone recommend",
  "is anyone else",
  "is anyone",
  "who knows about",
  "who can help with",
  "knows about",
  "know about",
  "has anyone got",
  "has anyone",
  "has anybody",
  "have you got",
  "can anyone",
  "can someone",
  "could anyone",
  "could someone",
  "are there any",
  "is there any",
  "is there a",
  "how do you",
  "how do we",
  "how do i",
  "how can we",
  "how can i",
  "how should we",
  "how are you",
  "how to",
  "what are",
  "what is",
  "looking for",
  "we need",
  "i need",
  "we want to",
  "thank you",
  "please can",
  "please",
  "thanks",
  "anyone",
  "anybody",
  "someone",
  "oes gan unrhyw un",
  "oes unrhyw un",
  "oes rhywun",
  "pwy sy n gwybod am",
  "sut ydych chi n",
  "sut mae cynghorau eraill yn",
  "sut mae",
  "a all unrhyw un",
  "all unrhyw un",
  "rydym yn chwilio am",
  "chwilio am",
  "beth yw",
  "unrhyw un",
  "os gwelwch yn dda",
  "diolch",
].map((line) => line.split(" "));

/** The words without filler; all of them when nothing else would be left. */
export function withoutFiller(words: readonly string[]): readonly string[] {
  const folded = words.map(foldWord);
  const kept: string[] = [];
  for (let i = 0; i < words.length; ) {
    const filler = FILLER.find((line) => line.every((word, j) => folded[i + j] === word));
    if (!filler) kept.push(words[i] ?? "");
    i += filler?.length ?? 1;
  }
  return kept.length > 0 ? kept : words;
}
