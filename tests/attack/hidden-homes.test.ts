import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { idOf, newUuid } from "../../node/ids.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { openScene, type Scene } from "../support/attack-scene.ts";
import { signedInAs } from "../support/closed-councils.ts";
import { activeIn } from "../support/inert.ts";
import type { Served } from "../support/peerkit.ts";
import { textOfEverything } from "../support/row-counts.ts";
import type { Browser } from "../support/web.ts";

// Nia of north is in a hidden community that evil says it keeps. What evil answers is shown to her alone, or not at all.

const SECRET = "Zamberwick";

let scene: Scene;
let nia: Browser;
let place: string;
/** What evil answers to a question; its tokens are good unless a test says otherwise. */
let answer: () => Served;
let token: () => Served;
let asked: { readonly ask?: { readonly ask: string } }[];
beforeAll(async () => {
  scene = await openScene();
  const { north, evil } = scene;
  const peer = await peerByOrigin(north.ctx.sql, evil.origin);
  const id = newUuid(north.ctx.clock.now());
  place = `/hidden/${idOf(id)}`;
  await north.ctx.sql`insert into hidden_places (id, actor_id, group_iri, peer_id, state, since)
    values (${id}, ${scene.nia}, ${`${evil.origin}/ap/g/none`}, ${peer?.id ?? ""}, 'member', ${north.ctx.clock.now()})`;
  nia = await signedInAs({ name: "Nia Bell", node: north, accountId: "", actorId: scene.nia });
  evil.inboxAnswer = ({ path, text }) => {
    if (!path.endsWith("/reference")) return { status: 202 };
    const line = JSON.parse(text) as { readonly ask?: { readonly ask: string } };
    asked.push(line);
    return { type: "application/json", ...(line.ask?.ask === "token" ? token() : answer()) };
  };
});
afterAll(async () => scene[Symbol.asyncDispose]());
beforeEach(() => {
  asked = [];
  const until = new Date(scene.net.clock.now().getTime() + 600_000).toISOString();
  token = () => ({ body: { token: "t", until } });
});

const person = { id: "019a0000-0000-7000-8000-000000000001", iri: "https://e.example/1", name: SECRET };
const community = () => ({
  ...{ id: person.id, iri: `${scene.evil.origin}/ap/g/none`, name: `${SECRET} panel`, purpose: "Ours." },
  relation: { kind: "member", role: "facilitator", since: "2026-11-01T00:00:00Z" },
  created: "2026-11-01T00:00:00Z",
});

/** Bytes without end, until the other side has had enough. */
function endless(piece: Buffer): (response: ServerResponse) => void {
  return (response) => {
    const pour = () => void response.write(piece, () => !response.destroyed && setImmediate(pour));
    pour();
  };
}

test.each<readonly [string, () => Served]>([
  ["bytes without end", () => ({ pour: endless(Buffer.alloc(65_536, 0x20)) })],
  ["more than a page of 25 long posts", () => ({ body: `{"community":"${"x".repeat(7_000_000)}"}` })],
  ["a way to somewhere else", () => ({ status: 302, headers: { location: `${scene.stranger.origin}/x` } })],
  ["no JSON", () => ({ body: "<p>Hello</p>" })],
  ["another shape", () => ({ body: { community: { ...community(), id: "../admin" } } })],
  ["a refusal that there is not", () => ({ status: 422, body: { code: "surrender", facts: {} } })],
  [
    "a page of its own making",
    () => ({ status: 500, type: "text/html", body: `<script>${SECRET}</script>` }),
  ],
  ["that every token is bad", () => ({ status: 401, body: "" })],
])(
  "A home that answers %s is away: nothing of it is shown, and it is asked no more than twice",
  async (_, as) => {
    answer = as;
    const { status, text } = await nia.get(`${place}/about`);
    expect(status).toBe(503);
    for (const words of [SECRET, "surrender", "<script>"]) expect(text).not.toContain(words);
    expect(asked.filter(({ ask }) => ask?.ask === "token").length).toBeLessThanOrEqual(2);
    expect(asked.filter(({ ask }) => ask?.ask !== "token").length).toBeLessThanOrEqual(2);
    expect(scene.stranger.requests).toEqual([]);
    expect((await nia.get("/notifications")).status, "the rest of the site goes on").toBe(200);
  },
);

test("What it says about itself is cleaned and leads nowhere; none of it is kept, and others do not see it", async () => {
  const { north } = scene;
  const wild = {
    ...community(),
    name: `${SECRET} <img src=x onerror=alert(1)>`,
    purpose: "<script>alert(1)</script>",
    path: "https://elsewhere.example/",
    handle: "../../admin",
    themes: ["<b>", "children"],
    charter: { who: '<a href="javascript:alert(1)">Us</a>', motto: "<svg onload=alert(1)>" },
    facilitators: [{ ...person, path: "javascript:alert(1)", handle: 'x" onclick="alert(1)' }],
    local: true,
    level: "open",
  };
  answer = () => ({ body: { community: wild } });
  const { status, text, headers } = await nia.get(`${place}/about`);
  expect(status).toBe(200);
  expect(text).toContain(`${SECRET} &lt;img`);
  expect(activeIn(text)).toEqual([]);
  expect(text).not.toMatch(/href="https:\/\/elsewhere|href="[^"]*\.\.\/admin/);
  expect(headers.get("cache-control")).toContain("no-store");
  await scene.net.settle();
  expect(await textOfEverything(north.ctx)).not.toContain(SECRET);
  const other = await signedInAs({ name: "Martin Hale", node: north, accountId: "", actorId: scene.martin });
  expect((await other.get(`${place}/about`)).status, "it is nobody else's place").toBe(404);
});

test("Whoever it says a person of this site is, has no page and no role here by its word", async () => {
  const { north, martin } = scene;
  const [own] = await north.ctx.sql<{ iri: string; handle: string }[]>`
    select iri, handle from actors where id = ${martin}`;
  const row = (facts: object) => ({
    person: { ...person, initials: "Z", hue: 1, ...facts },
    role: "owner",
    since: "2026-11-01T00:00:00Z",
  });
  const false1 = { iri: own?.iri, handle: "../../../admin/people", name: "Martin Hale" };
  const items = [row(false1), row({ handle: "a/b?c#d" })];
  answer = () => ({
    body: { community: community(), members: { items, total: 2, page: 1, pages: 1 }, shares: [], you: null },
  });
  const { status, text } = await nia.get(`${place}/members`);
  expect(status).toBe(200);
  expect(activeIn(text)).toEqual([]);
  expect(text).not.toMatch(/href="[^"]*\/admin\/people/);
});

test("While it never answers, the page says so after ten seconds, and other pages of the same person do not wait", async () => {
  answer = () => ({ pour: () => {} });
  const waiting = nia.get(`${place}/about`);
  while (!asked.some(({ ask }) => ask?.ask !== "token"))
    await new Promise((resolve) => setImmediate(resolve));
  expect((await nia.get("/notifications")).status).toBe(200);
  expect((await waiting).status).toBe(503);
}, 60_000);
