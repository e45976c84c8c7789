import fc from "fast-check";
import { expect, test } from "vitest";
import { compareWords, type Stretch } from "../../node/text/compare.ts";

const shown = (before: string, after: string) =>
  compareWords(before, after)
    .map(({ kind, text }) => ({ same: text, added: `+${text}+`, removed: `-${text}-` })[kind])
    .join("");

test("Changed words stand together, whole and in the order of reading", () => {
  expect(shown("We pay in March.", "We pay in April.")).toBe("We pay in -March-+April+.");
  expect(shown("the old cat sat", "a young cat sat")).toBe("-the old-+a young+ cat sat");
  expect(shown("One.\n\nTwo.", "One.\n\nNew.\n\nTwo.")).toContain("+New.");
  expect(shown("", "New")).toBe("+New+");
  expect(shown("Gone", "")).toBe("-Gone-");
  expect(shown("Ŵyl yn Nhŷ’r Faner", "Gŵyl yn Nhŷ’r Faner")).toBe("-Ŵyl-+Gŵyl+ yn Nhŷ’r Faner");
});

test("What is kept and removed is the text before, what is kept and added the text after, whatever they are", () => {
  const word = fc.constantFrom("bin", "lorry", " ", "\n\n", ".", "ŵ", "🚮", "<b>");
  const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = compareWords(before, after);
      const without = (kind: Stretch["kind"]) =>
        parts
          .filter((part) => part.kind !== kind)
          .map((part) => part.text)
          .join("");
      expect([without("added"), without("removed")]).toEqual([before, after]);
    }),
    { numRuns: 300, seed: 26 },
  );
});

test("Two long texts that share nothing are told as one instead of the other", () => {
  const words = (letter: string) => Array.from({ length: 8000 }, (_, i) => `${letter}${i}`).join(" ");
  expect(compareWords(words("a"), words("b")).map(({ kind }) => kind)).toEqual(["removed", "added"]);
});
