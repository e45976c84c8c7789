import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeToken } from "../../node/accounts/api-tokens.ts";
import { idOf } from "../../node/ids.ts";
import { removeMember } from "../../node/memberships/remove.ts";
import { VISITOR } from "../support/accounts.ts";
import { letIn, signedInAs, writeWith } from "../support/closed-councils.ts";
import { filePathsOf, probePages, type Secret } from "../support/closed-probes.ts";
import { presentClock } from "../support/context.ts";
import { uploadText } from "../support/files.ts";
import { type FourCouncils, startFourCouncils } from "../support/four-councils.ts";
import { type MailSink, startMailSink } from "../support/mail-sink.ts";
import { type Officer, officerOn, postIdOn, writePost } from "../support/three-councils.ts";
import { type Browser, browserOn, webAppFor } from "../support/web.ts";

const TITLE = "What crossings cost";
const REPLY = "Zamberwick said so.";
const IN_FILE = "Troglimort";
const TOO_LATE = "Written in a tab that stayed open.";

/** What somebody had open, kept or waiting when their membership ended. */
interface Kept {
  readonly officer: Officer;
  readonly browser: Browser;
  readonly thread: string;
  readonly file: string;
  readonly etag: string | null;
  readonly key: string;
}

let councils: FourCouncils;
let mails: MailSink;
let secret: Secret;
/** Bea is of the community's own council, Rhian of another, Kim of one that is off when she is removed. */
let kept: Readonly<Record<"bea" | "rhian" | "kim", Kept>>;

beforeAll(async () => {
  mails = await startMailSink();
  const config = { smtp: { url: mails.url, from: "Communities <no-reply@example.gov.example>" } };
  councils = await startFourCouncils({ clock: presentClock(), config });
  const { net, somerset, martin, rhian, kim } = councils;
  const bea = await officerOn(somerset, "Bea Lowe");
  await letIn(councils, bea);
  const stays = [await officerOn(rhian.node, "Owain Lloyd"), await officerOn(kim.node, "Kit Shaw")];
  for (const officer of stays) await letIn(councils, officer);
  const { id } = await uploadText(somerset.ctx, martin.actorId, `${IN_FILE}\n`, "costs.txt");
  const iri = await writeWith(councils, martin, [{ id }]);
  await net.settle();
  const said: string[] = [];
  for (const one of [bea, rhian, kim])
    said.push(await writePost(one, await councils.communityOn(one.node), { text: "Is it?", parentIri: iri }));
  await net.settle();
  const nodes = [somerset, rhian.node, kim.node];
  secret = { iri, words: ["See what is attached", REPLY, IN_FILE], files: await filePathsOf(nodes, iri) };
  // From now on the mail server takes nothing, so that mails wait.
  mails.answer(451);
  for (const parentIri of said)
    await writePost(martin, await councils.communityOn(somerset), { text: REPLY, parentIri });
  await net.settle();
  kept = { bea: await keep(bea), rhian: await keep(rhian), kim: await keep(kim) };
});
afterAll(async () => {
  await councils[Symbol.asyncDispose]();
  await mails.close();
});

/** Opens everything once, and sees that it is there, so that its absence says something. */
async function keep(officer: Officer): Promise<Kept> {
  const { node } = officer;
  const browser = await signedInAs(officer);
  const thread = `${councils.pathAt(node)}/t/${idOf(await postIdOn(node, secret.iri))}`;
  const page = await browser.get(thread);
  for (const word of [REPLY, `action="${thread}/reply`]) expect(page.text, officer.name).toContain(word);
  expect(page.headers.get("cache-control"), "a browser keeps it for no way back").toBe("private, no-store");
  const [file = ""] = await filePathsOf([node], secret.iri);
  expect((await browser.get(file)).text.trim()).toBe(IN_FILE);
  expect((await browser.get("/search?q=crossings")).text).toContain(thread);
  const order = { name: "Report", scopes: ["read", "write"], days: 30 } as const;
  const key = await makeToken(node.ctx, officer, order, VISITOR);
  expect((await byKey(officer, key, thread)).text).toContain(REPLY);
  const waiting = await waitingFor(officer);
  expect(waiting, `${officer.name} has a mail that waits`).toBeGreaterThan(0);
  return { officer, browser, thread, file, etag: page.headers.get("etag"), key };
}

const byKey = ({ node }: Officer, key: string, path: string) =>
  browserOn(webAppFor(node.ctx), node.origin).get(path, {
    ...{ authorization: `Bearer ${key}`, accept: "application/json" },
  });

async function waitingFor({ node, accountId }: Officer): Promise<number> {
  const rows = await node.ctx
    .sql`select 1 from mails where account_id = ${accountId} and sent is null and failed is null
    and notice_id in (select id from notices where kind in ('reply', 'new-post'))`;
  return rows.length;
}

