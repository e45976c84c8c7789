import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf } from "../../node/ids.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

// A community for members only on one site: how it is started, what who is outside sees of it, and what its members do.

let site: TestSite;
let scene: WebScene;
let path = "";
let topicPath = "";
beforeAll(async () => {
  site = await openTestSite({
    config: {
      nodeName: "Somerset",
      councils: [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }],
    },
  });
  scene = await fillScene(site.ctx);
});
afterAll(() => site[Symbol.asyncDispose]());

const SECRET = "Zebracorn";
const ENTRY = "Members can read this. Copies are kept by: Somerset.";

const asked = (who: Parameters<WebScene["cookie"]>[0], at: string, accept?: string) =>
  site.browser().get(at, { ...scene.cookie(who), ...(accept ? { accept } : {}) });
const sent = (who: Parameters<WebScene["cookie"]>[0], at: string, fields: Record<string, string>) =>
  site.browser().post(at, fields, scene.cookie(who));

test("Anyone starts a community for members only, and its page says before the first post who keeps copies (D-14)", async () => {
  const form = {
    name: "Serious case reviews",
    purpose: "For officers who write them.",
    level: "closed",
    language: "en",
    charter_who: `${SECRET} charter`,
  };
  const looked = await sent("facilitator", "/communities/new", form);
  const made =
    looked.status === 303
      ? looked
      : await sent("facilitator", "/communities/new", { ...form, looked: "yes" });
  expect(made.status, made.text).toBe(303);
  path = (made.headers.get("location") ?? "").replace(/\?.*/, "");
  const page = await asked("facilitator", path);
  expect(page.text).toContain(ENTRY);
  expect(page.text).toContain("Not end-to-end encrypted.");
  const compose = await asked("facilitator", `${path}/new?kind=question`);
  expect(compose.text).toContain("1 member from 1 council can read this. Copies are kept by: Somerset.");
});

test("What is written there is read by its members; nobody else reads it, a number or a name of it", async () => {
  const posted = await sent("facilitator", `${path}/new?kind=question`, {
    title: `${SECRET} title`,
    text: `${SECRET} text`,
    submission: "one",
  });
  expect(posted.status, posted.text).toBe(303);
  const [topic] = await site.ctx.sql<
    { id: string }[]
  >`select id from posts where title = ${`${SECRET} title`}`;
  topicPath = `${path}/t/${idOf(topic?.id ?? "")}`;
  expect((await asked("facilitator", topicPath)).text).toContain(`${SECRET} text`);
  for (const who of ["member", "administrator", "visitor"] as const) {
    const page = await asked(who, path);
    expect([page.status, page.text.includes(SECRET)], who).toEqual([200, false]);
    expect(page.text, who).toContain("For members only");
    expect(page.text, who).not.toMatch(/\d members? from/);
    expect(page.headers.get("cache-control"), who).toContain("no-store");
    for (const at of [topicPath, `${path}/feed.atom`])
      expect((await asked(who, at)).status, `${who} ${at}`).toBe(404);
    for (const at of [
      `${path}/questions`,
      `${path}/members`,
      `${path}/about`,
      "/communities",
      `/search?q=${SECRET}`,
    ]) {
      const answer = await asked(who, at);
      expect(answer.text, `${who} ${at}`).not.toMatch(/Zebracorn (title|text|charter)/);
    }
    const json = await asked(who, path, "application/json");
    expect(JSON.parse(json.text), who).toMatchObject({
      community: {
        members: null,
        councils: null,
        lastActivity: null,
        charter: {},
        audience: null,
        readable: false,
      },
      topics: { items: [], total: 0 },
    });
  }
});

test("D-08: no form and no page passes it on: no feed, no preview, no way to announce, quote or move it", async () => {
  const fields = {
    name: "Serious case reviews",
    purpose: "For officers.",
    language: "en",
    joining: "approval",
  };
  const asks = await site
    .browser()
    .post(`${path}/settings`, { ...fields, reach: "feed" }, scene.cookie("facilitator"));
  expect([303, 422]).toContain(asks.status);
  for (const who of ["facilitator", "visitor"] as const)
    expect((await asked(who, `${path}/feed.atom`)).status, who).toBe(404);
  const page = await asked("facilitator", topicPath);
  expect(page.text).toContain('name="robots" content="noindex"');
  expect(page.text).not.toMatch(/og:|oembed|twitter:|application\/(atom|rss)/i);
  const forms = [...page.text.matchAll(/(?:action|formaction|<a[^>]* href)="([^"]+)"/g)].map(
    ([, at = ""]) => at,
  );
  expect(forms.filter((at) => /announce|boost|quote|share|repost|embed/i.test(at))).toEqual([]);
  for (const act of ["announce", "quote", "share", "boost", "embed"])
    expect((await sent("facilitator", `${topicPath}/${act}`, {})).status, act).toBe(404);
  const sitemap = await asked("visitor", "/sitemap.xml");
  expect(sitemap.text).not.toContain(topicPath);
});

