import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../federation/jcs.ts";
import { updateProfile } from "../../node/accounts/profile.ts";
import { COMMUNITY_LIMITS } from "../../node/communities/check.ts";
import { createCommunity } from "../../node/communities/create.ts";
import { idOf } from "../../node/ids.ts";
import { composePost } from "../../node/posts/compose.ts";
import { postByIri } from "../../node/posts/find.ts";
import { publishPost } from "../../node/posts/publish.ts";
import { LIMITS } from "../../node/text/limits.ts";
import { refusalOf } from "../support/accounts.ts";
import { attacks, checkAttack, expectVictimWorks } from "../support/attack-case.ts";
import { draftCommunity, openScene, type Scene, sendAs } from "../support/attack-scene.ts";
import { activeIn } from "../support/inert.ts";
import { PAYLOADS } from "../support/payloads.ts";
import { actorDocument } from "../support/peer-actor.ts";
import { contentBy } from "../support/peer-group.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(async () => scene[Symbol.asyncDispose]());

/** Ann writes a topic in the open community with anything in it. */
async function write(over: Record<string, Json>): Promise<{ status: number; text: string; id: string }> {
  const { east, ann, open, net } = scene;
  const content: JsonObject & { id: string } = {
    ...contentBy(east, ann, { in: open.iri, at: net.clock.now(), title: "A title" }),
    ...over,
  };
  const { status, text } = await sendAs(scene, "ann", "Create", { object: content, audience: open.iri });
  return { status, text, id: content.id };
}

/** An actor of east says who she is, in other words than before. */
async function rename(who: Scene["ann"], extra: Record<string, Json>): Promise<number> {
  const { east, north, net } = scene;
  who.extra = { ...who.extra, ...extra };
  const document = actorDocument(who, east.origin, "moothall");
  return (await east.post(north, east.write(who, "Update", { object: document }, net.clock.now()))).status;
}

const page = async (path: string) => (await scene.north.get(path, { accept: "text/html" })).text();

async function threadOf(iri: string): Promise<string> {
  const post = await postByIri(scene.north.ctx.sql, iri);
  return page(`/c/${scene.open.handle}/t/${idOf(post?.id ?? "")}`);
}

describe("A58: markup without measure", () => {
  test("A58: ninety thousand brackets are taken as text, and a text past the limit is refused", async () => {
    for (const piece of ["<", "<b>", "<blockquote>", '<a href="https://x.example">', "<pre> ", "a."]) {
      const content = piece.repeat(Math.floor(90_000 / piece.length));
      const { status, id } = await write({ content });
      expect(status, piece).toBe(202);
      const post = await postByIri(scene.north.ctx.sql, id);
      expect((post?.html.match(/<\w/g) ?? []).length, piece).toBeLessThanOrEqual(12_001);
    }
    const { status, id } = await write({ content: "<".repeat(LIMITS.htmlBytes + 1) });
    expect(status).toBe(400);
    expect(await postByIri(scene.north.ctx.sql, id)).toBeNull();
    await expectVictimWorks(scene);
  });
});

describe("A59: names and texts that break what stands around them", () => {
  const LONG = "Ω".repeat(12_000);
  const HIDING = "Pay\u202e lliw\u200b uoy\u2066 now\ufeff";

  test("A59: long and hiding texts are cut and cleaned, and the pages stand", async () => {
    expect(await rename(scene.ann, { name: LONG, summary: LONG, preferredUsername: "ann" })).toBe(202);
    const { status, id } = await write({
      name: `${HIDING} ${LONG}`,
      content: `<p>${HIDING}</p>`,
      tag: [
        { type: "Hashtag", name: `#${LONG}` },
        { type: "Mention", name: LONG, href: scene.ann.iri },
      ],
      attachment: [{ type: "Image", url: `https://x.example/${"y".repeat(3_000)}`, name: LONG }],
    });
    expect(status).toBe(202);
    const [row] = await scene.north.ctx.sql<{ title: string; html: string; name: string }[]>`
      select p.title, p.html, a.name from posts p join actors a on a.id = p.author_id where p.iri = ${id}`;
    expect(row?.title.length).toBeLessThanOrEqual(LIMITS.titleCharacters);
    expect(row?.name.length).toBeLessThanOrEqual(200);
    expect(`${row?.title}${row?.html}${row?.name}`).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/u);
    expect(await threadOf(id)).toContain("Pay lliw uoy now");
    expect(await rename(scene.ann, { name: "Ann" })).toBe(202);
    await expectVictimWorks(scene);
  });

  const BROKEN = attacks({ status: [400], before: "any fetch" }, [
    ...["\\u0000", "\\ud800", "\\udc00 \\ud800", "\u0000"].map((piece) => ({
      no: "A59",
      what: `a text with ${JSON.stringify(piece)}`,
      send: (at: Scene) => {
        const like = at.east.draft(at.ann, "Like", { object: at.martins.iri, summary: "HERE" });
        const raw = JSON.stringify(like).replace("HERE", piece);
        return at.east.post(at.north, like, { by: at.ann, raw });
      },
    })),
  ]);
  test.each(BROKEN)("$no: $what is refused and changes nothing", (attack) => checkAttack(scene, attack));

  test("A59: nobody here can take a name that hides or turns others around", async () => {
    const { north, nia } = scene;
    await updateProfile(north.ctx, nia, { name: "Nia\u202e lleB\u200b", roleTitle: "Engineer\u2066" });
    const [row] = await north.ctx.sql`select name, role_title from actors where id = ${nia}`;
    expect(row).toEqual({ name: "Nia lleB", role_title: "Engineer" });
    const empty = async () => updateProfile(north.ctx, nia, { name: "\u202e\u200b" });
    expect(await refusalOf(empty())).toBe("required");
    await updateProfile(north.ctx, nia, { name: "Nia Bell" });
  });
});

