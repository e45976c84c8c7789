import { expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { joinAs, PASSWORD } from "../support/accounts.ts";
import { startNodes } from "../support/start-nodes.ts";
import { browserOn, webAppFor } from "../support/web.ts";

test("An address that this node does not go to says which setting would let it, and how it would be written", async () => {
  await using net = await startNodes(["somerset"]);
  const { ctx, origin } = net.node("somerset");
  const email = "pat.reed@somerset.gov.example";
  const { accountId } = await joinAs(ctx, "Pat Reed", email);
  await makeAdministrator(ctx, { accountId, by: null });
  const pat = browserOn(webAppFor(ctx), origin);
  await pat.post("/sign-in", { email, password: PASSWORD });
  for (const act of ["/admin/peers/look", "/admin/peers"]) {
    const answer = await pat.post(act, { address: "http://stranger.localhost:9" });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("MOOTHALL_PRIVATE_NETWORKS");
    expect(answer.text).toContain("http://stranger.localhost:9=127.0.0.0/8");
    expect(answer.text).toContain('value="http://stranger.localhost:9"');
  }
  const elsewhere = await pat.post("/admin/peers/look", { address: "https://communities.example.gov.uk" });
  expect(elsewhere.text).toContain("A trial address can meet only other trial addresses");
});
