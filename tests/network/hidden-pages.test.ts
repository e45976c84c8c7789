import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCommunity } from "../../node/communities/create.ts";
import { inviteElsewhere } from "../../node/hidden/invite.ts";
import { idOf } from "../../node/ids.ts";
import { chooseHolding } from "../../node/peers/closed.ts";
import { peerByOrigin } from "../../node/peers/read.ts";
import { PASSWORD } from "../support/accounts.ts";
import { idThere } from "../support/hidden-councils.ts";
import { pdfOf } from "../support/sample-pdf.ts";
import type { NetworkNode } from "../support/start-nodes.ts";
import {
  COMMUNITY,
  communityIdOf,
  type Officer,
  startThreeCouncils,
  type ThreeCouncils,
  writePost,
} from "../support/three-councils.ts";
import { browserOn, webAppFor } from "../support/web.ts";

// The pages of a member at Sunderland of a hidden community that Somerset keeps.

/** Words that stand in nothing else; each is planted in another field. */
const WORDS = {
  name: "Zephyrine",
  purpose: "Quillon",
  title: "Tourmaline",
  text: "Vermiculite",
  reply: "Malachite",
  edited: "Chrysoprase",
  file: "Obsidian",
  sought: "Labradorite",
  reported: "Sphalerite",
  unsent: "Alexandrite",
};

/** How a small picture begins. */
const PICTURE = "WEBPVP8";

let councils: ThreeCouncils;
let amara: Officer;
let browser: ReturnType<typeof browserOn>;
let place: string;
let communityId: string;
beforeAll(async () => {
  councils = await startThreeCouncils();
  const { net, somerset, sunderland, martin } = councils;
  await net.connect("sunderland", "somerset");
  amara = await councils.officer(sunderland, "Amara Okafor");
  await councils.join(amara);
  await net.settle();
  const peer = await peerByOrigin(somerset.ctx.sql, sunderland.origin);
  await chooseHolding(somerset.ctx, { peerId: peer?.id ?? "", holds: true, accountId: null });
  const words = { name: `${WORDS.name} review`, purpose: `${WORDS.purpose} matters.` };
  const draft = { ...COMMUNITY, ...words, level: "confidential" } as const;
  const made = await createCommunity(somerset.ctx, { actorId: martin.actorId }, draft);
  communityId = await communityIdOf(somerset.ctx, made.iri);
  const personId = await idThere(councils, amara);
  const facilitatorId = martin.actorId;
  await inviteElsewhere(somerset.ctx, {
    facilitatorId,
    communityId,
    personId,
    confirmed: true,
  });
  await net.settle();
  browser = browserOn(webAppFor(sunderland.ctx), sunderland.origin);
  await browser.post("/sign-in", { email: "amara.okafor@sunderland.gov.example", password: PASSWORD });
  const [row] = await sunderland.ctx.sql<{ id: string }[]>`select id from hidden_places`;
  place = `/hidden/${idOf(row?.id ?? "")}`;
});
afterAll(() => councils[Symbol.asyncDispose]());

