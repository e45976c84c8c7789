import { expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { renewJoinLink } from "../../node/communities/join-link.ts";
import { decideRequest } from "../../node/memberships/decide.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { membershipOf } from "../../node/memberships/read.ts";
import { joinAs, lastLinkTo, mailsOf, PASSWORD } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { startThreeCouncils } from "../support/three-councils.ts";
import { browserOn, openTestSite, signedInOn, type TestSite, webAppFor } from "../support/web.ts";

const DOMAIN = "sunderland.gov.example";
const COUNCILS = [{ name: "Sunderland City Council", domains: [DOMAIN], own: true }];

interface Opened extends AsyncDisposable {
  readonly site: TestSite;
  readonly founder: { readonly actorId: string; readonly accountId: string };
  readonly community: { readonly id: string };
  /** The join link as its facilitator sees it now. */
  link(): Promise<string>;
  stateOf(actorId: string): Promise<string>;
}

async function open(level: "open" | "restricted"): Promise<Opened> {
  const site = await openTestSite({ config: { councils: COUNCILS } });
  const founder = await joinAs(site.ctx, "Ruth Hallam", `ruth.hallam@${DOMAIN}`);
  const community = await createCommunity(site.ctx, founder, draftCommunity("Food waste", level));
  const browser = site.browser();
  await browser.post("/sign-in", { email: `ruth.hallam@${DOMAIN}`, password: PASSWORD });
  return {
    site,
    founder,
    community,
    async link() {
      const about = await browser.get("/c/food_waste/about");
      return /value="https?:\/\/[^"/]+(\/c\/food_waste\/join\/[^"]+)"/.exec(about.text)?.[1] ?? "";
    },
    async stateOf(actorId) {
      return (await membershipOf(site.ctx.sql, actorId, community.id))?.state ?? "none";
    },
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  };
}

test.each(["open", "restricted"] as const)(
  "Whoever opens the join link of a community that is %s joins at once with one button, and looking alone joins nobody",
  async (level) => {
    await using at = await open(level);
    const dev = await signedInOn(at.site, { name: "Devinder Gill", email: `dev@${DOMAIN}` });
    const link = await at.link();
    const page = await dev.get(link);
    expect(page.text).toContain("You are invited to join Food waste");
    expect(page.headers.get("cache-control")).toBe("private, no-store");
    expect(page.text).toContain('name="robots" content="noindex');
    expect((await dev.get("/c/food_waste")).text).not.toContain("Leave");
    const joined = await dev.post(link);
    expect(joined.to).toBe("/c/food_waste?done=joined");
    expect((await dev.get(joined.to ?? "")).text).toContain("You are now a member.");
    expect((await dev.get(link)).to).toBe("/c/food_waste");
    expect((await dev.post(link, {}, { accept: "application/json" })).text).toContain('"state":"active"');
    // Nobody is written to about what they did themselves.
    expect((await mailsOf(at.site.ctx)).filter((mail) => !mail.kind.startsWith("register"))).toEqual([]);
  },
);

test("A new link is made by a facilitator only, and the old one then leads to the community with a plain sentence", async () => {
  await using at = await open("restricted");
  const old = await at.link();
  const ruth = at.site.browser();
  await ruth.post("/sign-in", { email: `ruth.hallam@${DOMAIN}`, password: PASSWORD });
  const dev = await signedInOn(at.site, { name: "Devinder Gill", email: `dev@${DOMAIN}` });
  expect((await dev.post("/c/food_waste/join-link")).status).toBe(403);
  expect(await at.link()).toBe(old);

  const renewed = await ruth.post("/c/food_waste/join-link");
  expect(renewed.to).toBe("/c/food_waste/about?done=link-renewed#invite");
  const fresh = await at.link();
  expect(fresh).not.toBe(old);
  for (const link of [old, "/c/food_waste/join/guessed"]) {
    expect((await dev.get(link)).to).toBe("/c/food_waste?done=link-over");
    expect((await dev.post(link)).to).toBe("/c/food_waste?done=link-over");
    const told = await dev.get(link, { accept: "application/json" });
    expect([told.status, JSON.parse(told.text).code]).toEqual([410, "expired"]);
  }
  const page = await dev.get("/c/food_waste?done=link-over");
  expect(page.text).toContain("This join link does not work any more.");
  expect(page.text).not.toContain("govuk-notification-banner--success");
  expect((await dev.post(fresh)).to).toContain("done=joined");
  const json = await ruth.post("/c/food_waste/join-link", {}, { accept: "application/json" });
  expect(JSON.parse(json.text).joinLink).toBe(await at.link());
});

test("A request that waits is granted by the link; a pause or a declined request is not undone by it", async () => {
  await using at = await open("restricted");
  const { ctx } = at.site;
  const people = ["Asha Patel", "Huw Evans", "Nia Rees"] as const;
  const [waits, declined, paused] = await Promise.all(
    people.map((name) => joinAs(ctx, name, `${name.toLowerCase().replace(" ", ".")}@${DOMAIN}`)),
  );
  if (!waits || !declined || !paused) throw new Error("Somebody did not join.");
  const asked = { communityId: at.community.id, words: "Please." };
  await joinCommunity(ctx, { actorId: waits.actorId, ...asked });
  const { id } = await joinCommunity(ctx, { actorId: declined.actorId, ...asked });
  const no = { facilitatorId: at.founder.actorId, membershipId: id, accept: false, words: "Not your field." };
  await decideRequest(ctx, no);
  await joinCommunity(ctx, { actorId: paused.actorId, ...asked });
  await ctx.sql`update memberships set state = 'suspended' where actor_id = ${paused.actorId}`;

  const link = await at.link();
  const browserOf = async (email: string) => {
    const browser = at.site.browser();
    await browser.post("/sign-in", { email: `${email}@${DOMAIN}`, password: PASSWORD });
    return browser;
  };
  expect((await (await browserOf("asha.patel")).post(link)).to).toContain("done=joined");
  expect((await (await browserOf("huw.evans")).post(link)).to).toBe("/c/food_waste/join");
  expect((await (await browserOf("nia.rees")).post(link)).status).toBe(403);
  expect(await at.stateOf(waits.actorId)).toBe("active");
  expect(await at.stateOf(declined.actorId)).toBe("refused");
  expect(await at.stateOf(paused.actorId)).toBe("suspended");
});

test("Signing in and making an account both come back to the link, and nowhere outside this site", async () => {
  await using at = await open("open");
  const link = await at.link();
  const visitor = at.site.browser({ address: "192.0.2.77" });
  const page = await visitor.get(link);
  const signIn = /href="(\/sign-in\?next=[^"]+)"/.exec(page.text)?.[1] ?? "";
  const register = /href="(\/join\?next=[^"]+)"/.exec(page.text)?.[1] ?? "";
  expect(decodeURIComponent(signIn)).toContain(link);
  expect((await visitor.get(register)).text).toContain(`name="next" value="${link}"`);

  const asked = await visitor.post("/join", { email: `priya@${DOMAIN}`, next: link });
  expect((await visitor.get(asked.to ?? "")).text).toContain(`name="next" value="${link}"`);
  const confirm = `/join/confirm/${await lastLinkTo(at.site.ctx, `priya@${DOMAIN}`)}`;
  const made = await visitor.post(confirm, { name: "Priya Nair", roleTitle: "", password: PASSWORD });
  expect(made.to).toBe(link);
  expect((await visitor.post(link)).to).toContain("done=joined");
  // The welcome has not been lost: it comes with Home.
  expect((await visitor.get("/")).to).toBe("/welcome");

  const astray = at.site.browser({ address: "192.0.2.78" });
  await astray.post("/join", { email: `tom@${DOMAIN}`, next: "//evil.example/c/x/join/y" });
  const other = `/join/confirm/${await lastLinkTo(at.site.ctx, `tom@${DOMAIN}`)}`;
  expect((await astray.post(other, { name: "Tom Ash", roleTitle: "", password: PASSWORD })).to).toBe(
    "/welcome",
  );
});

