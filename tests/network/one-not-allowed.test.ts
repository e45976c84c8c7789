import { expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { joinAs } from "../support/accounts.ts";
import { startNodes } from "../support/start-nodes.ts";

test("A connected council that the settings no longer allow to be reached keeps nobody from hearing of the others", async () => {
  await using net = await startNodes(["sunderland", "somerset"]);
  const [sunderland, somerset] = [net.node("sunderland"), net.node("somerset")];
  await net.connect("sunderland", "somerset");
  await sunderland.ctx.sql`
    insert into peers (origin, node_iri, state, directory_due)
    values ('http://10.1.2.3:8080', 'http://10.1.2.3:8080/ap/actor', 'accepted', ${new Date(0)})`;
  const martin = await joinAs(somerset.ctx, "Martin Hale", "martin.hale@somerset.gov.example");
  const draft = {
    name: "Winter gritting",
    purpose: "Salt, routes and rotas.",
    charter: {},
    level: "open",
    themes: [],
    language: "en",
  } as const;
  await createCommunity(somerset.ctx, { actorId: martin.actorId }, draft);
  net.clock.advance(2);
  await net.settle();
  expect(await (await sunderland.get("/communities")).text()).toContain("Winter gritting");
});
