import { afterAll, beforeAll, expect, test } from "vitest";
import { type NodeContext, reading } from "../../node/context.ts";
import { openDatabase } from "../../node/db/open.ts";
import { conditionsOf, definitionsWithout } from "../support/conditions.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import {
  askByReference,
  askNodes,
  askReaders,
  askSending,
  namesOf,
  type Question,
  readersOf,
  sorted,
} from "../support/rule-questions.ts";
import { plantRuleWorld, type RuleWorld } from "../support/rule-world.ts";

// Everybody in this world is one step away from being told. The rule of who may read, of who may hold copies and of where
// things are sent tells each what a table says that was written by hand; and each condition of it is taken out in turn.

let node: TestNode;
let world: RuleWorld;
let questions: readonly Question[];

beforeAll(async () => {
  node = await openTestNode();
  world = await plantRuleWorld(node.ctx.sql);
  questions = [
    ...askReaders(world, node.ctx),
    ...askNodes(world),
    ...askByReference(world),
    ...askSending(world),
  ];
});
afterAll(async () => node[Symbol.asyncDispose]());

/** The first answer that is not the one of the table, or null. */
async function firstWrong(ctx: NodeContext): Promise<string | null> {
  for (const [what, answer, ask] of questions) {
    const got = await ask(ctx);
    if (got !== answer) return `${what}: "${got}", and not "${answer}"`;
  }
  return null;
}

/** Conditions without which nothing is told to anybody, and why. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  "a.inbox is not null": "no inbox is found by it, and none is given",
};

test("The rule tells everybody what the table says", async () => {
  for (const [what, answer, ask] of questions) expect(await ask(node.ctx), what).toBe(answer);
});

test("Without any one condition of it, somebody is told something else", async () => {
  const conditions = conditionsOf(node.ctx.sql);
  const ctx = { ...node.ctx, sql: conditions.sql };
  expect(await firstWrong(ctx)).toBeNull();
  expect([...conditions.unread], "conditions that are not taken out").toEqual([]);
  const unnoticed: string[] = [];
  for (const name of conditions.met) {
    conditions.without = name;
    if ((await firstWrong(ctx)) === null) unnoticed.push(name);
  }
  const without = (name: string) =>
    Object.keys(WITHOUT_EFFECT).some((condition) => name.includes(`… ${condition} #`));
  expect(unnoticed.filter((name) => !without(name))).toEqual([]);
  expect(unnoticed).toHaveLength(Object.keys(WITHOUT_EFFECT).length);
  expect(conditions.met.size).toBeGreaterThan(100);
});

/** What PostgreSQL itself shows of what was said, where the query asks for all: by the names of the communities. */
async function lockedWrong(): Promise<string | null> {
  for (const [who, viewer, reads] of readersOf(world)) {
    const rows = await reading(
      node.ctx,
      viewer,
      ({ sql }) => sql<{ id: string }[]>`select community_id as id from posts`,
    );
    const got = namesOf(world, rows);
    if (got !== sorted(reads)) return `${who}: "${got}", and not "${sorted(reads)}"`;
  }
  return null;
}

test("Row-level security shows everybody what the table says, and not without any one of its conditions", async () => {
  expect(await lockedWrong()).toBeNull();
  const owner = openDatabase(node.database.url, { owner: true, connections: 1 });
  const unnoticed: string[] = [];
  let asked = 0;
  for (const name of ["viewer_rooms", "viewer_opened"]) {
    const [row] = await owner<
      { definition: string }[]
    >`select pg_get_functiondef(${name}::regproc) as definition`;
    const whole = row?.definition ?? "";
    for (const { without, definition } of definitionsWithout(whole)) {
      await owner.unsafe(definition);
      if ((await lockedWrong()) === null) unnoticed.push(`${name}: ${without}`);
      asked++;
    }
    await owner.unsafe(whole);
  }
  await owner.end();
  expect(await lockedWrong()).toBeNull();
  expect(unnoticed.map((one) => one.replace(/ @.*/, ""))).toEqual([
    // What is opened by somebody else is not there either: emergency access has row-level security of its own.
    "viewer_opened: b.actor_id = viewer_person()",
  ]);
  expect(asked).toBeGreaterThan(20);
});
