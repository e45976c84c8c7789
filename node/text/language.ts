export type TextLanguage = "en" | "cy";

// Short words that are common in one language and no word, or a rare one, in the other.
const WELSH = wordSet(
  "yn y yr a'r i'r o'r mae ar gan gyda wedi ac nid ddim sydd sy hyn hwn hon rydym rydyn ni chi nhw fe ei eu" +
    " ein eich fy dy oes oedd bydd byddai roedd gallwn gallai angen dros trwy drwy wrth cyngor cynghorau gwaith pobl" +
    " plant gofal tai diolch beth pwy sut pam pryd ble unrhyw rhai pob hefyd felly ond neu iawn nawr rwy rwyf" +
    " dwi eisiau gweithio wneud gwneud cael defnyddio ysgol ysgolion gymuned cymuned cwestiwn ateb gwasanaeth",
);
const ENGLISH = wordSet(
  "the and of to in is that it for was with as be have are this we our you your they their has had not but or if from" +
    " by at an which who what how why when where can could would should will been there about any some all also so do" +
    " does did need using use council councils work people children care housing thanks please anyone school schools" +
    " community question answer service my i me us them these those than then more most other into out up just",
);

/** The likelier language of a text, from its small words; `otherwise` when nothing tells. */
export function guessLanguage(text: string, otherwise: TextLanguage = "en"): TextLanguage {
  let welsh = 0;
  let english = 0;
  for (const word of text
    .slice(0, 4_000)
    .toLowerCase()
    .replaceAll("’", "'")
    .match(/[\p{L}']+/gu) ?? []) {
    if (WELSH.has(word)) welsh += 1;
    // Letters that Welsh uses and English does not.
    else if (/[ŵŷ]/u.test(word)) welsh += 1;
    if (ENGLISH.has(word)) english += 1;
  }
  if (welsh === english) return otherwise;
  return welsh > english ? "cy" : "en";
}

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
