import { expect, test } from "vitest";
import { makeAdministrator } from "../../node/accounts/administer.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { joinAs, PASSWORD } from "../support/accounts.ts";
import { type Network, startNodes } from "../support/start-nodes.ts";
import { type Answer, type Browser, browserOn, webAppFor } from "../support/web.ts";

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

test("Two councils see each other ask, refuse with the reason, and connect once the one that refused thinks again", async () => {
  await using net = await startNodes(["somerset", "sunderland"]);
  const [pat, sam] = [await administratorOf(net, "somerset"), await administratorOf(net, "sunderland")];
  const ids = async (asks: string, of: string) =>
    (await peerByOrigin(net.node(asks).ctx.sql, net.node(of).origin))?.id ?? "";
  await sam.post("/admin/peers", { address: net.node("somerset").origin, message: "We share a road." });
  await net.settle();
  expect((await sam.get("/admin/peers")).text).toContain("Asked, waiting for an answer");
  const asked = (await pat.get("/admin/peers")).text;
  for (const words of ["Asking to connect", "Message: We share a road.", "Sunderland City Council"])
    expect(asked).toContain(words);

  const answer = `/admin/peers/${await ids("somerset", "sunderland")}/answer`;
  expect((await pat.post(answer, { decision: "refuse", reason: " " })).status).toBe(422);
  await pat.post(answer, { decision: "refuse", reason: "Not before our election." });
  await net.settle();
  for (const page of [await pat.get("/admin/peers"), await sam.get("/admin/peers")]) {
    expect(page.text).toContain("Refused");
    expect(page.text).toContain("Reason: Not before our election.");
  }

  // Accepting is for the one who refused.
  expect(actsOn(await pat.get("/admin/peers"))).toEqual(["accept", "block"]);
  expect(actsOn(await sam.get("/admin/peers"))).toEqual(["block"]);
  const own = await ids("sunderland", "somerset");
  expect((await sam.post(`/admin/peers/${own}/hold`, { act: "accept" })).status).toBe(409);
  expect(await statesOf(net)).toEqual(["refused", "refused"]);
  await pat.post(`/admin/peers/${await ids("somerset", "sunderland")}/hold`, { act: "accept" });
  await net.settle();
  expect(await statesOf(net)).toEqual(["accepted", "accepted"]);
  for (const page of [await pat.get("/admin/peers"), await sam.get("/admin/peers")])
    expect(page.text).not.toContain("Not before our election.");
});

test("The end of a block gives back what was there before, and connects nobody who was never accepted", async () => {
  await using net = await startNodes(["somerset", "sunderland"]);
  const [pat, sam] = [await administratorOf(net, "somerset"), await administratorOf(net, "sunderland")];
  await sam.post("/admin/peers", { address: net.node("somerset").origin, message: "" });
  await net.settle();
  const { ctx } = net.node("somerset");
  const id = (await peerByOrigin(ctx.sql, net.node("sunderland").origin))?.id ?? "";
  const act = (name: string) => pat.post(`/admin/peers/${id}/hold`, { act: name });
  const councilsHere = () => ctx.sql`select 1 from organisations where peer_id = ${id} and accepted`;
  await act("block");
  await act("resume");
  expect(await statesOf(net)).toEqual(["knocking", "asked"]);
  expect(await councilsHere()).toEqual([]);
  await pat.post(`/admin/peers/${id}/answer`, { decision: "refuse", reason: "Not yet." });
  await act("block");
  expect((await pat.get("/admin/peers")).text).toContain("End the block");
  await act("resume");
  await net.settle();
  expect(await statesOf(net)).toEqual(["refused", "refused"]);
  expect(await councilsHere()).toEqual([]);

  await act("accept");
  await net.settle();
  expect(await councilsHere()).toHaveLength(1);
  for (const [name, state] of [
    ["pause", "paused"],
    ["block", "blocked"],
    ["resume", "paused"],
    ["resume", "accepted"],
  ] as const) {
    await act(name);
    expect(await statesOf(net)).toEqual([state, "accepted"]);
  }
});

