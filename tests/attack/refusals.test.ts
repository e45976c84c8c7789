import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MatrixScene, openMatrixScene } from "../support/matrix-scene.ts";
import type { Answered } from "../support/peerkit.ts";
import { type Ask, documentAsks, letterAsks, pageAsks } from "../support/refusal-asks.ts";
import { type Twin, twinOf } from "../support/refusal-twins.ts";
import { type Statements, statementsOf } from "../support/statements.ts";
import { REPORTED } from "./leak-table.ts";

// Issue 4 §6: what one may not know of and what is not there are refused with the same bytes and headers and, in place of the
// same time, which no test measures, with the same statements in PostgreSQL, as often. Of a hidden community every name is
// asked for, of a members-only one every name but its own, which anyone may know.

let scene: MatrixScene;
const counted = new Map<string, Statements>();
beforeAll(async () => {
  scene = await openMatrixScene();
  for (const node of [scene.home, scene.other]) counted.set(node.name, statementsOf(node.ctx));
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** What differs by chance in any two answers: when it was made, and its number, which the page of an error shows. */
const BY_CHANCE = ["date", "x-request-id"];
/** A sum of the body: the body itself is compared. */
const OF_THE_BODY = ["etag"];

interface Heard {
  readonly answer: string;
  readonly work: string;
}

async function hear(ask: Ask, twin: Twin, text: string): Promise<Heard> {
  // So that no limit on how much one may ask is reached.
  scene.net.clock.advance(1);
  const statements = counted.get(ask.at.name);
  const session = await ask.prepare();
  statements?.take();
  const answered = await session(text);
  const work = statements?.take() ?? [];
  const back = (await ask.after?.()) ?? "";
  return { answer: twin.real(`${plain(answered)}\n${back}`), work: work.join("\n") };
}

function plain({ status, headers, text }: Answered): string {
  const id = headers["x-request-id"];
  const compared = Object.entries(headers)
    .filter(([name]) => !BY_CHANCE.includes(name))
    .map(([name, value]) => `${name}: ${OF_THE_BODY.includes(name) ? "(of the body)" : String(value)}`);
  return [status, ...compared.sort(), typeof id === "string" ? text.replaceAll(id, "(number)") : text].join(
    "\n",
  );
}

/** How often both are asked before a difference counts: the node does other work meanwhile, and forms have effects. */
const ROUNDS = 8;

/** What tells what is there from what is not: no answer to the one, with its work, is like any to the other. */
async function difference(ask: Ask, twin: Twin): Promise<string | null> {
  const heard: Record<"real" | "missing", Heard[]> = { real: [], missing: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // Now this one first, now that: keys and pages are looked at anew after a while, which may fall on every second request.
    for (const which of round % 2 === 0 ? (["missing", "real"] as const) : (["real", "missing"] as const))
      heard[which].push(await hear(ask, twin, which === "real" ? ask.text : twin.missing(ask.text)));
    if (heard.real.some((one) => heard.missing.some((other) => same(one, other)))) return null;
  }
  const [real, missing] = [heard.real.at(-1), heard.missing.at(-1)];
  const what = heard.real.some(({ answer }) => heard.missing.some((other) => other.answer === answer))
    ? "work"
    : "answer";
  return `${ask.viewer}, ${ask.surface}: ${what} tells them apart (${ask.text.slice(0, 200)})
${firstDifference(real?.[what] ?? "", missing?.[what] ?? "")}`;
}

const same = (a: Heard, b: Heard) => a.answer === b.answer && a.work === b.work;

function firstDifference(real: string, nothing: string): string {
  const [a, b] = [real.split("\n"), nothing.split("\n")];
  const at = a.findIndex((line, place) => line !== b[place]);
  return `  there: ${a[at]?.slice(0, 300)}\n  not there: ${b[at < 0 ? a.length : at]?.slice(0, 300)}`;
}

/** Reports and appeals made to administrators say what they are about: the table has it (leak-table.ts). */
function isDuty({ viewer, surface }: Ask): boolean {
  return viewer === "administrator" && REPORTED.includes(surface.replace(/^POST/, "GET"));
}

/** Forms about accounts and the node: sent by whoever may, they end sessions and accounts, so that they come last. */
const OF_ACCOUNTS =
  /^POST \/(me|admin|first|join|invite|reset|forgotten|sign-in|sign-out|welcome|language|unsubscribe)\b/;

const LEVELS = ["confidential", "closed"] as const;

describe.each(LEVELS)("What is in a %s community", (level) => {
  test("W21: its members can tell it from what is not there, so that what outsiders are told says something", async () => {
    const twin = await twinOf(scene, level, "people too");
    const asks = await pageAsks(scene, level, ["member"]);
    const pages = asks.filter(({ surface, text }) => /^GET \/(c|files)\//.test(surface) && /html/.test(text));
    let told = 0;
    for (const ask of pages) {
      const nothing = await hear(ask, twin, twin.missing(ask.text));
      if (nothing.answer !== (await hear(ask, twin, ask.text)).answer) told++;
    }
    expect(told).toBeGreaterThan(10);
  });

  test("W21, D-05, D-07: no document of the federation tells it from what is not there", async () => {
    const twin = await twinOf(scene, level, "things only");
    expect(await differences(await documentAsks(scene, level), twin)).toEqual([]);
  });

  test("W21: no letter about it is answered otherwise than one about what is not there", async () => {
    const twin = await twinOf(scene, level, "things only");
    expect(await differences(await letterAsks(scene, level), twin)).toEqual([]);
  });

  test("W21: no page and no form tells it from what is not there", async () => {
    const twin = await twinOf(scene, level, "people too");
    const asks = (await pageAsks(scene, level)).filter(({ surface }) => !OF_ACCOUNTS.test(surface));
    expect(await differences(asks, twin)).toEqual([]);
    expect(await signedOut(asks)).toEqual([]);
  });
});

test.each(LEVELS)(
  "W21: no form about accounts or the node tells what is in a %s community from what is not there",
  async (level) => {
    const twin = await twinOf(scene, level, "people too");
    const asks = (await pageAsks(scene, level)).filter(({ surface }) => OF_ACCOUNTS.test(surface));
    expect(await differences(asks, twin)).toEqual([]);
  },
);

/** Who of those that sign in is not let in any more: what they were told would say nothing. */
async function signedOut(asks: readonly Ask[]): Promise<readonly string[]> {
  const out: string[] = [];
  for (const { viewer, prepare } of new Map(asks.map((ask) => [ask.viewer, ask])).values()) {
    const { status } = await (await prepare())("GET text/html /me/settings");
    if (!viewer.startsWith("anonymous") && status !== 200) out.push(`${viewer}: ${status}`);
  }
  return out;
}

async function differences(asks: readonly Ask[], twin: Twin): Promise<readonly string[]> {
  const compared = asks.filter((ask) => twin.missing(ask.text) !== ask.text && !isDuty(ask));
  expect(compared.length).toBeGreaterThan(10);
  const found: string[] = [];
  for (const ask of compared) {
    const told = await difference(ask, twin);
    if (told !== null) found.push(told);
  }
  return found;
}
