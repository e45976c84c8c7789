import { afterAll, beforeAll, expect, test } from "vitest";
import { changeCommunity } from "../../node/communities/change.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { findGroup } from "../../node/communities/group-rows.ts";
import { findCommunity } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { ANYONE, type Viewer, viewerOf } from "../../node/visibility/viewer.ts";
import { joinAs } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import type { Somebody } from "../support/web-scene.ts";

let node: TestNode;
let founder: Somebody;
beforeAll(async () => {
  node = await openTestNode({
    config: { councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"] }] },
  });
  founder = await joinAs(node.ctx, "Fay Quinn", "fay.quinn@somerset.gov.example");
});
afterAll(async () => node[Symbol.asyncDispose]());

const CHARTER = { who: "Officers who keep verges." };
/** Where a charter stands: with the community, for who may know of it, and behind the lock. */
async function whereOf(id: string) {
  const [row] = await node.ctx.sql`select c.charter as open,
    (select charter from closed_charters where community_id = c.id) as locked from communities c where c.id = ${id}`;
  return row;
}
const read = (handle: string, viewer: Viewer) =>
  reading(node.ctx, viewer, async (r) => (await findCommunity(r, viewer, handle)).charter);

test("A charter goes behind the lock when its community is closed, and comes out again with it", async () => {
  const { ctx } = node;
  const place = await createCommunity(ctx, founder, { ...draftCommunity("Verges"), charter: CHARTER });
  expect(await whereOf(place.id)).toEqual({ open: CHARTER, locked: null });
  expect(await read(place.handle, ANYONE)).toEqual(CHARTER);
  const change = async (level: "open" | "closed", charter: Record<string, string>) => {
    const draft = { ...draftCommunity("Verges", level), charter };
    await changeCommunity(ctx, {
      ...{ communityId: place.id, facilitatorId: founder.actorId },
      ...{ draft, indexable: false, feed: false },
    });
  };
  await change("closed", CHARTER);
  expect(await whereOf(place.id)).toEqual({ open: {}, locked: CHARTER });
  expect(await read(place.handle, ANYONE)).toEqual({});
  expect(await read(place.handle, viewerOf(founder.actorId))).toEqual(CHARTER);
  expect((await findGroup(ctx, { id: place.id }))?.charter).toEqual(CHARTER);
  await change("closed", {});
  expect(await whereOf(place.id)).toEqual({ open: {}, locked: {} });
  await change("open", CHARTER);
  expect(await whereOf(place.id)).toEqual({ open: CHARTER, locked: null });
});
