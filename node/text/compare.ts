import { diffWordsWithSpace } from "diff";

/** A stretch of words that two texts share, or that one of them alone has. */
export interface Stretch {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

// Texts this far apart are told as one text instead of the other: comparing costs the square of it.
const MOST_CHANGES = 1500;

/**
 * What changed from one plain text to the next, word by word, in the order of reading; words that changed side by side
 * are told together. Texts with more than 1,500 changes come as one removed and one added.
 */
export function compareWords(before: string, after: string): readonly Stretch[] {
  if (before === after) return after === "" ? [] : [{ kind: "same", text: after }];
  const parts = diffWordsWithSpace(before, after, { maxEditLength: MOST_CHANGES });
  if (parts === undefined) return whole(before, after);
  return joined(parts.map(({ added, removed, value }) => ({ kind: kindOf(added, removed), text: value })));
}

function kindOf(added: boolean, removed: boolean): Stretch["kind"] {
  if (added) return "added";
  return removed ? "removed" : "same";
}

function whole(removed: string, added: string): readonly Stretch[] {
  const both: readonly Stretch[] = [
    { kind: "removed", text: removed },
    { kind: "added", text: added },
  ];
  return both.filter(({ text }) => text !== "");
}

/** "a ~b~ *c* ~d~ *e*" reads worse than "a ~b d~ *c e*": a blank alone does not part two changes. */
function joined(parts: readonly Stretch[]): readonly Stretch[] {
  const out: Stretch[] = [];
  let [removed, added] = ["", ""];
  parts.forEach((part, i) => {
    const between =
      part.kind === "same" &&
      /^[^\S\n]+$/.test(part.text) &&
      removed !== "" &&
      added !== "" &&
      changes(parts[i + 1]);
    if (part.kind !== "added" && (part.kind === "removed" || between)) removed += part.text;
    if (part.kind !== "removed" && (part.kind === "added" || between)) added += part.text;
    if (part.kind === "same" && !between) {
      out.push(...whole(removed, added), part);
      [removed, added] = ["", ""];
    }
  });
  return [...out, ...whole(removed, added)];
}

function changes(part: Stretch | undefined): boolean {
  return part !== undefined && part.kind !== "same";
}