test("A67: what is written in an open community with the address of it says that address, and not its title, words, author or number of replies", async () => {
  const open = (
    await site.ctx.sql<{ handle: string }[]>`
    select g.handle from communities c join actors g on g.id = c.actor_id where c.level = 'open' and g.peer_id is null
      and c.id in (select m.community_id from memberships m where m.state = 'active'
        and m.actor_id = (select id from actors where name = 'Fay Quinn')) limit 1`
  )[0];
  const at = `/c/${open?.handle}`;
  const address = new URL(topicPath, site.ctx.iris.origin).href;
  const posted = await sent("facilitator", `${at}/new?kind=question`, {
    title: "Where the reviews are",
    text: `Read [this](${address}) or ${address}`,
    submission: "a67",
  });
  expect(posted.status, posted.text).toBe(303);
  const shown = (posted.headers.get("location") ?? "").replace(/[?#].*/, "");
  for (const who of ["visitor", "member"] as const) {
    for (const accept of ["text/html", "application/json"]) {
      const page = await asked(who, shown, accept);
      expect(page.text, `${who} ${accept}`).toContain(topicPath);
      expect(page.text, `${who} ${accept}`).not.toContain(SECRET);
      expect(page.text, `${who} ${accept}`).not.toContain("Serious case reviews");
    }
    const found = await asked(who, "/search?q=reviews", "application/json");
    expect(found.text, who).not.toContain(SECRET);
  }
});

test("A reply to it by who is outside is refused as if there was nothing", async () => {
  const refused = await sent("member", `${topicPath}/reply`, { text: "Hello", submission: "two" });
  const nothing = await sent("member", `${path}/t/${"0".repeat(22)}/reply`, {
    text: "Hello",
    submission: "three",
  });
  expect([refused.status, nothing.status]).toEqual([404, 404]);
});

test("Somebody asks to join, reads before that everyone sees everyone, and a facilitator lets them in", async () => {
  const page = await asked("member", path);
  expect(page.text).toContain("Ask to join");
  expect(page.text).not.toContain("Follow");
  const form = await asked("member", `${path}/join`);
  expect(form.text).toContain("Every member sees the name, role and council of every other member.");
  expect((await sent("member", `${path}/join`, { words: "I write them too." })).status).toBe(303);
  expect((await asked("member", topicPath)).status, "asking is not being in").toBe(404);
  const requests = await asked("facilitator", `${path}/requests`);
  const id = /name="request" value="([^"]+)"/.exec(requests.text)?.[1] ?? "";
  expect((await sent("facilitator", `${path}/requests`, { request: id, decision: "approve" })).status).toBe(
    303,
  );
  expect((await asked("member", topicPath)).text).toContain(`${SECRET} text`);
  const members = await asked("member", `${path}/members`);
  for (const name of ["Fay Quinn", "Mona Lee"]) expect(members.text).toContain(name);
  expect((await asked("member", topicPath)).text).toContain("2 members from 1 council can read this.");
});

test("Where joining is by invitation nobody can ask, and the settings offer no feed", async () => {
  const settings = await asked("facilitator", `${path}/settings`);
  expect(settings.text).toContain("By invitation only");
  expect(settings.text).not.toContain("Offer a feed");
  const fields = { name: "Serious case reviews", purpose: "For officers who write them.", language: "en" };
  expect((await sent("facilitator", `${path}/settings`, { ...fields, joining: "invitation" })).status).toBe(
    303,
  );
  const page = await asked("outsider", path);
  expect(page.text).toContain("By invitation only");
  expect((await asked("outsider", `${path}/join`)).status).toBe(403);
  const tried = await sent("outsider", `${path}/join`, { words: "Please" });
  expect(tried.status).toBe(403);
  expect(tried.text).toContain("People join this community by invitation.");
  expect((await sent("facilitator", `${path}/settings`, { ...fields, joining: "approval" })).status).toBe(
    303,
  );
});

test("A65: before its first post an open community becomes one for members only, and what was served of it is gone", async () => {
  const made = await sent("facilitator", "/communities/new", {
    name: "Allotments",
    purpose: "For plot holders.",
    level: "open",
    language: "en",
  });
  const allotments = (made.headers.get("location") ?? "").replace(/\?.*/, "");
  expect((await sent("outsider", `${allotments}/follow`, {})).status).toBe(303);
  const closed = { name: "Allotments", purpose: "For plot holders.", level: "closed", language: "en" };
  expect((await sent("facilitator", `${allotments}/settings`, closed)).status).toBe(303);
  const [row] = await site.ctx.sql<{ follows: number; readers: string[] }[]>`
    select (select count(*)::int from follows f where f.community_id = c.id and f.state = 'active') as follows,
      (select array_agg(distinct v.readers) from activities v where v.community_id = c.id) as readers
    from communities c join actors g on g.id = c.actor_id where g.name = 'Allotments'`;
  expect(row).toEqual({ follows: 0, readers: ["holders"] });
  expect((await asked("outsider", allotments)).text).toContain("For members only");
});