test.each(["open", "restricted"] as const)(
  "An officer of another council goes from a link of a community that is %s to their own site, and is told what that means",
  async (level) => {
    await using councils = await startThreeCouncils(level);
    const { net, somerset, sunderland, martin } = councils;
    await net.connect("sunderland", "somerset");
    await net.settle();
    const amara = await councils.officer(sunderland, "Amara Okafor");
    const communityId = await councils.communityOn(somerset);
    const by = { facilitatorId: martin.actorId, accountId: martin.accountId, communityId };
    const code = await renewJoinLink(somerset.ctx, by);
    const [group] = await somerset.ctx.sql<
      { handle: string }[]
    >`select handle from actors where kind = 'group'`;
    const handle = group?.handle ?? "";

    const there = browserOn(webAppFor(somerset.ctx), somerset.origin);
    const page = await there.get(`/c/${handle}/join/${code}`);
    expect(page.text).toContain("Join from your own council");
    expect(page.text.includes("This link cannot be used from another site")).toBe(level === "restricted");
    expect(page.text).not.toContain(`value="${somerset.origin} `);
    const council = new RegExp(`value="(${sunderland.origin} [^"]+)"`).exec(page.text)?.[1] ?? "";
    const forward = await there.post("/own-council", { item: councils.groupIri, council, to: "join" });
    const open = `/open?item=${encodeURIComponent(councils.groupIri)}&join=yes`;
    expect(forward.text).toContain(`${sunderland.origin}${open.replace("&", "&amp;")}`);

    const home = browserOn(webAppFor(sunderland.ctx), sunderland.origin);
    const elsewhere = `/c/${handle}@${new URL(somerset.origin).host}`;
    const target = level === "open" ? elsewhere : `${elsewhere}/join`;
    expect(decodeURIComponent((await home.get(open)).to ?? "")).toBe(`/sign-in?next=${target}`);
    await home.post("/sign-in", { email: "amara.okafor@sunderland.gov.example", password: PASSWORD });
    expect((await home.get(open)).to).toBe(target);
    // The address of the link itself, pasted into search, opens the community too.
    const link = encodeURIComponent(`${somerset.origin}/c/${handle}/join/${code}`);
    expect((await home.get(`/search?q=${link}`)).to).toBe(elsewhere);

    await home.post(`${elsewhere}/join`, { words: "I lead on kinship." });
    await net.settle();
    const membership = await membershipOf(
      sunderland.ctx.sql,
      amara.actorId,
      await councils.communityOn(sunderland),
    );
    expect(membership?.state).toBe(level === "open" ? "active" : "requested");
  },
);