/** Everything a node keeps: each row of each table as text, and each file in its folder. */
async function everythingKeptBy(node: NetworkNode): Promise<string> {
  const { sql } = node.ctx;
  const tables = await sql<{ name: string }[]>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`;
  const parts: string[] = [];
  await sql.begin(async (tx) => {
    await tx`reset role`;
    for (const { name } of tables) {
      const rows = await tx.unsafe(`select row_to_json(t)::text as row from ${name} t`);
      parts.push(...rows.map((row) => String(row.row)));
      // What is kept as bytes reads as hexadecimal above.
      const bytes = rows.flatMap((row) =>
        [...String(row.row).matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex = ""]) => hex),
      );
      parts.push(...bytes.map((hex) => Buffer.from(hex, "hex").toString("utf8")));
    }
  });
  for (const file of readdirSync(node.dataDir, { recursive: true, withFileTypes: true }))
    if (file.isFile()) parts.push(readFileSync(join(file.parentPath, file.name), "latin1"));
  return parts.join("\n");
}

function wordsIn(text: string): readonly string[] {
  return Object.values(WORDS).filter((word) => text.toLowerCase().includes(word.toLowerCase()));
}

test("The invitation says what it is, who asks and what is kept where; the notice and the mail say nothing", async () => {
  const notices = await browser.get("/notifications");
  expect(notices.text).toContain("You are invited. Open it to see where.");
  expect(wordsIn(notices.text)).toEqual([]);
  const page = await browser.get(place);
  expect(page.status).toBe(200);
  expect(page.text).toContain("Martin Hale (Somerset Council) invites you.");
  expect(page.text).toContain("Kept only by Somerset; your council keeps no copy.");
  expect(page.headers.get("cache-control")).toBe("private, no-store");
  const joined = await browser.post(`${place}/join`, {});
  expect(joined.status).toBe(303);
  const listed = await browser.get("/hidden");
  expect(listed.text).toContain(WORDS.name);
});

test("A member reads, asks, replies with a file, changes, marks, searches, reports and deletes, all in pages of their own council", async () => {
  const { martin } = councils;
  await writePost(martin, communityId, { title: `${WORDS.title}?`, text: `${WORDS.text} in confidence.` });
  const list = await browser.get(place);
  expect(wordsIn(list.text)).toEqual([WORDS.name, WORDS.purpose, WORDS.title, WORDS.text]);
  const thread = /href="(\/hidden\/[0-9a-z]{26}\/t\/[0-9a-z]{26})"/.exec(list.text)?.[1] ?? "";
  const read = await browser.get(thread);
  expect(read.text).toContain(
    "2 members from 2 councils can read this. Kept only by Somerset; your council keeps no copy.",
  );
  expect(read.text, "no draft is kept on the device or here").not.toMatch(/data-behaviour="[^"]*drafts/);
  const form = new FormData();
  form.set("text", `${WORDS.reply} for all of you.`);
  form.set("files", "");
  form.set("alts", "");
  form.append("upload", new File([`a,b\n${WORDS.file},1\n`], `${WORDS.file}.csv`, { type: "text/csv" }));
  form.append(
    "upload",
    new File([Uint8Array.from(pdfOf())], `${WORDS.file}.pdf`, { type: "application/pdf" }),
  );
  const replied = await browser.post(`${thread}/reply`, form);
  expect(replied.status, replied.text).toBe(303);
  const after = await browser.get(thread);
  expect(after.text).toContain(`${WORDS.reply} for all of you.`);
  const file = new RegExp(`href="(${place}/files/[0-9a-z]{26})"`).exec(after.text)?.[1] ?? "";
  const served = await browser.get(file);
  expect([served.status, served.text]).toEqual([200, `a,b\n${WORDS.file},1\n`]);
  const part = await browser.get(file, { range: "bytes=4-11" });
  expect([part.status, part.text]).toEqual([206, WORDS.file]);
  const drawn = new RegExp(`src="(${place}/files/[0-9a-z]{26}\\?size=small)"`).exec(after.text)?.[1] ?? "";
  const preview = await browser.get(drawn);
  expect([preview.status, preview.headers.get("content-type")]).toEqual([200, "image/webp"]);
  expect(preview.headers.get("cache-control")).toBe("private, no-store");
  const edit = /href="([^"]+\/edit)"/.exec(after.text)?.[1] ?? "";
  const editing = await browser.get(edit);
  expect(editing.text).toContain(`${WORDS.reply} for all of you.`);
  const changed = await browser.post(edit, { text: `${WORDS.edited} now.`, revision: "1", lang: "en" });
  expect(changed.status, changed.text).toBe(303);
  const found = await browser.post(`${place}/search`, { q: WORDS.sought });
  expect(found.text).toContain("Nothing was found");
  const first = /action="([^"]+)\/useful"/.exec(after.text)?.[1] ?? "";
  expect((await browser.post(`${first}/useful`, {})).status).toBe(303);
  const reported = await browser.post(`${first}/report`, {
    category: "conduct",
    words: `${WORDS.reported}.`,
  });
  expect(reported.text).toContain("Thank you");
  const members = await browser.get(`${place}/members`);
  expect(members.text).toContain("Martin Hale");
});

test("While its council is away every page says so, and words that were sent stand in the open page alone", async () => {
  const { somerset } = councils;
  const list = await browser.get(place);
  const thread = /href="(\/hidden\/[0-9a-z]{26}\/t\/[0-9a-z]{26})"/.exec(list.text)?.[1] ?? "";
  await somerset.stop();
  const away = await browser.get(place);
  expect([away.status, away.text.includes("Somerset does not answer")]).toEqual([503, true]);
  for (const path of [`${place}/new?kind=question`, `${thread}/reply`]) {
    const title: Record<string, string> = path.includes("/new") ? { title: "A title" } : {};
    const sent = await browser.post(path, { ...title, text: `${WORDS.unsent} stays.` });
    expect(sent.status, path).toBe(503);
    expect(sent.text, path).toContain("nothing was saved or sent");
    expect(sent.text, path).toContain(`${WORDS.unsent} stays.`);
  }
  await somerset.start();
});

test("Nothing of it stands anywhere at the member's council after reading and writing, and the search for it finds what is open", async () => {
  const { net, sunderland, somerset } = councils;
  await net.settle();
  const there = await everythingKeptBy(somerset);
  expect(wordsIn(there), "at its own council it is found").toContain(WORDS.edited);
  expect(there, "and so is the first page of the PDF").toContain(PICTURE);
  await councils.write(amara, { title: "Rhodonite?", text: "Said in the open." });
  const here = await everythingKeptBy(sunderland);
  expect(here, "the search finds what is kept").toContain("Rhodonite");
  expect(wordsIn(here)).toEqual([]);
  expect(here).not.toContain(PICTURE);
});

test("D-09: of all that waited that day one mail was sent, which says that one has an invitation, and nothing else", async () => {
  const mails = await councils.sunderland.ctx.sql<{ sent: boolean }[]>`
    select m.sent is not null as sent from mails m join notices n on n.id = m.notice_id where n.kind = 'hidden'`;
  expect([mails.length, mails.filter(({ sent }) => sent).length]).toEqual([2, 1]);
  const folder = councils.sunderland.dataDir;
  const kept = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith(".eml"))
    .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"))
    .filter((mail) => mail.includes("You have an invitation"));
  expect(kept).toHaveLength(1);
  expect(kept[0]).not.toContain("Somerset");
});

test("Left, the place is gone from the list, and its address answers like any other that never was", async () => {
  expect((await browser.post(`${place}/leave`, {})).status).toBe(303);
  expect((await browser.get(place)).status).toBe(404);
  expect((await browser.get("/hidden")).text).toContain("You are in no hidden community");
});
