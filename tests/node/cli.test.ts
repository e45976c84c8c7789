import { afterAll, beforeAll, expect, test } from "vitest";
import { findSession } from "../../node/accounts/sessions.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { inTransaction } from "../../node/context.ts";
import { insertActivity, layLetter } from "../../node/outbox/emit.ts";
import type { RemoteNodes } from "../../node/ports.ts";
import { Outage } from "../../node/refusal.ts";
import { StartRefusal } from "../../node/start-refusal.ts";
import { joinAs } from "../support/accounts.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import { connectPeer } from "../support/elsewhere.ts";
import { shellOn } from "../support/shell.ts";

const SOMERSET = "http://somerset.localhost:8661";

const remote: RemoteNodes = {
  closedMembers: () => Promise.reject(new Error("not asked")),
  receipts: () => Promise.reject(new Error("not asked")),
  appealed: () => Promise.reject(new Error("not asked")),
  askHidden: () => Promise.reject(new Error("not asked")),
  hiddenFile: () => Promise.reject(new Error("not asked")),
  shows: () => Promise.reject(new Error("not asked")),
  describe: async (_ctx, address) => {
    if (!address.includes("somerset")) throw new Outage("dns");
    return {
      origin: SOMERSET,
      nodeIri: `${SOMERSET}/ap/actor`,
      name: "Somerset",
      software: "moothall",
      councils: [{ registerId: "E06000066", name: "Somerset Council", nameCy: null, own: true }],
      fingerprint: "aaaa bbbb",
      communities: null,
    };
  },
  fingerprint: (pem) => `print of ${pem.split("\n")[0]}`,
  bringActor: async (ctx) => {
    const [known] = await ctx.sql`select 1 from peers where origin = ${SOMERSET}`;
    if (!known) await connectPeer(ctx, "somerset", "known");
    return "";
  },
  compare: async () => [],
  resync: async () => [],
  roundTrip: async () => ({ outcome: "fine", error: "", aheadMs: 0, certificateEnds: null }),
};

let node: TestNode;
const shell = shellOn(() => node);
const { call } = shell;
beforeAll(async () => {
  const councils = [{ name: "Sunderland City Council", domains: ["sunderland.gov.uk"] }];
  node = await openTestNode({ config: { councils }, ports: { remote } });
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
});

test("Help is everywhere and needs no database", async () => {
  const all = await call();
  expect(all).toMatchObject({ code: 0, err: "" });
  for (const noun of [
    "people",
    "sessions",
    "peers",
    "communities",
    "queue",
    "config",
    "keys",
    "migrate",
    "administrator-link",
  ]) {
    expect(all.out).toContain(noun);
    expect((await call(noun, "--help")).out).toMatch(/Usage|shows what a verb takes/);
  }
  expect((await call("people", "invite", "--help")).out).toContain("--as <person>");
  expect(shell.opened()).toBe(0);
});

test("A command that does not exist or lacks a word is refused in one sentence that says what to do", async () => {
  const wrong = [
    ["parrots"],
    ["people", "feed"],
    ["people", "disable"],
    ["people", "list", "--loud"],
    ["people", "list", "--page", "0"],
    ["people", "list", "more"],
    ["people", "invite", "a@b.example"],
    ["peers", "refuse", "x.example"],
    ["config", "explain", "colour"],
  ];
  for (const words of wrong) {
    const said = await call(...words);
    expect(said).toMatchObject({ code: 2, out: "" });
    expect(said.err).toMatch(/^[^\n]+\.$/);
  }
});

test("The first administrator's link is made anew until there is an account, and then never again", async () => {
  const link = await call("administrator-link");
  expect(link).toMatchObject({ code: 0 });
  expect(link.out).toMatch(/^http:\/\/sunderland\.localhost:8620\/first\/\S+$/);
  await joinAs(node.ctx, "Amara Okafor", "amara.okafor@sunderland.gov.uk");
  const late = await call("administrator-link");
  expect(late.code).toBe(2);
  expect(late.err).toContain("people make-administrator");
});

test("People are listed, made administrators, signed out, disabled and enabled; the last administrator stays", async () => {
  const session = await joinAs(node.ctx, "Tom Reed", "tom.reed@sunderland.gov.uk");
  expect((await call("people", "list", "--search", "tom")).out).toMatch(
    /NAME.+\nTom Reed\s+tom\.reed@sunderland\.gov\.uk\s+Sunderland City Council/,
  );
  expect((await call("people", "list", "--search", "nobody")).out).toBe("Nobody has that in name or e-mail.");
  expect(await call("people", "sign-out", "tom_reed")).toMatchObject({
    code: 0,
    out: "Tom Reed (tom.reed@sunderland.gov.uk) is signed out everywhere.",
  });
  expect(await findSession(node.ctx, session.token)).toBeNull();
  expect((await call("people", "make-administrator", "tom.reed@sunderland.gov.uk")).code).toBe(0);
  const last = await call("people", "disable", "tom_reed");
  expect(last).toMatchObject({ code: 2, out: "" });
  expect(last.err).toContain("last administrator");
  expect((await call("people", "disable", "amara_okafor")).code).toBe(0);
  const json = JSON.parse((await call("people", "enable", "amara_okafor", "--json")).out);
  expect(json).toMatchObject({
    email: "amara.okafor@sunderland.gov.uk",
    disabled: null,
    administrator: false,
  });
  expect((await call("people", "disable", "nobody")).err).toContain("Nothing has that name");
});

