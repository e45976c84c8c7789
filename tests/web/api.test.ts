import { afterAll, beforeAll, expect, test } from "vitest";
import { makeToken } from "../../node/accounts/api-tokens.ts";
import { idOf } from "../../node/ids.ts";
import { acceptAnswer } from "../../node/posts/answer.ts";
import { scopeOf } from "../../web/token-scopes.ts";
import { VISITOR } from "../support/accounts.ts";
import { shapesText } from "../support/api-page.ts";
import { API_SHAPES, type ApiShape } from "../support/api-shapes.ts";
import { openTestSite, type TestSite } from "../support/web.ts";
import { addressOf, routesOf } from "../support/web-routes.ts";
import { fillScene, type WebScene } from "../support/web-scene.ts";

interface Call {
  readonly route: string;
  /** What it takes: the query of a GET, the body of a POST. */
  readonly takes: string;
  readonly gives: ApiShape | "bytes";
  readonly about: string;
}

const POST = "/c/:name/t/:id/p/:post";
const CALLS: readonly Call[] = [
  {
    route: "GET /communities",
    takes: "`q`, `theme`, `home`, `mine=yes`, `page`",
    gives: "Communities",
    about: "communities of every connected council",
  },
  {
    route: "GET /c/:name",
    takes: "`sort`, `show`, `theme`, `page`",
    gives: "CommunityTopics",
    about: "a community and its discussions",
  },
  {
    route: "GET /c/:name/questions",
    takes: "`show`, `page`",
    gives: "CommunityTopics",
    about: "its questions",
  },
  {
    route: "POST /admin/people/switch-off",
    takes: "`account`: work address, name in addresses, or account",
    gives: "Leaver",
    about: "close the account of somebody who has left; by an administrator’s key, as often as one likes",
  },
  { route: "GET /c/:name/about", takes: "", gives: "CommunityAbout", about: "what it is for" },
  {
    route: "GET /c/:name/members",
    takes: "`page`",
    gives: "CommunityMembers",
    about: "its members, to those who may see them",
  },
  {
    route: "GET /c/:name/moderation-log",
    takes: "`page`",
    gives: "ModerationLog",
    about: "what facilitators did, and why, to those who may read it",
  },
  { route: "GET /c/:name/t/:id", takes: "`page`", gives: "Thread", about: "a discussion, 25 posts a page" },
  { route: `GET ${POST}/history`, takes: "`version`", gives: "History", about: "what a post said before" },
  {
    route: "GET /search",
    takes: "`q`, `in`, `kind`, `council`, `community`, `since`, `sort`, `answered`, `exact`, `page`",
    gives: "Found",
    about: "search",
  },
  {
    route: "GET /people",
    takes: "`q`, `council`, `page`",
    gives: "People",
    about: "people who let themselves be found",
  },
  { route: "GET /people/:handle", takes: "", gives: "Profile", about: "a person" },
  { route: "GET /notifications", takes: "`page`", gives: "Notifications", about: "what one was told" },
  { route: "POST /c/:name/join", takes: "`words`", gives: "Joined", about: "join, or ask to" },
  { route: "POST /c/:name/leave", takes: "", gives: "Done", about: "leave" },
  { route: "POST /c/:name/withdraw", takes: "", gives: "Done", about: "take a request back" },
  { route: "POST /c/:name/follow", takes: "", gives: "Done", about: "follow" },
  { route: "POST /c/:name/unfollow", takes: "", gives: "Done", about: "follow no longer" },
  {
    route: "POST /c/:name/new",
    takes:
      "query `kind=question` or `topic`; `title`, `text`, `themes`, `lang`, `submission`, `files`, `alts`",
    gives: "Posted",
    about: "ask, or start a discussion",
  },
  {
    route: "POST /c/:name/t/:id/reply",
    takes: "`text`, `to`, `lang`, `submission`, `files`, `alts`",
    gives: "Posted",
    about: "reply",
  },
  { route: "POST /c/:name/t/:id/read", takes: "", gives: "Done", about: "mark a discussion as read" },
  { route: `GET ${POST}/edit`, takes: "", gives: "EditForm", about: "one’s own post with its revision" },
  {
    route: `POST ${POST}/edit`,
    takes: "`title`, `text`, `themes`, `lang`, `revision`, `files`, `alts`",
    gives: "Done",
    about: "change it",
  },
  { route: `POST ${POST}/useful`, takes: "", gives: "Useful", about: "say that a post was useful" },
  { route: `POST ${POST}/not-useful`, takes: "", gives: "Useful", about: "take that back" },
  { route: `POST ${POST}/accept`, takes: "", gives: "Done", about: "accept an answer to one’s own question" },
  { route: `POST ${POST}/unaccept`, takes: "", gives: "Done", about: "take that back" },
  {
    route: "GET /files/:key",
    takes: "`size=small`, `Range`",
    gives: "bytes",
    about: "a file, at its `path`",
  },
  { route: "POST /files", takes: "a form of parts with one file, `upload`", gives: "File", about: "upload" },
  {
    route: "POST /files/:file/remove",
    takes: "",
    gives: "TakenBack",
    about: "take back what was uploaded and not posted",
  },
  { route: `POST ${POST}/delete`, takes: "", gives: "Done", about: "erase one’s own post" },
];

