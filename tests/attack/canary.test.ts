import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { idOf, newUuid } from "../../node/ids.ts";
import { formAbout, rowsOfRoom, signedInAgain } from "../support/canary-forms.ts";
import { type CanaryNet, MET, openCanaryNet, type RoomLevel } from "../support/canary-net.ts";
import { federationAddresses, filesIn } from "../support/federation-routes.ts";
import { isNotStopped } from "../support/mail-kinds.ts";
import { textOfEverything } from "../support/row-counts.ts";
import { webAppFor } from "../support/web.ts";
import { addressOf, type Fill, routesOf } from "../support/web-routes.ts";

let at: CanaryNet;
beforeAll(async () => {
  at = await openCanaryNet();
});
afterAll(async () => at[Symbol.asyncDispose]());

const AS2 = "application/activity+json";
const ACCEPTS = ["text/html", "application/json", AS2, "application/rss+xml, application/atom+xml"];
const LEVELS = ["closed", "confidential"] as const;

const routes = (method: string) =>
  routesOf(webAppFor(at.home.ctx)).filter((route) => route.method === method);
const newId = () => idOf(newUuid(at.net.clock.now()));
/** What stands in addresses of routes for a room. */
function fillOf(level: RoomLevel): Fill {
  const room = at.rooms[level];
  const uuids = "councils sessions peers invitations invite notifications tokens".split(" ");
  const secrets = ["invite", "reset", "email", "first", "confirm", "unsubscribe"];
  return {
    "c/:name": room.handle,
    "t/:id": idOf(room.topic.id),
    "p/:post": idOf(room.reply.id),
    "join/:code": "A".repeat(12),
    "people/:handle": level === "closed" ? "cora_mona" : "hilda_mona",
    ...{ "moderation/:id": idOf(room.reportId), "held/:id": idOf(room.reply.id) },
    "people/:id": newUuid(at.net.clock.now()),
    ...{ "members/:person": newId(), "hidden/:place": newId(), "reports/:report": newId() },
    ...{ "assets/:file": "x.css", "files/:file": newId(), "files/:key": room.file },
    ...{ "appeals/:id": newId(), "appeals/:appeal": newId() },
    ...Object.fromEntries(uuids.map((one) => [`${one}/:id`, newUuid(at.net.clock.now())])),
    ...Object.fromEntries(secrets.map((one) => [`${one}/:token`, "A".repeat(43)])),
  };
}

/** Searches in every form; `word` stands in what is to be found, or nowhere. */
function searchesFor(word: string): string[] {
  return [
    `/search?q=${word}`,
    `/search?q=${word}&in=people`,
    `/search?q=${word.slice(0, 6)}`,
    `/communities?q=${word}`,
    `/communities/similar?name=${word}&purpose=${word}`,
    `/similar?title=${word}&text=${word}&q=${word}`,
    `/mentions?q=${word}`,
    `/people?q=${word}`,
  ];
}

/** Addresses at which a page of a room, or words of it, might answer. */
function pagesOf(level: RoomLevel): string[] {
  const room = at.rooms[level];
  const fill = fillOf(level);
  const opened = [room.iri, room.topic.iri, room.reply.iri].flatMap((iri) => [
    `/open?item=${encodeURIComponent(iri)}`,
    `/search?q=${encodeURIComponent(iri)}`,
  ]);
  return [
    ...routes("GET").map(({ path }) => addressOf(path, fill)),
    ...searchesFor(at.canaries[level].bait),
    ...opened,
    `/search?q=text&community=${room.handle}`,
    `/c/${room.handle}?post=${idOf(room.reply.id)}`,
    `/c/${room.handle}/t/${idOf(room.topic.id)}?post=${idOf(room.reply.id)}`,
    `/c/${room.handle}/feed`,
    `/c/${room.handle}.atom`,
    "/sitemap.xml",
  ];
}

