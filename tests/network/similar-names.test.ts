import { expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import { DISTRACTORS, PAIRS } from "../node/search/near-duplicates.ts";
import { joinAs } from "../support/accounts.ts";
import { type NetworkNode, startNodes } from "../support/start-nodes.ts";

const HOMES = ["somerset", "wiltshire", "kirklees"] as const;
const FIRST_SHOWN = 3;

test("Of thirty communities that three councils have under other names, at least 27 are shown to whoever starts the same at a fourth", async () => {
  await using net = await startNodes(["sunderland", ...HOMES]);
  const planted = [...PAIRS.map(({ there, purpose }) => [there, purpose] as const), ...DISTRACTORS];
  for (const [i, home] of HOMES.entries()) {
    const mine = planted.filter((_, n) => n % HOMES.length === i);
    await startAll(net.node(home), mine);
  }
  for (const home of HOMES) await net.connect("sunderland", home);
  const { ctx } = net.node("sunderland");
  const [held] = await ctx.sql<{ n: number; homes: number }[]>`
    select count(*)::int as n, count(distinct a.peer_id)::int as homes
    from communities c join actors a on a.id = c.actor_id where a.peer_id is not null`;
  expect(held, "all came by the directories").toEqual({ n: planted.length, homes: HOMES.length });
  const missed: string[] = [];
  for (const { there, typed, typedPurpose } of PAIRS) {
    const shown = await shownFor(net.node("sunderland"), { name: typed, purpose: typedPurpose });
    if (!shown.includes(there)) missed.push(`${typed} → ${shown.join(", ")}`);
  }
  expect(PAIRS).toHaveLength(30);
  expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(3);
});

async function startAll(
  node: NetworkNode,
  communities: readonly (readonly [string, string])[],
): Promise<void> {
  const { accountId } = await joinAs(node.ctx, "Joan Hill", `joan.hill@${node.name}.gov.example`);
  const [founder] = await node.ctx.sql<{ actorId: string }[]>`
    select actor_id as "actorId" from accounts where id = ${accountId}`;
  for (const [i, [name, purpose]] of communities.entries()) {
    const level = i % 2 === 0 ? ("open" as const) : ("restricted" as const);
    const draft = { name, purpose, level, themes: [], language: "en" as const, charter: {} };
    await createCommunity(node.ctx, { actorId: founder?.actorId ?? "" }, draft);
  }
}

/** Names of the communities that the check shows before one is started. */
async function shownFor(
  { ctx }: NetworkNode,
  like: { name: string; purpose: string },
): Promise<readonly string[]> {
  const ids = await ctx.ports.search.similarCommunities(ctx, ANYONE, { ...like, limit: FIRST_SHOWN });
  const rows = await ctx.sql<{ name: string }[]>`
    select a.name from communities c join actors a on a.id = c.actor_id where c.id = any(${[...ids]}::uuid[])`;
  return rows.map((row) => row.name);
}