async function remove({ name }: Officer): Promise<void> {
  const { somerset, martin } = councils;
  const [row] = await somerset.ctx.sql<
    { id: string }[]
  >`select id from actors where name = ${name} and kind = 'person'`;
  const communityId = await councils.communityOn(somerset);
  const about = { actorId: row?.id ?? "", communityId, reason: "Left the service." };
  await removeMember(somerset.ctx, { byId: martin.actorId, ...about });
}

type Way = (kept: Kept) => Promise<unknown>;

/** Each way by which somebody who was removed might still read, write or be told. Each expects to be refused. */
const WAYS: Readonly<Record<string, Way>> = {
  "the tab that is open: what is sent from its form is refused and kept nowhere": async ({
    browser,
    thread,
  }) => {
    const sent = await browser.post(`${thread}/reply`, { text: TOO_LATE, submission: thread.slice(-8) });
    expect([403, 404]).toContain(sent.status);
    expect(sent.text).not.toContain(REPLY);
    for (const node of Object.values(councils.net.nodes)) {
      const rows = await node.ctx.sql`select 1 from posts where source = ${TOO_LATE}`;
      expect(rows, node.name).toHaveLength(0);
    }
  },
  "W27: a live stream: there is none that could stay open, whoever asks": async ({ browser, thread }) => {
    for (const path of [thread, "/", "/notifications"]) {
      const answer = await browser.get(path, { accept: "text/event-stream", upgrade: "websocket" });
      expect(answer.status, path).not.toBe(101);
      expect(answer.headers.get("content-type") ?? "", path).not.toContain("event-stream");
      expect(answer.text).not.toContain(REPLY);
    }
  },
  "the link of a file, whole, in part and by its head": async ({ browser, file }) => {
    const part = await browser.get(file, { range: "bytes=0-3" });
    expect([(await browser.get(file)).status, part.status, (await browser.head(file)).status]).toEqual([
      404, 404, 404,
    ]);
  },
  "a page that a browser kept: asked whether it is still the same, it is not there": async ({
    browser,
    thread,
    etag,
  }) => {
    const again = await browser.get(thread, {
      ...(etag === null ? {} : { "if-none-match": etag }),
      "if-modified-since": new Date(Date.now() + 60_000).toUTCString(),
    });
    expect(again.status).toBe(404);
  },
  "search, pages, counts, feed and notices": async ({ officer, browser }) => {
    const { shown } = await probePages(councils, { node: officer.node, browser }, secret);
    expect(shown).toEqual([]);
    for (const q of ["crossings", "attached"])
      expect((await browser.get(`/search?q=${q}`)).text).not.toContain(TITLE);
  },
  "the key of a program": async ({ officer, key, thread, file }) => {
    for (const path of [thread, file, `/search?q=crossings`, "/notifications"]) {
      const { text } = await byKey(officer, key, path);
      for (const word of [TITLE, REPLY, IN_FILE]) expect(text, path).not.toContain(word);
    }
    expect((await byKey(officer, key, thread)).status).toBe(404);
  },
};

function tryEach(who: keyof typeof kept): void {
  test.each(Object.entries(WAYS))("%s", async (_what, way) => {
    await way(kept[who]);
  });
}

describe("A63, W27: somebody of the community's own council is removed; without waiting for anything nothing is left of", () => {
  beforeAll(async () => remove(kept.bea.officer));
  tryEach("bea");
});

describe("A63: somebody of another council is removed; as soon as their council heard of it nothing is left of", () => {
  beforeAll(async () => {
    await remove(kept.rhian.officer);
    await councils.net.settle();
  });
  tryEach("rhian");
});

describe("A63: somebody is removed while their council is off; once it is back nothing is left of", () => {
  beforeAll(async () => {
    await councils.kirklees.stop();
    await remove(kept.kim.officer);
    await councils.net.settle();
    await councils.kirklees.start();
    for (let minutes = 0; minutes < 5; minutes++) {
      councils.net.clock.advance(1);
      await councils.net.settle();
    }
    // What was signed in before it stopped is signed in still.
    kept = { ...kept, kim: { ...kept.kim, browser: await againIn(kept.kim) } };
  });
  tryEach("kim");
});

/** The same session, at the node as it runs now. */
async function againIn({ officer, browser }: Kept): Promise<Browser> {
  const fresh = browserOn(webAppFor(officer.node.ctx), officer.node.origin);
  for (const [name, value] of browser.cookies) fresh.cookies.set(name, value);
  return fresh;
}

test("A63: mails that waited when they were removed are never sent", async () => {
  mails.answer(null);
  for (let round = 0; round < 6; round++) {
    councils.net.clock.advance(20);
    await councils.net.settle();
  }
  for (const { officer } of Object.values(kept)) {
    expect(await waitingFor(officer), officer.name).toBe(0);
    const later = mails.received.filter(({ to, text }) => isFor(officer, to) && /: A reply/.test(text));
    expect(
      later.map(({ text }) => text),
      officer.name,
    ).toEqual([]);
  }
});

function isFor({ name, node }: Officer, to: readonly string[]): boolean {
  return to.includes(`${name.toLowerCase().replaceAll(" ", ".")}@${node.name}.gov.example`);
}
