import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";
import { keptMarkup } from "../../web/components/kept.ts";
import { SpeechContext, useSpeech } from "../../web/components/speech.tsx";
import { type Language, speechOf } from "../../web/language.ts";

interface Facts {
  readonly name: string;
  readonly at: Date;
}

test("A piece is written once for the same facts, and anew for other facts or another language", () => {
  let times = 0;
  const inside = keptMarkup(({ name, at }: Facts) => {
    times++;
    return h("b", null, `${name}, ${useSpeech().dateOf(at)}`);
  });
  const Piece = (facts: Facts) => h("p", { dangerouslySetInnerHTML: inside(facts) });
  const written = (language: Language, facts: Facts) =>
    renderToString(
      h(SpeechContext.Provider, { value: speechOf(language) }, h(Piece, facts), h(Piece, facts)),
    );
  const may = { name: "<Amara>", at: new Date("2026-05-01T12:00:00Z") };
  const once = "<p><b>&lt;Amara>, 1 May 2026</b></p>";
  expect(written("en", may)).toBe(once + once);
  expect(written("en", { ...may })).toBe(once + once);
  expect(times).toBe(1);
  expect(written("cy", may)).toContain("1 Mai 2026");
  expect(written("en", { ...may, name: "Owen" })).toContain("Owen, 1 May 2026");
  expect(written("en", { ...may, at: new Date("2026-05-02T12:00:00Z") })).toContain("2 May 2026");
  expect(times).toBe(4);
  // Nothing grows without end, and what was forgotten is written again.
  const long = "name ".repeat(1_000);
  for (let n = 0; n < 110; n++) written("en", { ...may, name: `${long} ${n}` });
  expect(times).toBe(114);
  expect(written("en", may)).toBe(once + once);
  expect(times).toBe(115);
});
