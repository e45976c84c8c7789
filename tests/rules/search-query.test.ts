import { expect, test } from "vitest";
import { annotate, conceptsOf } from "../../search/annotate.ts";
import { cleanText } from "../../search/clean-text.ts";
import { likenessOf } from "../../search/likeness.ts";
import { MATCH_END, MATCH_START, markedOf } from "../../search/marked.ts";
import { errorsBetween } from "../../search/postgres/spelling.ts";
import { parseQuery, pastedAddress, wordsOf } from "../../search/query.ts";
import { cyFold, radicalsOf } from "../../search/welsh.ts";

test("A query is read as words, phrases in quotes and words left out; everything else is only text", () => {
  const read = (typed: string) => {
    const { words, phrases, minus } = parseQuery(typed);
    return [words, phrases, minus];
  };
  expect(read('damp "housing repairs" -private')).toEqual([["damp"], ["housing repairs"], ["private"]]);
  expect(read("“damp homes” -“right to buy”")).toEqual([[], ["damp homes"], ["right to buy"]]);
  expect(read('"damp')).toEqual([["damp"], [], []]);
  expect(read('"damp"')).toEqual([["damp"], [], []]);
  expect(read("home-to-school s.106 council’s a/b")).toEqual([
    ["home", "to", "school", "s.106", "council", "a", "b"],
    [],
    [],
  ]);
  expect(read("damp - mould --x AND NOT (y | z) :* <->")).toEqual([
    ["damp", "mould", "x", "AND", "NOT", "y", "z"],
    [],
    [],
  ]);
  expect(read("-")).toEqual([[], [], []]);
  expect(read("😀 \u0000\ud800")).toEqual([[], [], []]);
  expect(parseQuery("w ".repeat(3_000)).words).toHaveLength(32);
});

test("A last word may be unfinished until a space or a full stop ends it", () => {
  expect(parseQuery("damp mou").unfinished).toBe(true);
  for (const ended of ["damp mould ", "damp mould?", 'damp "mould"', "damp -mould", ""]) {
    expect(parseQuery(ended).unfinished, ended).toBe(false);
  }
});

test("Words around a question are taken off, but never all of them", () => {
  expect(parseQuery("Has anyone got a DPIA template please?").words).toEqual(["a", "DPIA", "template"]);
  expect(parseQuery("Pwy sy'n gwybod am fabwysiadu").words).toEqual(["fabwysiadu"]);
  expect(parseQuery("who knows about").words).toEqual(["who", "knows", "about"]);
  expect(parseQuery("anyone").words).toEqual(["anyone"]);
});

test("A pasted address is told from words", () => {
  expect(pastedAddress(" https://somerset.example/c/kinship/t/01AB ")?.pathname).toBe("/c/kinship/t/01AB");
  for (const words of ["see https://a.example", "somerset.example", "javascript:alert(1)", "https://"]) {
    expect(pastedAddress(words), words).toBeNull();
  }
});

test("Text is stored whole and clean: no control characters, no half characters, never cut inside one", () => {
  expect(cleanText("a\u0000b\u0001c\td\n\ne \u00ad\u200bf")).toBe("a b c d e f");
  expect(cleanText("e\u0301")).toBe("é");
  expect(cleanText("\ud800x")).toBe("\ufffdx");
  expect(cleanText("ab😀", 3)).toBe("ab");
});

test("Marks become pieces of text and cannot be forged", () => {
  expect(markedOf(`${MATCH_START}Damp${MATCH_END} homes`)).toEqual([
    ["Damp", true],
    [" homes", false],
  ]);
  expect(markedOf("<b>plain</b>")).toEqual([["<b>plain</b>", false]]);
  expect(markedOf(cleanText(`${MATCH_START}forged${MATCH_END}`))).toEqual([["forged", false]]);
  expect(markedOf("")).toEqual([]);
});

test("Welsh words are led back over soft, nasal and aspirate mutation, and little words are left alone", () => {
  const pairs: Readonly<Record<string, string>> = {
    bwyllgor: "pwyllgor",
    mhwyllgor: "pwyllgor",
    phwyllgor: "pwyllgor",
    dai: "tai",
    nhai: "tai",
    thai: "tai",
    gyngor: "cyngor",
    nghyngor: "cyngor",
    chyngor: "cyngor",
    frys: "brys",
    mrys: "brys",
    ddata: "data",
    nata: "data",
    ngofal: "gofal",
    ofal: "gofal",
    fabwysiadu: "mabwysiadu",
    lyfrgell: "llyfrgell",
    reolau: "rheolau",
    wasanaeth: "gwasanaeth",
    haddysg: "addysg",
    tŷ: "ty",
  };
  for (const [mutated, radical] of Object.entries(pairs))
    expect(radicalsOf(mutated), mutated).toContain(radical);
  for (const alone of ["gan", "dros", "fforwm", "llifogydd", "s106"])
    expect(radicalsOf(alone), alone).toEqual([alone]);
  expect(cyFold("Mae'r pwyllgor yn y dref")).toEqual(["pwyllgor", "dref", "tref"]);
});

test("Things with a name are known by every name, the longest first, and abbreviations that are words only as written", () => {
  const named = (text: string) => [...conceptsOf(text).keys()];
  expect(named("EHCP")).toEqual(named("education, health and care plans"));
  expect(named("a multi-agency safeguarding hub")).toEqual(["mash"]);
  expect(named("please send the form")).toEqual([]);
  expect(named("SEND funding")).toEqual(["send"]);
  expect(named("mash the potatoes")).toEqual([]);
  expect(named("section 106, s106 and s.106")).toEqual(["section-106"]);
  expect(named("s107")).toEqual([]);
  expect(annotate(wordsOf("home to school transport policy")).map((s) => s.words.length)).toEqual([4, 1]);
});

test("Spelling is measured in letters changed, added, left out or swapped", () => {
  expect(errorsBetween("safeguarding", "safegaurding")).toBe(1);
  expect(errorsBetween("policy", "polcy")).toBe(1);
  expect(errorsBetween("policy", "police")).toBe(1);
  expect(errorsBetween("adoption", "adaptation")).toBe(3);
  expect(errorsBetween("", "abc")).toBe(3);
});

test("Two communities are alike by what their names mean, whatever council words stand around them", () => {
  const stemOf = (word: string) => word.replace(/s$/, "");
  const thing = (name: string) => ({ name, purpose: "", stemOf });
  const likeness = (a: string, b: string) => likenessOf(thing(a), thing(b));
  expect(likeness("SEND", "National special educational needs network")).toBeGreaterThan(0.4);
  expect(likeness("School transport forum", "Home-to-school travel")).toBeGreaterThan(0.5);
  expect(likeness("Tree officers", "Officers group")).toBeLessThan(0.2);
  expect(likeness("Council officers forum", "District managers network")).toBeLessThan(0.2);
});
