import { appendFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { COLUMNS, EXPECTED } from "../attack/leak-table.ts";
import { type Fact, factReader, type Told } from "../support/matrix-facts.ts";
import { formLooks } from "../support/matrix-forms.ts";
import { documentLooks, type Look, pageLooks } from "../support/matrix-looks.ts";
import { type MatrixScene, openMatrixScene } from "../support/matrix-scene.ts";
import { secondLock } from "../support/second-lock.ts";

// `npm run mutants`: takes each call of the rule of who may read out of the product, one after the other, and asks every address
// that called it again, first with row-level security off. Of those that are seen to leak, nothing that was said may with it on.
// That each call turns the matrix red, functions.test.ts shows; behind an address there is often another one.

const FORMS = /^POST \/(c|moderation|hidden|preview|drafts)\b/;
const OUTSIDERS =
  /^(anonymous|same node's non-member|ex-member|other node's member|memberless node signed|foreign software signed)$/;
const AN_HOUR = 3_600_000;
const OUTPUT = "mutants.txt";
/** As many as were seen at an address when this was written. */
const SEEN = 14;
/** Part of the name of the calls that are asked; all without it. */
const MUTANT = process.env.MUTANT ?? "";

let scene: MatrixScene;
let read: (text: string, asked: string) => Told;
/** Who called what: the looks in which each call was made. */
const callers = new Map<string, Look[]>();
let off: string | null = null;
let heard = new Set<string>();

beforeAll(async () => {
  const rule = (site: string) => {
    heard.add(site);
    return site === off;
  };
  Object.assign(globalThis, { __withoutRule: rule });
  scene = await openMatrixScene();
  read = factReader(scene);
  // Forms about accounts end the sessions with which the same is asked again; a page tells what its JSON tells.
  const forms = (await formLooks(scene)).filter(({ surface }) => FORMS.test(surface));
  const pages = (await pageLooks(scene)).filter(
    ({ what }) => !what.endsWith("(text/html)") || /GET \/(?!c\/)/.test(what),
  );
  const looks = [...pages, ...(await documentLooks(scene)), ...forms];
  // Without the second lock, which may answer before the rule is asked.
  await secondLock(scene, false);
  for (const look of looks.filter(({ viewer }) => OUTSIDERS.test(viewer))) {
    heard = new Set();
    const surplus = await surplusOf(look);
    if (surplus !== "") throw new Error(`${look.viewer} ${look.what} leaks ${surplus} as it is.`);
    for (const site of heard) callers.set(site, [...(callers.get(site) ?? []), look]);
  }
});

/** What a look tells that the table does not allow. */
async function surplusOf(look: Look): Promise<string> {
  const told = read(await look.read(), decodeURIComponent(look.path.replaceAll("+", " ")));
  const facts = COLUMNS.flatMap((level, column) =>
    [...told[level]].filter((fact: Fact) => !EXPECTED[look.viewer]?.[column]?.includes(fact)),
  );
  return [...new Set(facts)].join("");
}

/** The first leak without a call, or null; `of` narrows which facts count. */
async function leakWithout(site: string, of: RegExp): Promise<string | null> {
  scene.net.clock.advance(1);
  off = site;
  try {
    for (const look of callers.get(site) ?? []) {
      const surplus = await surplusOf(look);
      if (of.test(surplus)) return `${look.viewer}: ${surplus} by ${look.what}`;
    }
    return null;
  } finally {
    off = null;
  }
}

test(
  "What an address tells without one call of the rule, row-level security keeps all the same",
  async () => {
    const say = (line: string) => appendFileSync(OUTPUT, `${line}\n`);
    writeFileSync(OUTPUT, "");
    const sites = [...callers.keys()].filter((site) => site.includes(MUTANT)).sort();
    const killed: string[] = [];
    for (const site of sites) {
      const leak = await leakWithout(site, /./);
      say(`${leak === null ? "not seen" : "seen    "} ${site}  ${leak ?? ""}`);
      if (leak !== null) killed.push(site);
    }
    say(`${killed.length} of ${sites.length} are seen at an address.`);
    expect(MUTANT !== "" || killed.length >= SEEN).toBe(true);
    await secondLock(scene, true);
    const through: string[] = [];
    for (const site of killed) {
      const leak = await leakWithout(site, /[BFDAWX]/);
      if (leak !== null) through.push(`${site}  ${leak}`);
    }
    say(`Through the second lock: ${through.length}`);
    for (const line of through) say(line);
    await scene[Symbol.asyncDispose]();
    expect(through).toEqual([]);
  },
  AN_HOUR,
);
