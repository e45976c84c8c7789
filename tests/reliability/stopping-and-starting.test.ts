import { expect, test } from "vitest";
import { contentDigestOn, differences, heldPosts, publishedMoreThanOnce } from "../support/held.ts";
import { actAtRandom, seeded } from "../support/random-acts.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

const ROUNDS = 20;
const ACTS = 8;
const FOUR_DAYS = 4 * 24 * 60;

const seed = Number(process.env.MOOTHALL_SEED ?? 20261116);

test(`Whichever nodes stop while people write, all end with the same (seed ${seed})`, async () => {
  await using councils = await startThreeCouncils();
  const { net, somerset, sunderland, wiltshire } = councils;
  const nodes = [somerset, sunderland, wiltshire];
  const officers = await connectedOfficers(councils);
  const homes = new Map<NetworkNode, string>();
  for (const node of nodes) homes.set(node, await councils.communityOn(node));
  const random = seeded(seed);
  const down = new Set<NetworkNode>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const node of nodes) await stopOrStart(node, down, random());
    const writing = officers.filter((officer) => !down.has(officer.node));
    for (let acts = 0; acts < ACTS; acts++)
      await actAtRandom(writing, async (officer) => homes.get(officer.node) ?? "", random);
    if (random() < 0.7) await net.settle();
    net.clock.advance(random() < 0.1 ? FOUR_DAYS : Math.floor(random() * 3));
  }
  for (const node of down) await node.start();
  for (let hours = 0; hours < 28; hours += 7) {
    net.clock.advance(7 * 60);
    await net.settle();
  }
  const atHome = await heldPosts(somerset, homes.get(somerset) ?? "");
  const digest = await contentDigestOn(somerset, homes.get(somerset) ?? "");
  for (const node of [sunderland, wiltshire]) {
    const there = homes.get(node) ?? "";
    expect(differences(atHome, await heldPosts(node, there)), node.name).toEqual([]);
    expect(await contentDigestOn(node, there), node.name).toBe(digest);
    expect(await publishedMoreThanOnce(node, there), node.name).toEqual([]);
    expect(await unsettled(node), node.name).toEqual([]);
  }
});

async function connectedOfficers(councils: ThreeCouncils): Promise<readonly Officer[]> {
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.connect("wiltshire", "sunderland");
  const others = [
    await councils.officer(somerset, "Priya Shah"),
    await councils.officer(sunderland, "Amara Okafor"),
    await councils.officer(sunderland, "Owen Reed"),
    await councils.officer(wiltshire, "Rhian Price"),
  ];
  for (const officer of others) await councils.join(officer);
  await net.settle();
  return [martin, ...others];
}

async function stopOrStart(node: NetworkNode, down: Set<NetworkNode>, chance: number): Promise<void> {
  if (down.has(node) && chance < 0.5) {
    await node.start();
    down.delete(node);
  } else if (!down.has(node) && chance < 0.2) {
    await node.stop();
    down.add(node);
  }
}

/** Posts written on a node that neither arrived nor were declined. */
async function unsettled(node: NetworkNode): Promise<readonly string[]> {
  const rows = await node.ctx.sql<{ iri: string }[]>`select iri from posts where state = 'pending'`;
  return rows.map((row) => row.iri);
}