test("People are invited in the name of somebody; what is wrong with one address does not stop the others", async () => {
  const invite = (...words: string[]) => call("people", "invite", ...words, "--as", "tom_reed");
  const two = await invite("new@sunderland.gov.uk", "wrong");
  expect(two.code).toBe(0);
  expect(two.out).toContain("new@sunderland.gov.uk: the invitation is in the queue of mails.");
  expect(two.out).toContain("wrong: That is not valid");
  expect((await invite("wrong")).code).toBe(2);
  expect((await invite("a@b.example", "--council", "Atlantis")).code).toBe(2);
  const [mail] = await node.ctx.sql`select recipient, facts from mails where kind = 'invite'`;
  expect(mail).toMatchObject({ recipient: "new@sunderland.gov.uk", facts: { who: "Tom Reed" } });
});

test("A node is asked, listed, paused, resumed, blocked and unblocked by its address", async () => {
  const asked = await call("peers", "add", "somerset.localhost:8661", "--message", "Hello");
  expect(asked).toMatchObject({ code: 0 });
  expect(asked.out).toContain("Fingerprint, to compare by telephone: aaaa bbbb");
  expect((await call("peers", "list")).out).toMatch(
    /Somerset\s+http:\/\/somerset\.localhost:8661\s+asked by us\s+1/,
  );
  const away = await call("peers", "add", "atlantis.example");
  expect(away.err).toContain("name not found in DNS");
  expect(away.code).toBe(2);
  expect((await call("peers", "accept", SOMERSET)).err).toContain("decided already");
  expect((await call("peers", "block", SOMERSET)).out).toContain("blocked");
  expect((await call("peers", "unblock", SOMERSET)).out).toContain("asked by us");
  await node.ctx
    .sql`update peers set state = 'knocking', their_connect_iri = ${`${SOMERSET}/ap/a/1`} where origin = ${SOMERSET}`;
  expect((await call("peers", "accept", SOMERSET)).out).toBe(`Somerset (${SOMERSET}): connected.`);
  expect((await call("peers", "resume", SOMERSET)).code).toBe(2);
  expect((await call("peers", "pause", SOMERSET, "--reason", "Moving house")).out).toContain("paused");
  expect((await call("peers", "resume", SOMERSET)).out).toContain("connected");
  expect((await call("peers", "block", SOMERSET)).out).toContain("blocked");
  expect((await call("peers", "add", "somerset.localhost:8661")).err).toContain("peers unblock");
  expect((await call("peers", "unblock", SOMERSET)).out).toContain("connected");
  const history = (...words: string[]) => call("peers", "history", SOMERSET, ...words);
  expect((await history()).out).toContain("every open community, 90 days back, at most 100000 entries");
  expect((await history("--days", "30", "--items", "500", "--bring", "no")).out).toContain(
    "communities that somebody here joins or follows, 30 days back, at most 500 entries",
  );
  for (const wrong of [
    ["--days", "many"],
    ["--days", "40000"],
    ["--bring", "perhaps"],
  ])
    expect((await history(...wrong)).code).toBe(2);
  expect(JSON.parse((await history("--json")).out)).toMatchObject({
    bringHistory: false,
    historyDays: 30,
    historyItems: 500,
  });
  expect((await call("peers", "fingerprint", SOMERSET)).out).toContain("aaaa bbbb");
  expect((await call("peers", "fingerprint")).out).toBe("print of -----BEGIN PUBLIC KEY-----");
});

