import { expect, test } from "vitest";
import type { NodeContext } from "../../node/context.ts";
import { askAgain, askSoon, listPeersToAsk, noteAway, noteThere } from "../../node/peers/presence.ts";
import { openTestNode } from "../support/context.ts";

const SOMERSET = "https://somerset.gov.example";
const seconds = (n: number) => n / 60;

test("A node with few peers learns within seconds who is away; one with hundreds asks each once a minute", async () => {
  await using node = await openTestNode();
  const { ctx, clock } = node;
  await connect(ctx, 1);
  expect(await asked(ctx)).toEqual([SOMERSET]);
  await noteThere(ctx, SOMERSET);
  clock.advance(seconds(9));
  expect(await listPeersToAsk(ctx)).toEqual([]);
  clock.advance(seconds(1));
  expect(await asked(ctx)).toEqual([SOMERSET]);

  await connect(ctx, 399);
  await ctx.sql`update peers set asked = ${clock.now()}`;
  clock.advance(seconds(50));
  expect(await listPeersToAsk(ctx)).toEqual([]);
  clock.advance(seconds(10));
  expect(await listPeersToAsk(ctx)).toHaveLength(400);
});

test("A node that takes nothing is asked at once whether it is there, and not again once it is known to be away", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  await connect(ctx, 1);
  await noteThere(ctx, SOMERSET);
  await askSoon(ctx, SOMERSET);
  expect(await asked(ctx)).toEqual([SOMERSET]);
  await noteAway(ctx, SOMERSET, "refused");
  await askSoon(ctx, SOMERSET);
  expect(await listPeersToAsk(ctx)).toEqual([]);
});

test("A node that did not answer is asked at once when it was heard itself; one that answers is not asked for that", async () => {
  await using node = await openTestNode();
  const { ctx } = node;
  await connect(ctx, 1);
  await noteThere(ctx, SOMERSET);
  await askAgain(ctx, SOMERSET);
  expect(await listPeersToAsk(ctx)).toEqual([]);
  for (let n = 0; n < 5; n++) await noteAway(ctx, SOMERSET, "refused");
  expect(await listPeersToAsk(ctx)).toEqual([]);
  await askAgain(ctx, SOMERSET);
  expect(await listPeersToAsk(ctx)).toEqual([{ origin: SOMERSET, atOnce: true }]);
});

async function asked(ctx: NodeContext): Promise<readonly string[]> {
  return (await listPeersToAsk(ctx)).map((peer) => peer.origin);
}

/** So many more accepted peers, the first of them Somerset. */
async function connect(ctx: NodeContext, count: number): Promise<void> {
  await ctx.sql`
    insert into peers (origin, state) select case when n = 1 and not exists (select from peers) then ${SOMERSET}
      else 'https://council-' || n || '.gov.example' end, 'accepted' from generate_series(1, ${count}::int) n`;
}
