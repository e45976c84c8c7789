import { foldWord } from "./fold.ts";
import { wordsOf } from "./query.ts";

// Initial mutations undone: what a word may begin with, and the radicals behind it. P. W. Thomas, Gramadeg y Gymraeg;
// soft (p→b t→d c→g b→f d→dd g→– m→f ll→l rh→r), nasal (p→mh t→nh c→ngh b→m d→n g→ng), aspirate (p→ph t→th c→ch).
const RADICALS: readonly (readonly [mutated: string, radicals: readonly string[]])[] = [
  ["ngh", ["c"]],
  ["mh", ["p"]],
  ["nh", ["t"]],
  ["ng", ["g"]],
  ["ph", ["p"]],
  ["th", ["t"]],
  ["ch", ["c"]],
  ["dd", ["d"]],
  ["ll", []],
  ["rh", []],
  ["b", ["p"]],
  ["d", ["t"]],
  ["g", ["c"]],
  ["ff", []],
  ["f", ["b", "m"]],
  ["m", ["b"]],
  ["n", ["d"]],
  ["l", ["ll", "gl"]],
  ["r", ["rh", "gr"]],
];

// Short words of grammar, which mutation tables would only turn into noise.
const LEFT_ALONE = new Set(
  "a ac ag ai ail am ar at bod cyn dan dim dros drwy dyma dyna ei ein eich eu fel fod fy gan ger gyda heb hefyd hon hwn hyd hyn i ichi iddi iddo iddynt lle mae maent mai mewn na nac nad ni nid nawr neu nes nhw o oedd oes ond os pan rhag roedd rwy rydym rydych sut sydd sy tan tros trwy tua un wedi wrth wyf y ydych ydym ydyw yma yn yna yr yw ym yng".split(
    " ",
  ),
);

/** The words that a Welsh word may be a mutation of, itself first: "mhwyllgor" → mhwyllgor, pwyllgor. */
export function radicalsOf(word: string): readonly string[] {
  const folded = foldWord(word);
  if (folded.length < 3 || LEFT_ALONE.has(folded) || !/^[a-z]+$/.test(folded)) return [folded];
  const rule = RADICALS.find(([mutated]) => folded.startsWith(mutated));
  if (rule) return [folded, ...rule[1].map((radical) => radical + folded.slice(rule[0].length))];
  if (/^h[aeiouwy]/.test(folded)) return [folded, folded.slice(1)];
  if (/^[aeiouwy]/.test(folded)) return [folded, `g${folded}`];
  return [folded];
}

/** Every radical of every word of a Welsh text, once each, in the order of the text. */
export function cyFold(text: string): readonly string[] {
  const all = wordsOf(text).filter((word) => word.length > 2 && !LEFT_ALONE.has(foldWord(word)));
  return [...new Set(all.flatMap(radicalsOf))];
}
