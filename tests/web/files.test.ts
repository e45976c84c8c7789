import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { joinCommunity } from "../../node/memberships/join.ts";
import { joinAs } from "../support/accounts.ts";
import { draftCommunity } from "../support/attack-scene.ts";
import { type FormPart, sendForm } from "../support/files.ts";
import { hugePng, PDF, pictureOf } from "../support/sample-files.ts";
import { pdfOf } from "../support/sample-pdf.ts";
import { type Browser, openTestSite, signedInOn, type TestSite } from "../support/web.ts";

const dataDir = mkdtempSync(join(tmpdir(), "moothall-files-"));
let site: TestSite;
let [amara, dev]: Browser[] = [];
let ids: Record<"amara" | "dev" | "community", string>;
beforeAll(async () => {
  const councils = [{ name: "Somerset Council", domains: ["somerset.gov.example"] }];
  site = await openTestSite({ config: { dataDir, councils } });
  const open = (name: string) =>
    signedInOn(site, { name, email: `${name.toLowerCase()}@somerset.gov.example` });
  [amara, dev] = [await open("Amara"), await open("Dev")];
  const actor = async (name: string) =>
    (await site.ctx.sql<{ id: string }[]>`select id from actors where name = ${name}`)[0]?.id ?? "";
  ids = { amara: await actor("Amara"), dev: await actor("Dev"), community: "" };
  const place = await createCommunity(site.ctx, { actorId: ids.dev }, draftCommunity("Road safety"));
  ids.community = place.id;
  await joinCommunity(site.ctx, { actorId: ids.amara, communityId: place.id });
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const NEW = "/c/road_safety/new?kind=topic";
const send = (path: string, parts: readonly FormPart[], headers = {}) =>
  sendForm(site, amara as Browser, { path, parts, headers });
const file = (name: string, type: string, content: Buffer | string): FormPart => [
  "upload",
  { name, type, content },
];
const words = (title: string): FormPart[] => [
  ["title", title],
  ["text", "By the school."],
];
/** Ids of the files that a form lists. */
const listed = (html: string) => [...html.matchAll(/name="files" value="([^"]+)"/g)].map(([, id = ""]) => id);
/** Addresses of files on a page. */
const linked = (html: string) => [...html.matchAll(/href="(\/files\/[^"]+)"/g)].map(([, path = ""]) => path);
const kept = () =>
  readdirSync(join(dataDir, "files"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    .length;

/** Posts a text with files and gives the page of its discussion. */
async function posted(title: string, files: readonly FormPart[]): Promise<{ path: string; page: string }> {
  const { to } = await send(NEW, [...words(title), ...files]);
  const path = (to ?? "").split("?")[0] ?? "";
  return { path, page: (await (amara as Browser).get(path)).text };
}

describe("A file sent with a form", () => {
  test("stands under the post by its name, kind and size, and is downloaded from there", async () => {
    const { page } = await posted("Minutes", [file("Cofnodion £5.pdf", "application/pdf", PDF)]);
    expect(page).toContain("Cofnodion £5.pdf");
    expect(page).toMatch(/PDF, 1.KB/);
    const [path = ""] = linked(page);
    const got = await (amara as Browser).get(path);
    expect([got.status, got.text]).toEqual([200, PDF.toString("latin1")]);
  });

  test("W10, W16: is not lost where the form is refused: it stays listed and goes with the next sending", async () => {
    const before = kept();
    const first = await send(NEW, [
      ["title", ""],
      ["text", "By the school."],
      file("costs.csv", "text/csv", "A4,12"),
    ]);
    expect([first.status, listed(first.text).length]).toEqual([422, 1]);
    const [id = ""] = listed(first.text);
    // The question about personal data comes with the file too.
    const asked = await send(NEW, [
      ["title", "Costs"],
      ["text", "Ring 07700 900123."],
      ["files", ""],
      ["files", id],
    ]);
    expect([asked.status, listed(asked.text)]).toEqual([200, [id]]);
    const done = await send(NEW, [...words("Costs"), ["files", ""], ["files", id]]);
    expect(done.status).toBe(303);
    expect(kept()).toBe(before + 1);
  });

  test("is asked about once where it is a picture, and goes with the words for who cannot see it", async () => {
    const picture = file("crossing.png", "image/png", await pictureOf("png"));
    const asked = await send(NEW, [...words("A picture"), picture]);
    expect(asked.status).toBe(200);
    expect(asked.text).toContain("Say what each picture shows");
    const [id = ""] = listed(asked.text);
    const files: FormPart[] = [
      ["files", ""],
      ["alts", ""],
      ["files", id],
      ["alts", "A zebra crossing in rain"],
    ];
    const { to } = await send(NEW, [...words("A picture"), ...files]);
    const page = (await (dev as Browser).get((to ?? "").split("?")[0] ?? "")).text;
    expect(page).toMatch(
      /<img src="\/files\/[^"]+\?size=small" alt="A zebra crossing in rain" width="60" height="40"/,
    );
  });

  test("is added, and taken out again, by buttons of its own, without posting", async () => {
    const one = await send(NEW, [...words("Buttons"), file("a.txt", "text/plain", "a"), ["attach", "yes"]]);
    const [a = ""] = listed(one.text);
    const two = await send(NEW, [
      ...([...words("Buttons"), ["files", ""], ["alts", ""], ["files", a], ["alts", ""]] as FormPart[]),
      ...([file("b.txt", "text/plain", "b"), ["attach", "yes"]] as FormPart[]),
    ]);
    expect([one.status, two.status, listed(two.text).length]).toEqual([200, 200, 2]);
    const [, b = ""] = listed(two.text);
    const three = await send(NEW, [
      ...words("Buttons"),
      ["files", ""],
      ["files", a],
      ["files", b],
      ["unattach", a],
    ]);
    expect([listed(three.text), three.text.includes("By the school.")]).toEqual([[b], true]);
  });

  test("W07, A74: that is not what it says keeps the words, names the file and posts nothing", async () => {
    const before = kept();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
    for (const bad of [
      file("plan.svg", "image/svg+xml", svg),
      file("plan.png", "image/png", svg),
      file("page.html", "text/html", "<script>alert(1)</script>"),
      file("plan.png", "image/png", hugePng(30_000, 30_000)),
    ]) {
      const answer = await send(NEW, [...words("Bad"), bad]);
      expect([answer.status, answer.text.includes("By the school.")]).toEqual([422, true]);
      expect(answer.text).toMatch(/href="#upload">[^<]*(plan|page)/);
    }
    expect(kept()).toBe(before);
    expect((await site.ctx.sql`select 1 from posts where title = 'Bad'`).length).toBe(0);
  });

  test("goes with a reply, stays when the reply is edited, and goes when the edit takes it out", async () => {
    const { path } = await posted("Replies", []);
    const { to } = await send(`${path}/reply`, [["text", "See this."], file("a.txt", "text/plain", "a")]);
    const reply = new URL(to ?? "", "http://x").searchParams.get("post");
    const edit = `${path}/p/${reply}/edit`;
    const form = await (amara as Browser).get(edit);
    const [id = ""] = listed(form.text);
    expect(form.text).toContain("a.txt");
    const page = async () => linked((await (amara as Browser).get(path)).text).length;
    await (amara as Browser).post(edit, { text: "See this, please.", revision: "1" });
    expect(await page()).toBe(1);
    await send(edit, [
      ["text", "See this."],
      ["revision", "2"],
      ["files", ""],
      ["files", id],
      ["alts", ""],
    ]);
    expect(await page()).toBe(1);
    await send(edit, [
      ["text", "See that."],
      ["revision", "3"],
      ["files", ""],
    ]);
    expect(await page()).toBe(0);
  });

  test("is for programs an address and an id", async () => {
    const headers = { accept: "application/json" };
    const made = JSON.parse((await send("/files", [file("a.txt", "text/plain", "a")], headers)).text);
    expect(made).toMatchObject({
      name: "a.txt",
      mediaType: "text/plain",
      bytes: 1,
      picture: null,
      state: "ready",
    });
    const refused = await send("/files", [file("a.exe", "", "MZ")], headers);
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([422, "invalid"]);
    const body = JSON.stringify({ title: "By JSON", text: "See it.", files: [made.id] });
    const posted = await site.app.fetch(
      new Request(`${site.ctx.iris.origin}${NEW}`, {
        method: "POST",
        body,
        headers: { ...headers, "content-type": "application/json", ...(await cookieOf()) },
      }),
    );
    const { path } = (await posted.json()) as { path: string };
    const thread = JSON.parse((await (dev as Browser).get(path, headers)).text);
    expect(thread.posts[0].files).toMatchObject([{ id: made.id, name: "a.txt" }]);
    const { status } = await send(`/files/${made.id}/remove`, []);
    expect(status).toBe(404);
  });
});

async function cookieOf(): Promise<Record<string, string>> {
  const pairs = [...(amara as Browser).cookies].map(([name, value]) => `${name}=${value}`);
  return {
    cookie: pairs.join("; "),
    host: new URL(site.ctx.iris.origin).host,
    "sec-fetch-site": "same-origin",
  };
}

describe("W12, A74: how a file is served", () => {
  test("W-10, W12, A74: nothing runs, only pictures made anew are shown, and an ActivityPub reader gets no document", async () => {
    const json = '{"@context":"https://www.w3.org/ns/activitystreams","type":"Note"}';
    const gif = Buffer.concat([await pictureOf("gif"), Buffer.from("/*<script>alert(1)</script>*/")]);
    const sent = [file("note.txt", "text/plain", json), file("moving.gif", "image/gif", gif)];
    const asked = await send(NEW, [...words("Served"), ...sent]);
    const files = listed(asked.text).flatMap((id): FormPart[] => [
      ["files", id],
      ["alts", ""],
    ]);
    const { to } = await send(NEW, [...words("Served"), ["files", ""], ["alts", ""], ...files]);
    const paths = linked((await (dev as Browser).get((to ?? "").split("?")[0] ?? "")).text);
    for (const path of new Set(paths)) {
      const { headers, text, status } = await (dev as Browser).get(path, {
        accept: "application/activity+json",
      });
      expect(status).toBe(200);
      const get = (name: string) => headers.get(name);
      expect(get("content-security-policy")).toBe("sandbox; default-src 'none'");
      expect(get("x-content-type-options")).toBe("nosniff");
      expect(get("content-type")).not.toMatch(/html|svg|xml|json|javascript/);
      expect(get("content-disposition")).toMatch(
        get("content-type") === "image/gif" ? /^inline; / : /^attachment; /,
      );
      expect(text).not.toContain("<script>");
    }
  });

  test("W12: in part, whole, by its head, and not at all when it is the same", async () => {
    const { page } = await posted("Ranges", [file("digits.txt", "text/plain", "0123456789")]);
    const [path = ""] = linked(page);
    const browser = dev as Browser;
    const part = async (range: string) => {
      const { status, text, headers } = await browser.get(path, { range });
      return [status, text, headers.get("content-range")];
    };
    expect(await part("bytes=2-4")).toEqual([206, "234", "bytes 2-4/10"]);
    expect(await part("bytes=7-")).toEqual([206, "789", "bytes 7-9/10"]);
    expect(await part("bytes=-2")).toEqual([206, "89", "bytes 8-9/10"]);
    expect(await part("bytes=10-")).toEqual([416, "", "bytes */10"]);
    for (const odd of ["bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=a-b"])
      expect(await part(odd), odd).toEqual([200, "0123456789", null]);
    const head = await browser.head(path);
    expect([head.status, head.text, head.headers.get("content-length")]).toEqual([200, "", "10"]);
    const tag = head.headers.get("etag") ?? "";
    expect((await browser.get(path, { "if-none-match": tag })).status).toBe(304);
    expect((await browser.get(path, { range: "bytes=0-1", "if-range": '"other"' })).status).toBe(200);
  });

  test("W12: the first page of a PDF is shown by the rule and the headers of the document itself", async () => {
    const { page } = await posted("Drawn", [file("Cofnodion.pdf", "application/pdf", pdfOf())]);
    const [path = ""] = linked(page);
    expect(page).toMatch(/<img src="\/files\/[^"]+\?size=small" alt="First page of Cofnodion.pdf"/);
    const statuses = async (of: string) =>
      Promise.all([amara, dev, site.browser()].map(async (one) => (await (one as Browser).get(of)).status));
    const small = `${path}?size=small`;
    expect(await statuses(small)).toEqual([200, 200, 200]);
    const { sql } = site.ctx;
    await sql`update communities set level = 'closed' where id = ${ids.community}`;
    expect(await statuses(small)).toEqual([200, 200, 404]);
    const [whole, shown] = [await (dev as Browser).get(path), await (dev as Browser).get(small)];
    for (const name of ["cache-control", "content-security-policy", "x-content-type-options", "vary"])
      expect([name, shown.headers.get(name)]).toEqual([name, whole.headers.get(name)]);
    expect(shown.headers.get("content-type")).toBe("image/webp");
    expect(shown.headers.get("cache-control")).toBe("private, no-store");
    expect(whole.headers.get("content-disposition")).toMatch(/^attachment; /);
    await sql`update communities set level = 'open' where id = ${ids.community}`;
  });

  test("W12: to who may read its post at that moment, and to nobody else", async () => {
    const unposted = JSON.parse(
      (await send("/files", [file("a.txt", "text/plain", "a")], { accept: "application/json" })).text,
    );
    const { page, path: thread } = await posted("Closed soon", [file("b.txt", "text/plain", "b")]);
    const [path = ""] = linked(page);
    const statuses = async (of: string) =>
      Promise.all([amara, dev, site.browser()].map(async (one) => (await (one as Browser).get(of)).status));
    expect(await statuses(unposted.path)).toEqual([200, 404, 404]);
    expect(await statuses(path)).toEqual([200, 200, 200]);
    const cache = async () => (await (amara as Browser).get(path)).headers.get("cache-control");
    expect(await cache()).toBe("private, no-cache");
    const { sql } = site.ctx;
    await sql`update communities set level = 'closed' where id = ${ids.community}`;
    expect(await statuses(path)).toEqual([200, 200, 404]);
    expect(await cache()).toBe("private, no-store");
    await sql`update memberships set state = 'ended' where actor_id = ${ids.amara}`;
    expect(await statuses(path)).toEqual([404, 200, 404]);
    await sql`update memberships set state = 'active' where actor_id = ${ids.amara}`;
    await sql`update communities set level = 'open' where id = ${ids.community}`;
    const id = thread.split("/").at(-1);
    await (dev as Browser).post(`${thread}/p/${id}/remove`, { reason: "Names a child." });
    expect(await statuses(path)).toEqual([404, 404, 404]);
    expect(await statuses(`/files/${"0".repeat(26)}`)).toEqual([404, 404, 404]);
  });
});

test("A form with a file that is sent when one is signed out comes back with its words", async () => {
  const answer = await sendForm(site, site.browser(), {
    path: NEW,
    parts: [...words("Signed out"), file("a.txt", "text/plain", "a")],
  });
  expect([answer.status, answer.text.includes("By the school.")]).toEqual([401, true]);
});

test("Somebody else's upload is neither listed nor posted", async () => {
  await joinAs(site.ctx, "Eve", "eve@somerset.gov.example");
  const made = JSON.parse(
    (await send("/files", [file("a.txt", "text/plain", "a")], { accept: "application/json" })).text,
  );
  const answer = await sendForm(site, dev as Browser, {
    path: NEW,
    parts: [...words("Theirs"), ["files", made.id]],
  });
  expect([answer.status, listed(answer.text)]).toEqual([422, []]);
});