test("What waits for another node is shown, tried again at once, and dropped only when one says which", async () => {
  await node.ctx.sql`delete from deliveries`;
  const iri = await inTransaction(node.ctx, async (tx) => {
    const activityIri = await insertActivity(tx, {
      type: "Follow",
      actorIri: tx.iris.node,
      objectIri: `${SOMERSET}/ap/actor`,
      communityId: null,
      readers: "addressees",
    });
    for (let i = 0; i < 3; i++)
      await layLetter(tx, { activityIri, inbox: `${SOMERSET}/ap/actor/inbox`, communityId: null });
    return activityIri;
  });
  await node.ctx
    .sql`update deliveries set failed = ${node.ctx.clock.now()}, error = 'http-400' where id = (select max(id) from deliveries)`;
  await node.ctx
    .sql`update lanes set failing_since = ${node.ctx.clock.now()}, last_error = 'tls-expired', failures = 3,
    open_from = '2099-01-01' where origin = ${SOMERSET}`;
  expect((await call("queue", "list")).out).toMatch(
    /somerset\S+\s+2\s+1\s+certificate expired since 2026-11-16 \d\d:\d\dZ, next try in/,
  );
  expect((await call("queue", "show", SOMERSET)).out).toContain(iri);
  const failed = JSON.parse((await call("queue", "show", SOMERSET, "--failed", "--json")).out);
  expect(failed).toMatchObject([{ type: "Follow", error: "http-400" }]);
  expect((await call("queue", "drop", SOMERSET)).err).toContain("--failed");
  expect((await call("queue", "drop", SOMERSET, "--id", String(failed[0].id))).out).toContain("1 dropped");
  expect((await call("queue", "retry", SOMERSET)).out).toContain("2 waiting");
  const [lane] = await node.ctx.sql<
    { open_from: Date }[]
  >`select open_from from lanes where origin = ${SOMERSET}`;
  expect(lane?.open_from.getFullYear()).toBe(2026);
  expect((await call("queue", "drop", SOMERSET, "--waiting")).out).toContain("2 dropped");
  expect((await call("queue", "show", "atlantis.example")).code).toBe(2);
  const audited = await node.ctx.sql`
    select subject, facts from audit_events where kind = 'deliveries.dropped' order by happened`;
  expect(audited).toEqual([
    { subject: SOMERSET, facts: { count: 1, which: "one" } },
    { subject: SOMERSET, facts: { count: 2, which: "waiting" } },
  ]);
});

test("Settings are checked, shown without secrets, and explained", async () => {
  expect(await call("config", "check")).toMatchObject({ code: 0 });
  const shown = await call("config", "show");
  expect(shown.out).toMatch(/nodeName\s+Sunderland Communities\s+MOOTHALL_NODE_NAME/);
  expect(shown.out).toMatch(/databaseUrl\s+\[hidden\]\s+DATABASE_URL/);
  expect(shown.out).toMatch(/port\s+8080\s+default/);
  expect(shown.out + (await call("config", "show", "--json")).out).not.toContain("hunter2");
  expect((await call("config", "explain", "origin")).out).toContain("MOOTHALL_ORIGIN");
  const wrong = await call("config", "check", {
    environment: { MOOTHALL_PORT: "x", MOOTHALL_COLOUR: "red" },
  });
  expect(wrong).toMatchObject({ code: 2, out: "" });
  expect(wrong.err.split("\n")).toHaveLength(2);
});

test("Keys are listed and replaced; the old ones stay listed as retired", async () => {
  expect((await call("keys", "list")).out).toContain("http://sunderland.localhost:8620/ap/actor#main-key");
  const rotated = await call("keys", "rotate");
  expect(rotated.out).toContain("#ed25519-key-2");
  expect(rotated.out).toContain("Tell connected councils the new fingerprint");
  const keys = JSON.parse((await call("keys", "list", "--json")).out);
  expect(keys.map((key: { revoked: string | null }) => key.revoked !== null)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect((await call("keys", "list", "--person", "tom_reed")).out).toContain("/ap/p/");
  expect((await call("keys", "list", "--community", "atlantis")).code).toBe(2);
});

test("Communities are listed and shown with where they live", async () => {
  const tom = await node.ctx.sql<
    { actor_id: string }[]
  >`select actor_id from accounts where email like 'tom%'`;
  await createCommunity(
    node.ctx,
    { actorId: tom[0]?.actor_id ?? "" },
    {
      name: "Kinship Care",
      purpose: "For people who assess carers.",
      charter: {},
      level: "open",
      themes: [],
      language: "en",
    },
  );
  expect((await call("communities", "list")).out).toMatch(/Kinship Care\s+kinship_care\s+here\s+open\s+1/);
  expect((await call("communities", "show", "kinship_care")).out).toMatch(/facilitators\s+Tom Reed/);
  expect((await call("communities", "show", "atlantis")).code).toBe(2);
});

test("A fault of ours ends with 1, a start that is refused with 2; the node is closed after every command", async () => {
  const fault = await call("people", "list", { open: () => Promise.reject(new Error("Boom")) });
  expect(fault).toMatchObject({ code: 1, out: "" });
  expect(fault.err).toContain("Boom");
  const taken = await call("people", "list", {
    open: () => Promise.reject(new StartRefusal("Moothall is already starting.")),
  });
  expect(taken).toEqual({ code: 2, out: "", err: "Moothall is already starting." });
  expect(shell.closed()).toBe(shell.opened());
});