describe("A73: words of people of ill will, wherever words are shown", () => {
  test("A73: the check itself sees what is active", () => {
    const seen = PAYLOADS.filter((payload) => activeIn(payload).length > 0);
    expect(seen.length).toBeGreaterThan(45);
    expect(
      activeIn('<p title="<img src=x onerror=alert(1)>">&lt;img onerror=x&gt; on=1</p><a href="/x">y</a>'),
    ).toEqual([]);
  });

  test("A73: from another council, as title, text, tag, file name, person's name and community's name", async () => {
    const { east, eastGroup, ann, north, open, net } = scene;
    for (const [n, payload] of PAYLOADS.map((one) => one.replaceAll("\u0000", " ")).entries()) {
      const { status, id } = await write({
        name: payload,
        content: payload,
        summary: payload,
        tag: [{ type: "Hashtag", name: payload }],
        attachment: [{ type: "Document", url: "https://x.example/a", name: payload }],
      });
      expect(status, payload).toBe(202);
      expect(await rename(ann, { name: payload, summary: payload }), payload).toBe(202);
      const its = { name: payload, summary: payload, "cop:charter": { rules: payload } };
      eastGroup.actor.extra = { ...eastGroup.actor.extra, ...its };
      const document = actorDocument(eastGroup.actor, east.origin, "moothall");
      const update = east.write(eastGroup.actor, "Update", { object: document }, net.clock.now());
      expect((await east.post(north, update)).status, payload).toBe(202);
      const host = new URL(east.origin).host;
      for (const path of [`/people/ann@${host}`, `/c/${eastGroup.actor.handle}@${host}`])
        expect(activeIn(await page(path)), `${path}: ${payload}`).toEqual([]);
      const post = await postByIri(north.ctx.sql, id);
      expect(activeIn(post?.html ?? ""), payload).toEqual([]);
      if (n % 5 === 0) expect(activeIn(await threadOf(id)), payload).toEqual([]);
    }
    await net.settle();
    for (const path of ["/", "/communities", `/c/${open.handle}`, "/search?q=alert", "/people"])
      expect(activeIn(await page(path)), path).toEqual([]);
    await rename(ann, { name: "Ann", summary: "" });
    await expectVictimWorks(scene);
  });

  test("A73: from this council, as text, title, profile and community", async () => {
    const { north, nia, martin, open } = scene;
    const [person] = await north.ctx.sql<{ handle: string }[]>`select handle from actors where id = ${nia}`;
    for (const [n, payload] of PAYLOADS.map((one) => one.replaceAll("\u0000", " ")).entries()) {
      const content = await composePost(north.ctx, {
        kind: "topic",
        communityId: open.id,
        title: payload.slice(0, LIMITS.titleCharacters),
        text: payload,
        parentId: null,
        themes: [],
        lang: "en",
        submission: null,
      });
      expect(activeIn(content.html), payload).toEqual([]);
      if (n % 5 === 0) {
        const post = await publishPost(north.ctx, { authorId: nia, content });
        expect(activeIn(await threadOf(post.iri)), payload).toEqual([]);
      }
      const short = payload.replaceAll(/\p{Cc}/gu, " ").slice(0, LIMITS.nameCharacters);
      await updateProfile(north.ctx, nia, {
        name: short,
        roleTitle: short,
        summary: payload,
        topics: [short],
      });
      expect(activeIn(await page(`/people/${person?.handle}`)), payload).toEqual([]);
    }
    await updateProfile(north.ctx, nia, { name: "Nia Bell", roleTitle: "", summary: "", topics: [] });
    for (const payload of PAYLOADS.filter((_payload, n) => n % 6 === 0)) {
      const draft = draftCommunity(payload.slice(0, COMMUNITY_LIMITS.name));
      const purpose = payload.slice(0, COMMUNITY_LIMITS.purpose);
      const made = await createCommunity(
        north.ctx,
        { actorId: martin },
        { ...draft, purpose, charter: { rules: payload } },
      );
      for (const path of [`/c/${made.handle}`, `/c/${made.handle}/about`])
        expect(activeIn(await page(path)), payload).toEqual([]);
    }
    expect(activeIn(await page("/communities"))).toEqual([]);
  });
});

test("A76: a link from elsewhere says where it leads, and vouches for nothing", async () => {
  const links = [
    ['<a href="https://evil.example/x">www.gov.uk/pay</a>', "www.gov.uk/pay (evil.example)"],
    ['<a href="https://gov.uk@evil.example/">gov.uk</a>', "gov.uk (evil.example)"],
    [
      '<a href="https://www.gov.uk%2F@evil.example/">https://www.gov.uk/</a>',
      "https://www.gov.uk/ (evil.example)",
    ],
    ['<a href="https://gоv.uk/">gоv.uk</a>', "(xn--gv-fmc.uk)"],
    [
      '<a href="https://evil.example/"><span class="invisible">evil.example/</span>gov.uk</a>',
      "evil.example/",
    ],
    [`<a href="https://evil.example/">${"a.".repeat(3_000)}gov.uk</a>`, "(evil.example)"],
  ] as const;
  for (const [link, shown] of links) {
    const { status, id } = await write({ content: `<p>${link}</p>` });
    expect(status).toBe(202);
    const html = (await postByIri(scene.north.ctx.sql, id))?.html ?? "";
    expect(html, link).toContain(shown);
    expect(html, link).toMatch(
      /<a href="https:\/\/(evil\.example|xn--gv-fmc\.uk)\/x?" rel="nofollow noopener ugc">/,
    );
    expect(html, link).not.toMatch(/class="invisible"|gov\.uk@|%2F@/);
  }
  await expectVictimWorks(scene);
});
