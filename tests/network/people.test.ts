import { expect, test } from "vitest";
import { updateProfile } from "../../node/accounts/profile.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { listCommunities } from "../../node/communities/read.ts";
import { reading } from "../../node/context.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { ANYONE } from "../../node/visibility/viewer.ts";
import { joinAs } from "../support/accounts.ts";
import { startNodes } from "../support/start-nodes.ts";

test("A changed name and role are the same on every connected council's pages", async () => {
  await using net = await startNodes(["sunderland", "somerset"]);
  const [sunderland, somerset] = [net.node("sunderland"), net.node("somerset")];
  const martin = await joinAs(somerset.ctx, "Martin Hale", "martin.hale@somerset.gov.example");
  const amara = await joinAs(sunderland.ctx, "Amara Okafor", "amara.okafor@sunderland.gov.example");
  const draft = {
    name: "Kinship care",
    purpose: "For officers who assess carers.",
    charter: {},
    level: "open",
    themes: [],
    language: "en",
  } as const;
  await createCommunity(somerset.ctx, { actorId: martin.actorId }, draft);
  await net.connect("sunderland", "somerset");
  const seen = await reading(sunderland.ctx, ANYONE, (r) => listCommunities(r, ANYONE, {}));
  await joinCommunity(sunderland.ctx, { actorId: amara.actorId, communityId: seen.items[0]?.id ?? "" });
  await net.settle();

  await updateProfile(sunderland.ctx, amara.actorId, {
    name: "Amara Okafor-Reid",
    roleTitle: "Team manager",
  });
  await net.settle();
  const [there] = await somerset.ctx.sql<{ name: string; role: string }[]>`
    select name, role_title as role from actors where iri like ${`${sunderland.origin}/ap/p/%`}`;
  expect(there).toEqual({ name: "Amara Okafor-Reid", role: "Team manager" });
});
