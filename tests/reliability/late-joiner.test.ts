import { expect, test } from "vitest";
import { contentDigestOn, differences, heldPosts, publishedMoreThanOnce } from "../support/held.ts";
import { actAtRandom, seeded } from "../support/random-acts.ts";
import { startThreeCouncils } from "../support/three-councils.ts";

const ENTRIES = 300;

test("A council that connects after 300 entries holds what everyone else holds", async () => {
  const seed = Number(process.env.MOOTHALL_SEED ?? 20261116);
  process.stdout.write(`seed ${seed}\n`);
  await using councils = await startThreeCouncils();
  const { net, somerset, sunderland, wiltshire, martin } = councils;
  await net.connect("sunderland", "somerset");
  const officers = [
    martin,
    await councils.officer(somerset, "Priya Shah"),
    await councils.officer(sunderland, "Amara Okafor"),
    await councils.officer(sunderland, "Owen Reed"),
  ];
  for (const officer of officers.slice(1)) await councils.join(officer);
  await net.settle();
  const random = seeded(seed);
  const done = new Map<string, number>();
  const home = await councils.communityOn(somerset);
  const logged = async () =>
    (await somerset.ctx.sql<{ seq: number }[]>`select seq from communities where id = ${home}`)[0]?.seq ?? 0;
  while ((await logged()) < ENTRIES) {
    for (let acts = 0; acts < 12; acts++) {
      const act = await actAtRandom(officers, (officer) => councils.communityOn(officer.node), random);
      if (act !== null) done.set(act, (done.get(act) ?? 0) + 1);
    }
    await net.settle();
  }
  expect([...done.keys()].sort()).toHaveLength(14);

  await net.connect("wiltshire", "somerset");
  await net.connect("wiltshire", "sunderland");
  await net.settle();

  const atHome = await heldPosts(somerset, home);
  expect(atHome.some((post) => post.accepted !== null)).toBe(true);
  expect(atHome.some((post) => post.useful > 0)).toBe(true);
  const digest = await contentDigestOn(somerset, home);
  for (const node of [sunderland, wiltshire]) {
    const there = await councils.communityOn(node);
    expect(differences(atHome, await heldPosts(node, there)), node.name).toEqual([]);
    expect(await contentDigestOn(node, there), node.name).toBe(digest);
    expect(await publishedMoreThanOnce(node, there)).toEqual([]);
  }
});