let site: TestSite;
let scene: WebScene;
let key: string;
beforeAll(async () => {
  const councils = [{ name: "Somerset Council", domains: ["somerset.gov.example"], own: true }];
  site = await openTestSite({ config: { councils } });
  scene = await fillScene(site.ctx);
  key = await makeToken(
    site.ctx,
    scene.people.author,
    { name: "Test", scopes: ["read", "write"], days: 30 },
    VISITOR,
  );
});
afterAll(async () => site[Symbol.asyncDispose]());

async function call(route: string, more: { query?: string; body?: unknown; fill?: object } = {}) {
  const [method = "", path = ""] = route.split(" ");
  const { origin } = site.ctx.iris;
  const fill = { ...scene.fill, ...more.fill };
  const answer = await site.app.fetch(
    new Request(`${origin}${addressOf(path, fill)}${more.query ?? ""}`, {
      method,
      headers: {
        host: new URL(origin).host,
        authorization: `Bearer ${key}`,
        ...(more.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    }),
  );
  return { status: answer.status, json: JSON.parse(await answer.text()) };
}

/** Calls, and holds the answer against the shape that docs/api.md gives of it. */
async function calls(route: string, more: Parameters<typeof call>[1] = {}) {
  const gives = CALLS.find((one) => one.route === route)?.gives;
  if (gives === undefined || gives === "bytes") throw new Error(`${route} answers no JSON.`);
  const { status, json } = await call(route, more);
  expect([route, status, json.errors ?? json.code]).toEqual([
    route,
    200,
    gives === "EditForm" ? [] : undefined,
  ]);
  const read = API_SHAPES[gives].safeParse(json);
  expect(read.error?.issues ?? [], route).toEqual([]);
  return json;
}

test("docs/api.md lists every call that a key may make, what it takes and the shape of its answer", async () => {
  const routes = routesOf(site.app).filter((route) => scopeOf(route) !== null);
  expect(CALLS.map(({ route }) => route).sort()).toEqual(
    routes.map(({ method, path }) => `${method} ${path}`).sort(),
  );
  const rows = CALLS.map(({ route, takes, gives, about }) => {
    const [method = "", path = ""] = route.split(" ");
    return `| \`${route}\` | ${about} | ${takes} | \`${gives}\` | ${scopeOf({ method, path })} |`;
  });
  await expect(pageOf(rows)).toMatchFileSnapshot("../../docs/api.md");
});

test("Every call answers in the shape that docs/api.md gives", async () => {
  const community = { fill: { "c/:name": scene.place.handle } };
  const own = { "t/:id": idOf(scene.topic.id), "p/:post": idOf(scene.topic.id) };
  const { author } = scene.people;
  for (const path of ["/communities", "/c/:name", "/c/:name/questions", "/c/:name/about", "/c/:name/members"])
    await calls(`GET ${path}`, community);
  await calls("GET /c/:name/moderation-log");
  const reply = await calls("POST /c/:name/t/:id/reply", { body: { text: "A line." } });
  const thread = await calls("GET /c/:name/t/:id");
  expect(thread.posts.some((post: { iri: string }) => post.iri === reply.iri)).toBe(true);
  const asked = await calls("POST /c/:name/new", {
    query: "?kind=question",
    body: { title: "Who paints the lines?", text: "And when?", lang: "en" },
  });
  await calls("POST /c/:name/t/:id/read");
  const form = await calls(`GET ${POST}/edit`, { fill: own });
  await calls(`POST ${POST}/edit`, {
    fill: own,
    body: { title: form.text.title, text: "More words.", revision: form.text.revision },
  });
  expect((await calls(`GET ${POST}/history`, { fill: own })).versions).toHaveLength(2);
  await calls(`POST ${POST}/useful`);
  await calls(`POST ${POST}/not-useful`);
  await calls(`POST ${POST}/accept`);
  await calls("GET /c/:name/t/:id");
  await calls(`POST ${POST}/unaccept`);
  await calls("GET /search", { query: "?q=crossing" });
  await calls("GET /people", { query: "?q=a" });
  await calls("GET /people/:handle");
  await acceptAnswer(site.ctx, { actorId: author.actorId, postId: scene.reply.id });
  await calls("GET /notifications");
  const other = { fill: { "c/:name": scene.elsewhere.handle } };
  await calls("POST /c/:name/follow", other);
  await calls("POST /c/:name/unfollow", other);
  await calls("POST /c/:name/join", { ...other, body: { words: "Hello" } });
  await calls("POST /c/:name/leave", other);
  await calls("POST /c/:name/withdraw", other);
  const made = idOf(asked.id);
  await calls(`POST ${POST}/delete`, { fill: { "t/:id": made, "p/:post": made } });
  const gone = await calls("GET /c/:name/t/:id", { fill: { "t/:id": made } });
  expect(gone.posts[0].gone).toEqual({ kind: "deleted", reason: "" });
});

test("A file is uploaded, read and taken back in the shapes that docs/api.md gives", async () => {
  const { origin } = site.ctx.iris;
  const headers = { host: new URL(origin).host, authorization: `Bearer ${key}` };
  const body = new FormData();
  body.set("upload", new File(["A4,12"], "costs.csv", { type: "text/csv" }));
  const made = await site.app.fetch(new Request(`${origin}/files`, { method: "POST", headers, body }));
  const file = API_SHAPES.File.parse(await made.json());
  const read = await site.app.fetch(new Request(`${origin}${file.path}`, { headers }));
  expect([read.status, await read.text()]).toEqual([200, "A4,12"]);
  await calls("POST /files/:file/remove", { fill: { "files/:file": file.id } });
  expect((await site.app.fetch(new Request(`${origin}${file.path}`, { headers }))).status).toBe(404);
});

test("What cannot be done says so in the shape that docs/api.md gives, in words for a person and a code for a program", async () => {
  const missing = await call("GET /c/:name", { fill: { "c/:name": "nothing_here" } });
  expect([missing.status, missing.json.code]).toEqual([404, "not-found"]);
  expect(API_SHAPES.Refused.safeParse(missing.json).error).toBeUndefined();
  const empty = await call("POST /c/:name/t/:id/reply", { body: { text: " " } });
  expect(empty.status).toBe(422);
  expect(API_SHAPES.Wrong.safeParse(empty.json).error).toBeUndefined();
  const unknown = await call("POST /c/:name/t/:id/reply", { body: { text: "x", colour: "red" } });
  expect([unknown.status, unknown.json.code]).toEqual([400, "invalid"]);
  const stale = await call(`POST ${POST}/edit`, {
    fill: { "p/:post": idOf(scene.topic.id) },
    body: { title: "T", text: "Older", revision: 1 },
  });
  expect([stale.status, stale.json.code]).toEqual([409, "stale-revision"]);
  expect(API_SHAPES.Refused.safeParse(stale.json).error).toBeUndefined();
  const late = await call("POST /c/:name/t/:id/reply", {
    fill: { "t/:id": idOf(scene.topic.id) },
    body: { text: "To a reply that is gone", to: "00000000-0000-7000-8000-000000000000" },
  });
  expect([late.status, late.json.code]).toEqual([404, "not-found"]);
  expect((await call(`POST ${POST}/delete`)).status).toBe(403);
});

function pageOf(rows: readonly string[]): string {
  return `# JSON for programs

Made from \`tests/web/api.test.ts\`, which holds real answers against every shape below; after a change run
\`npm test -- tests/web/api.test.ts -u\`.

Every page answers JSON under its own address: the same routes, the same rules, the same verbs. A program of yours asks
with a key that you make under *Access for programs* (\`/me/tokens\`):

\`\`\`
curl -H "Authorization: Bearer mth_…" https://communities.somerset.gov.uk/communities?q=adoption
\`\`\`

## Keys

- A key acts as the person who made it: it reads what they may read, and with the scope \`write\` writes what they may
  write. It never administers or moderates, and never touches the account: passwords, addresses, sessions and keys
  themselves are for people who signed in. The one exception is the scope \`leavers\`, of an administrator's key that does nothing
  else: a personnel department's program closes the accounts of who has left. What a key may be used for is the table below; every other address answers 403.
- Making one takes the password. It has 256 random bits, is shown once, and is stored as its SHA-256. It begins with
  \`mth_\`, so that programs which look for secrets find it. It ends after 30, 90 or 365 days; at most 20 work at a time.
- It can be taken back at any time, at once. All keys of a person end with a new password or address, with signing out
  everywhere else, and when an administrator closes the account or signs the person out; a node restored from a backup has none. Making and taking back stand in
  the audit record.
- It works in the header \`Authorization: Bearer\` alone. In an address it is refused (400), and so it is beside a session
  cookie. A key that does not work, whatever the reason, is 401.
- 600 requests in five minutes for each key; more are 429 with \`Retry-After\`. Answers to a key are \`private, no-store\`.

Without a key the same addresses answer JSON to \`Accept: application/json\`, as a visitor would see them.

## Calls

\`:name\` is the name of a community in its address, \`:id\` and \`:post\` the ids in \`path\`. A POST takes JSON
(\`Content-Type: application/json\`); fields it does not have are refused. \`submission\`, a UUID of yours, makes sending
the same post twice harmless. A file is uploaded first, as \`multipart/form-data\`; the ids of \`File\`s then stand in
\`files\` in their order, and in \`alts\`, beside them, what pictures show. An edit without \`files\` changes none. What is
not posted within a day is gone.

| Call | What | Takes | Answers | Scope |
|---|---|---|---|---|
${rows.join("\n")}

What cannot be done is a \`Refused\` with its status: 400 malformed, 401 no valid key, 403 not allowed, 404 not there or not
for you, 409 changed meanwhile, 410 gone, 429 too often, 503 later. What is wrong with fields is a \`Wrong\` with 422.

## Shapes

\`Moment\` is a string such as \`2026-11-22T09:00:00.000Z\`. \`html\` has passed an allow-list of tags. New members may be
added; none is taken away within a major version.

\`\`\`ts
${shapesText()}
\`\`\`
`;
}