test("The page of one council says how much of its older discussions comes, and takes a number within the limits only", async () => {
  await using net = await startNodes(["somerset", "sunderland"], { config: { historyDays: 30 } });
  const pat = await administratorOf(net, "somerset");
  await net.connect("sunderland", "somerset");
  const { ctx } = net.node("somerset");
  const path = `/admin/peers/${(await peerByOrigin(ctx.sql, net.node("sunderland").origin))?.id}`;
  expect((await pat.get("/admin/peers")).text).toContain(
    "Brings the newest 30 days, at most 100,000 entries",
  );
  expect((await pat.get(path)).text).toContain('value="30"');
  for (const days of ["", "-1", "1.5", "36501", "a year"]) {
    const wrong = await pat.post(path, { bring: "yes", days, items: "500" });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("Enter a whole number within the limits");
  }
  expect((await pat.post(path, { bring: "no", days: "365", items: "500" })).to).toContain("/admin/peers");
  expect((await pat.get("/admin/peers")).text).toContain(
    "Brings only communities that somebody here joins or follows",
  );
  const { peer } = JSON.parse((await pat.get(path, { accept: "application/json" })).text);
  expect(peer).toMatchObject({ bringHistory: false, historyDays: 365, historyItems: 500 });
  const [audited] = await ctx.sql`select facts from audit_events where kind = 'peer.history'`;
  expect(audited?.facts).toEqual({ bring: false, days: 365, items: 500 });
  const officer = await signedIn(net, "somerset", "Owen Reed");
  expect((await officer.get(path)).status).toBe(403);
  expect((await officer.post(path, { bring: "yes", days: "1", items: "1" })).status).toBe(403);
});

test("Why a council is late stands in words on the page of connected nodes", async () => {
  await using net = await startNodes(["somerset", "sunderland"]);
  const pat = await administratorOf(net, "somerset");
  await net.connect("sunderland", "somerset");
  const { ctx } = net.node("somerset");
  expect((await pat.get("/admin/peers")).text).not.toContain("Not answering");
  const late = async (error: string) => {
    await ctx.sql`
      insert into lanes (origin, failing_since, last_error, failures) values (${net.node("sunderland").origin}, ${ctx.clock.now()}, ${error}, 3)
      on conflict (origin) do update set failing_since = excluded.failing_since, last_error = excluded.last_error`;
    return (await pat.get("/admin/peers")).text;
  };
  expect(await late("timeout")).toContain("Not answering since 16 November 2026");
  expect(await late("tls-expired")).toContain(
    "Its certificate has expired; not reached since 16 November 2026",
  );
  expect(await late("dns")).toContain("Its name is not found; not reached since 16 November 2026");
});

async function signedIn(net: Network, site: string, name: string, administrator = false): Promise<Browser> {
  const { ctx, origin } = net.node(site);
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@${site}.gov.example`;
  const { accountId } = await joinAs(ctx, name, email);
  if (administrator) await makeAdministrator(ctx, { accountId, by: null });
  const browser = browserOn(webAppFor(ctx), origin);
  await browser.post("/sign-in", { email, password: PASSWORD });
  return browser;
}

function administratorOf(net: Network, site: string): Promise<Browser> {
  return signedIn(net, site, "Pat Reed", true);
}

/** What Somerset holds of Sunderland, and Sunderland of Somerset. */
async function statesOf(net: Network): Promise<readonly (string | undefined)[]> {
  const [a, b] = [net.node("somerset"), net.node("sunderland")];
  const [there, here] = [await peerByOrigin(a.ctx.sql, b.origin), await peerByOrigin(b.ctx.sql, a.origin)];
  return [there?.state, here?.state];
}

/** The buttons beside the one node that is listed. */
function actsOn({ text }: Answer): readonly (string | undefined)[] {
  return [...text.matchAll(/name="act" value="(\w+)"/g)].map(([, act]) => act);
}