/** Every address of the federation, asked about a room and about who is only in it. */
async function documentsOf(level: RoomLevel): Promise<readonly string[]> {
  const room = at.rooms[level];
  const { sql } = at.home.ctx;
  const activities = await sql<{ iri: string }[]>`
    select iri from activities where community_id = ${room.id}
    union select grant_iri from memberships where community_id = ${room.id} and grant_iri like ${`${at.home.origin}%`}`;
  const [person] = await sql<
    { iri: string; handle: string }[]
  >`select iri, handle from actors where id = ${at.people[level].member.actorId}`;
  if (!person) throw new Error("The member has no actor.");
  const host = new URL(at.home.origin).host;
  const posts = [room.topic, room.reply, room.removed, room.deleted].map(({ iri }) => iri);
  const { files, digest } = await filesIn(at.home, room.id);
  return federationAddresses({
    things: { g: [room.iri], p: [person.iri], o: posts, a: activities.map(({ iri }) => iri), files },
    questions: {
      ...{ after: ["0"], before: ["1000"], limit: ["100"], group: [room.iri], epoch: ["1"] },
      page: ["1"],
      form: ["id"],
      root: [room.topic.iri],
      id: posts,
      ...{ is_follower: [person.iri], for: [person.iri] },
      digest,
      resource: [room.iri, person.iri, `acct:${room.handle}@${host}`, `acct:${person.handle}@${host}`],
    },
  });
}

/**
 * Where a text holds words of a room, or null. Administrators may read what a reporter chose to tell them and where it
 * was; whoever asked to join may read what they wrote themselves.
 */
function leakIn(text: string, level: RoomLevel, who = ""): string | null {
  const canary = at.canaries[level];
  const own = who === "an administrator" ? ["report", "name"] : who === "who waits" ? ["joining"] : [];
  return canary.in(own.reduce((rest, where) => rest.replaceAll(canary.word(`${level}${where}`), ""), text));
}

/** Words of no room and nothing personal stand in what left the node. */
function strayIn(text: string): string | null {
  return leakIn(text, "closed") ?? leakIn(text, "confidential") ?? at.personal.in(text);
}

/** An answer without what is different in every one. */
async function plainOf(answer: Response, names: readonly string[]): Promise<readonly unknown[]> {
  const tidy = (text: string) =>
    names
      .filter((name) => name !== "")
      .reduce(
        (rest, name) => rest.replaceAll(name, "NAME").replaceAll(encodeURIComponent(name), "NAME"),
        text,
      )
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9][0-9a-hjkmnp-tv-z]{25}/g, "ID");
  const headers = ["content-type", "cache-control", "vary", "location"].map((name) =>
    tidy(answer.headers.get(name) ?? ""),
  );
  return [answer.status, answer.headers.has("etag"), ...headers, tidy(await answer.text())];
}

