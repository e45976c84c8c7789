import { expect, test } from "vitest";
import { findCommunity } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { leaveCommunity } from "../../node/memberships/leave.ts";
import { changeRole } from "../../node/memberships/roles.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import { type Officer, startThreeCouncils, type ThreeCouncils } from "../support/three-councils.ts";

test("P-16: a community shows as many members, and the same facilitators, at every council that reads it", async () => {
  await using councils = await startThreeCouncils();
  const { net, sunderland, somerset, wiltshire } = councils;
  await net.connect("sunderland", "somerset");
  await net.connect("wiltshire", "somerset");
  await net.connect("wiltshire", "sunderland");
  expect(await shownOn(sunderland, councils)).toEqual({ members: 1, facilitators: ["Martin Hale"] });

  const amara = await councils.officer(sunderland, "Amara Okafor");
  const owen = await councils.officer(wiltshire, "Owen Reed");
  await councils.join(amara);
  await councils.join(owen);
  await net.settle();
  for (const node of [sunderland, somerset, wiltshire])
    expect(await shownOn(node, councils)).toEqual({ members: 3, facilitators: ["Martin Hale"] });

  await makeFacilitator(councils, owen);
  const both = { members: 3, facilitators: ["Martin Hale", "Owen Reed"] };
  for (const node of [sunderland, somerset, wiltshire]) expect(await shownOn(node, councils)).toEqual(both);

  const communityId = await councils.communityOn(wiltshire);
  await leaveCommunity(wiltshire.ctx, { actorId: owen.actorId, communityId });
  await net.settle();
  for (const node of [sunderland, somerset, wiltshire])
    expect(await shownOn(node, councils)).toEqual({ members: 2, facilitators: ["Martin Hale"] });
});

test("What changed while nothing could be told is found when the directory is read again", async () => {
  await using councils = await startThreeCouncils();
  const { net, sunderland, somerset } = councils;
  await net.connect("sunderland", "somerset");
  const joan = await councils.officer(somerset, "Joan Hill");
  await councils.join(joan);
  await makeFacilitator(councils, joan, { settle: false });
  await somerset.ctx.sql`delete from deliveries`;
  await net.settle();
  expect(await shownOn(sunderland, councils)).toEqual({ members: 1, facilitators: ["Martin Hale"] });
  net.clock.advance(61);
  await net.settle();
  expect(await shownOn(sunderland, councils)).toEqual({
    members: 2,
    facilitators: ["Joan Hill", "Martin Hale"],
  });
});

/** The founder makes somebody a facilitator too. */
async function makeFacilitator(councils: ThreeCouncils, officer: Officer, { settle } = { settle: true }) {
  const { net, martin, somerset } = councils;
  const [row] = await officer.node.ctx.sql<
    { iri: string }[]
  >`select iri from actors where id = ${officer.actorId}`;
  const person = await actorByIri(somerset.ctx.sql, row?.iri ?? "");
  const communityId = await councils.communityOn(somerset);
  const change = { byId: martin.actorId, actorId: person?.id ?? "", communityId, facilitator: true };
  await changeRole(somerset.ctx, change);
  if (settle) await net.settle();
}

async function shownOn(node: NetworkNode, { groupIri }: ThreeCouncils) {
  const [group] = await node.ctx.sql<{ handle: string }[]>`select handle from actors where iri = ${groupIri}`;
  const host = groupIri.startsWith(node.origin) ? "" : `@${new URL(groupIri).host}`;
  const page = await reading(node.ctx, ANYONE, (r) => findCommunity(r, ANYONE, `${group?.handle}${host}`));
  return { members: page.members, facilitators: page.facilitators.map((person) => person.name).sort() };
}
