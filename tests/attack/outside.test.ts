import { afterAll, beforeAll, expect, test } from "vitest";
import { OUTSIDE } from "../../deploy/attack/outside.ts";
import { targetAt } from "../../deploy/attack/target.ts";
import { changedRows, rowsOf } from "../support/row-counts.ts";
import { type Network, startNodes } from "../support/start-nodes.ts";

let net: Network;
beforeAll(async () => {
  net = await startNodes(["somerset"]);
  await net.settle();
});
afterAll(async () => net[Symbol.asyncDispose]());

/** A54 waits for the node's own clock of half-open requests: `npm run attack` tries it, and limits.test.ts here. */
const CASES = OUTSIDE.filter(({ no }) => no !== "A54");

test("What a stranger can try on a running node is refused as the table of the runner says, and leaves nothing behind", async () => {
  const { ctx, origin } = net.node("somerset");
  const target = targetAt(origin);
  const before = await rowsOf(ctx);
  for (const { no, sent, expected, attack } of CASES) {
    const { came, ok } = await attack(target);
    expect(ok, `${no}: ${sent}: expected ${expected}, came ${came}`).toBe(true);
  }
  // Whoever knocks is one row, and is no more than that.
  const moved = ["audit_events", "audit_addresses", "login_attempts", "peers"];
  expect(changedRows(before, await rowsOf(ctx), moved)).toEqual([]);
});