describe.each(LEVELS)("Words of a %s community", (level) => {
  test("are read by its members, so that their absence elsewhere says something", async () => {
    const { rooms, people, canaries } = at;
    for (const who of ["member", "facilitator", "suspended"] as const) {
      const thread = `/c/${rooms[level].handle}/t/${idOf(rooms[level].topic.id)}`;
      for (const path of [thread, `/files/${rooms[level].file}`])
        expect(canaries[level].in(await (await at.get(path, people[level][who])).text()), who).not.toBeNull();
    }
    const found = await (await at.get(`/search?q=${canaries[level].bait}`, people[level].member)).text();
    expect(canaries[level].in(found)).not.toBeNull();
  });

  test("W17, W19: are on no page, in no JSON, document or feed of any outsider, and in no search", async () => {
    for (const [who, somebody] of at.strangersTo(level)) {
      for (const path of pagesOf(level)) {
        const kinds = /^\/(c|people|open)\b/.test(path) && somebody === null ? ACCEPTS : ACCEPTS.slice(0, 2);
        for (const accept of kinds) {
          const answer = await at.get(path, somebody, accept);
          const text = `${await answer.text()} ${answer.headers.get("location")}`;
          expect(leakIn(text, level, who), `${path} as ${who} (${accept}): ${answer.status}`).toBeNull();
        }
      }
    }
  });

  test("D-01: are in no document of the federation, for nodes that are connected, unknown or blocked, signed or not", async () => {
    for (const path of await documentsOf(level)) {
      for (const accept of [AS2, "text/html", "application/json"]) {
        const answer = await at.get(path, null, accept);
        const found = leakIn(`${await answer.text()} ${answer.headers.get("location")}`, level);
        expect(found, `${path} unsigned (${accept})`).toBeNull();
      }
      for (const [who, peer] of Object.entries(at.peers))
        expect(leakIn((await peer.ask(at.home, path)).text, level), `${path} by the ${who} node`).toBeNull();
    }
  });

  test("D-05, D-07, W21: cannot be told from what is not there", async () => {
    const room = at.rooms[level];
    const [nothing, handle] = [newId(), "nothing_here"];
    const own = await documentsOf(level);
    const ofRoom = own.filter((path) => /^\/ap\/[goap]\//.test(path));
    const pairs: [string, string][] = [
      ...ofRoom.map((path): [string, string] => [path, path.replace(/^(\/ap\/\w\/)[^/?]+/, `$1${nothing}`)]),
      [`/files/${room.file}`, `/files/${nothing}`],
      ...[room.topic, room.reply, room.removed, room.deleted].flatMap((post): [string, string][] => [
        [`/c/${room.handle}/t/${idOf(post.id)}`, `/c/${room.handle}/t/${nothing}`],
        [
          `/open?item=${encodeURIComponent(post.iri)}`,
          `/open?item=${encodeURIComponent(`${at.home.origin}/ap/o/${nothing}`)}`,
        ],
      ]),
      ...searchesFor(at.canaries[level].bait).map((path): [string, string] => [
        path,
        path
          .replaceAll(at.canaries[level].bait, "qzxxxxxxxxxx")
          .replaceAll(at.canaries[level].bait.slice(0, 6), "qzxxxx"),
      ]),
    ];
    if (level === "confidential") {
      const fill = fillOf(level);
      for (const { path } of routes("GET").filter((route) => route.path.startsWith("/c/:name")))
        pairs.push([addressOf(path, fill), addressOf(path, { ...fill, "c/:name": handle })]);
      for (const path of own.filter((one) => one.includes("webfinger")))
        pairs.push([
          path,
          path
            .replace(room.handle, handle)
            .replace(/(%2F[gp]%2F)\w{26}/, `$1${nothing}`)
            .replace("hilda_mona", handle),
        ]);
    }
    for (const [there, missing] of pairs) {
      // That a closed community is there, and its page, anyone may know.
      if (level === "closed" && there === new URL(room.iri).pathname) continue;
      const known = level === "closed" && there.startsWith("/ap/g/");
      const names = [
        room.handle,
        handle,
        at.canaries[level].bait,
        "qzxxxxxxxxxx",
        at.canaries[level].bait.slice(0, 6),
        "qzxxxx",
        "hilda_mona",
      ];
      // Documents are the same for everyone who signs in here: who asks is told by the signature.
      const everyone = at
        .strangersTo(level)
        .slice(0, there.startsWith("/c/") || there.startsWith("/search") ? 6 : 1);
      for (const [who, somebody] of everyone) {
        for (const accept of known ? [AS2] : somebody === null ? ["text/html", AS2] : ["text/html"]) {
          const [a, b] = [await at.get(there, somebody, accept), await at.get(missing, somebody, accept)];
          expect(await plainOf(a, names), `${there} as ${who} (${accept})`).toEqual(await plainOf(b, names));
        }
      }
      for (const [who, peer] of Object.entries(there.startsWith("/ap/") ? at.peers : {})) {
        if (level === "closed" && who === "connected" && MET.test(there)) continue;
        const [a, b] = [await peer.ask(at.home, there), await peer.ask(at.home, missing)];
        expect([a.status, a.text], `${there} by the ${who} node`).toEqual([b.status, b.text]);
      }
    }
  });
});

test("Private words of open communities are on no page of anybody else", async () => {
  const pages = [
    ...searchesFor(at.personal.bait),
    `/c/${at.openHandle}`,
    `/c/${at.openHandle}/members`,
    "/people",
    "/people/wilma_reed",
    "/communities",
    "/",
    "/search?q=Wilma",
    "/c/budget_leads",
    "/c/budget_leads/requests",
    "/drafts",
    "/me/reports",
  ];
  for (const [who, somebody] of at.strangersTo("confidential")) {
    for (const path of pages) {
      for (const accept of ACCEPTS.slice(0, 2)) {
        const answer = await at.get(path, somebody, accept);
        const found = at.personal.in(await answer.text());
        if (who !== "a member of another room" || path !== "/me/reports")
          expect(found, `${path} as ${who} ${accept}`).toBeNull();
      }
    }
  }
});

// After all that is read, since forms end sessions.
describe.each(LEVELS)("A %s community", (level) => {
  test("is moved by no form that an outsider sends, and the answer is that of what is not there", async () => {
    const { room, known } = { room: at.rooms[level], known: fillOf(level) };
    const missing = {
      ...known,
      ...(level === "confidential" ? { "c/:name": "nothing_here" } : {}),
      "t/:id": newId(),
      "p/:post": newId(),
      "members/:person": newId(),
      "moderation/:id": newId(),
      "held/:id": newId(),
    };
    const before = await rowsOfRoom(at.home.ctx, at.rooms[level]);
    for (const { path } of routes("POST")) {
      const compared = (
        level === "confidential" ? /:name|:post|t\/:id|[nd]\/:id/ : /:post|t\/:id|[nd]\/:id/
      ).test(path);
      for (const [who, somebody] of at.strangersTo(level)) {
        if (who === "who waits" && /^\/c\/:name\/(leave|withdraw)/.test(path)) continue;
        const form = path.endsWith("/reply")
          ? { text: "Let me in." }
          : formAbout(room, at.canaries[level].bait);
        const a = await at.post(addressOf(path, known), await signedInAgain(at.home.ctx, somebody), form);
        expect(leakIn(`${a.text} ${a.headers.location}`, level, who), `${path} as ${who}`).toBeNull();
        if (!compared || (who === "an administrator" && path.startsWith("/moderation"))) continue;
        const b = await at.post(addressOf(path, missing), await signedInAgain(at.home.ctx, somebody), form);
        expect(a.status, `${path} as ${who}`).toBe(b.status);
      }
    }
    expect(await rowsOfRoom(at.home.ctx, at.rooms[level])).toEqual(before);
  });
});

describe("Words that leave no trace", () => {
  test("Words of rooms and private words are in no other node's database and came to no other node", async () => {
    await at.net.settle();
    const held = await textOfEverything(at.other.ctx);
    expect(strayIn(held)).toBeNull();
    for (const [name, peer] of Object.entries(at.peers)) {
      for (const text of [...peer.inbox.map((one) => one.text), ...peer.requests])
        expect(strayIn(text), name).toBeNull();
    }
  });

  test("A68, W18, D-09: they are in no mail, not even to members; every mail goes to one person and says how to stop it", async () => {
    const folder = join(at.home.dataDir, "mail");
    const files = await readdir(folder);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      const raw = await readFile(join(folder, file), "utf8");
      const text = raw.replaceAll(/=\r?\n/g, "");
      expect(leakIn(text, "closed") ?? leakIn(text, "confidential"), file).toBeNull();
      expect(raw.match(/^To: .*$/gim), file).toHaveLength(1);
      expect(raw, file).not.toMatch(/^(b?cc):/im);
      expect(raw, file).not.toMatch(/<img|https?:\/\/(?![a-z]+\.localhost)[^\s"<]*\.(gif|png)/i);
      const [, stop] = /^List-Unsubscribe: *(?:\r?\n )?<(\S+)>/im.exec(raw) ?? [];
      const [, subject = ""] = /^Subject: (.*(?:\r?\n .*)*)/im.exec(raw) ?? [];
      // What an administrator is asked to decide about a room that they may not read is a duty, as any report is.
      const duty = isNotStopped(subject.replaceAll(/\r?\n/g, "")) || text.includes("next=3D%2Fmoderation%2F");
      expect(stop !== undefined || duty, `${file}: ${subject}`).toBe(true);
      if (stop === undefined) continue;
      expect(raw, file).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/im);
      expect(text.split(stop).length, `${file} says it in its header, its text and its HTML`).toBeGreaterThan(
        3,
      );
    }
  });

  test("A69: they are in no line of the log, nor is an address of a person, a token or a key", () => {
    expect(at.lines.length).toBeGreaterThan(10);
    for (const line of at.lines) {
      expect(strayIn(line), line.slice(0, 200)).toBeNull();
      expect(line).not.toMatch(/@[a-z]+\.gov\.example|(?<![\w-])[\w-]{43}(?![\w-])|BEGIN [A-Z ]*KEY/);
    }
  });
});
