import { appendFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ASKS } from "../support/all-asks.ts";
import { type MatrixScene, openMatrixScene } from "../support/matrix-scene.ts";
import { secondLock } from "../support/second-lock.ts";
import { sitesOfProduct } from "../support/sites.ts";

// `npm run mutants`: takes each call of the rule of who may read out of the product, one after the other, and asks the function
// in which it stands again. `MUTANT=node/posts` asks those whose name has it in it.

const OUTPUT = "mutants-functions.txt";
const wanted = sitesOfProduct().filter((site) => site.includes(process.env.MUTANT ?? ""));

let scene: MatrixScene;
let off: string | null = null;

beforeAll(async () => {
  Object.assign(globalThis, { __withoutRule: (site: string) => site === off });
  scene = await openMatrixScene();
  await secondLock(scene, false);
});
afterAll(async () => scene[Symbol.asyncDispose]());

test("Without any one call of the rule, the function in which it stands tells an outsider what it told its readers alone", async () => {
  writeFileSync(OUTPUT, "");
  const wrong: string[] = [];
  for (const site of wanted) {
    const ask = async (inside: boolean) => ASKS[site]?.(scene, inside).catch(String);
    const [inside, outside] = [await ask(true), await ask(false)];
    off = site;
    const without = await ask(false);
    off = null;
    const red = inside === true && outside === false && without === true;
    appendFileSync(OUTPUT, `${red ? "red     " : "SURVIVES"} ${site} ${inside} ${outside} ${without}\n`);
    if (!red) wrong.push(site);
  }
  appendFileSync(OUTPUT, `${wanted.length - wrong.length} of ${wanted.length} calls turn the matrix red.\n`);
  expect(wrong).toEqual([]);
});
