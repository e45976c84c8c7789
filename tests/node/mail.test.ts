import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../node/config.ts";
import { inTransaction, type NodeContext } from "../../node/context.ts";
import { openMailer } from "../../node/mail/mailer.ts";
import { type NewMail, queueMail } from "../../node/mail/queue.ts";
import { openMails } from "../../node/mail/send.ts";
import { NOTICE_MAILS } from "../../node/notifications/mails.ts";
import type { Mailer } from "../../node/ports.ts";
import { refusalOf } from "../support/accounts.ts";
import { openTestNode } from "../support/context.ts";
import { type MailSink, startMailSink } from "../support/mail-sink.ts";
import { joinAll, openNoticeNode } from "../support/notices.ts";

test("A mail goes to one person, reads the same as text and HTML, loads nothing, and one click stops its kind", async () => {
  await using sink = await startMailSink();
  await using node = await openNoticeNode(mailerTo(sink));
  const [asha, huw] = [await node.person("Asha Patel"), await node.person("Huw Evans")];
  const community = await node.community(asha, "Kinship Care");
  await joinAll(node.ctx, community, [huw]);
  const topic = await node.post(asha, community, { title: "Coffi & cacen" });
  await node.post(huw, community, { kind: "reply", parentId: topic.id, text: "Iawn <b>wir</b>, ŵyr." });
  await node.settle();
  const [mail, ...more] = sink.received;
  expect(more).toEqual([]);
  expect(mail?.to).toEqual([asha.email]);
  expect(mail?.headers.get("to")).toBe(asha.email);
  expect(mail?.headers.get("from")).toBe("Sunderland Communities <communities@sunderland.gov.uk>");
  for (const name of ["cc", "bcc"]) expect(mail?.headers.has(name)).toBe(false);
  expect(mail?.headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  expect(mail?.headers.get("list-unsubscribe")).toMatch(
    /^<http:\/\/sunderland\.localhost:8620\/unsubscribe\/[\w-]+>$/,
  );
  expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
  expect(mail?.text).toContain("> Iawn <b>wir</b>, ŵyr.");
  expect(mail?.html).toContain("Iawn &lt;b&gt;wir&lt;/b&gt;, ŵyr.");
  expect(mail?.html).toContain("Coffi &amp; cacen");
  expect(mail?.html).not.toMatch(/<img|<link|<script|url\(|src=/i);
});

test("A node killed after handing a mail over sends it at most once more, with the same Message-ID", async () => {
  await using sink = await startMailSink();
  await using node = await openTestNode();
  const mailer = mailerTo(sink);
  await queue(node.ctx, { to: "asha@sunderland.gov.uk", kind: "test" });
  const dying: Mailer = {
    send: async (mail) => {
      await mailer.send(mail);
      throw Object.assign(new Error("killed"), { code: "CONNECTION_CLOSED" });
    },
    check: mailer.check,
  };
  await expect(openMails(withMailer(node.ctx, dying), NOTICE_MAILS).drain()).rejects.toThrow("killed");
  const after = openMails(withMailer(node.ctx, mailer), NOTICE_MAILS);
  expect(await after.drain()).toBe(0);
  node.clock.advance(5);
  expect(await after.drain()).toBe(1);
  node.clock.advance(60);
  expect(await after.drain()).toBe(0);
  const ids = sink.received.map((mail) => mail.headers.get("message-id"));
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test("While the mail server is away mails wait; when it is back after a day each leaves once", async () => {
  await using sink = await startMailSink();
  await using node = await openTestNode();
  const mails = openMails(withMailer(node.ctx, mailerTo(sink)), NOTICE_MAILS);
  await sink.close();
  const people = Array.from({ length: 200 }, (_, i) => `officer.${i}@sunderland.gov.uk`);
  for (const to of people) await queue(node.ctx, { to, kind: "test" });
  for (let hour = 0; hour < 24; hour++) {
    node.clock.advance(60);
    expect(await mails.drain()).toBe(0);
  }
  await sink.open();
  node.clock.advance(10);
  expect(await mails.drain()).toBe(200);
  expect(sink.received.map((mail) => mail.to[0]).sort()).toEqual([...people].sort());
});

test("A mail that is not taken now is tried later and later; one that is refused for good is not tried again", async () => {
  await using sink = await startMailSink();
  await using node = await openTestNode();
  const mails = openMails(withMailer(node.ctx, mailerTo(sink)), NOTICE_MAILS);
  sink.answer(451);
  await queue(node.ctx, { to: "asha@sunderland.gov.uk", kind: "test" });
  const dues: number[] = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    expect(await mails.drain()).toBe(1);
    const [row] = await node.ctx.sql<{ due: Date }[]>`select due from mails`;
    dues.push(Math.round(((row?.due.getTime() ?? 0) - node.clock.now().getTime()) / 60_000));
    node.clock.advance(dues.at(-1) ?? 0);
    node.clock.advance(1);
  }
  expect(dues).toEqual([1, 2, 4]);
  sink.answer(550);
  expect(await mails.drain()).toBe(1);
  sink.answer(null);
  node.clock.advance(48 * 60);
  expect(await mails.drain()).toBe(0);
  expect(sink.received).toEqual([]);
});

test("No name, title or address can smuggle in a header or a second recipient (W23)", async () => {
  await using sink = await startMailSink();
  await using node = await openNoticeNode(mailerTo(sink));
  for (const to of [
    "a@x.uk\r\nBcc: b@x.uk",
    "a@x.uk, b@x.uk",
    "A <a@x.uk>",
    "a@x.uk\u0000",
    "a b@x.uk",
    '"a"@x.uk',
  ]) {
    expect(await refusalOf(queue(node.ctx, { to, kind: "test" }))).toBe("invalid");
  }
  const [asha, eve] = [await node.person("Asha Patel"), await node.person("Eve Mallory")];
  const community = await node.community(asha, "Kinship Care");
  await joinAll(node.ctx, community, [eve]);
  const topic = await node.post(asha, community, {});
  await node.ctx.sql`update posts set title = ${"A\r\nBcc: b@x.uk\r\n\r\n<html>"} where id = ${topic.id}`;
  await node.ctx.sql`update actors set name = ${"Eve\r\nX-Evil: 1"} where id = ${eve.actorId}`;
  await node.post(eve, community, { kind: "reply", parentId: topic.id, text: "-- \nFrom: x" });
  await node.settle();
  const [mail] = sink.received;
  expect(mail?.to).toEqual([asha.email]);
  expect([...(mail?.headers.keys() ?? [])].filter((name) => /bcc|evil/.test(name))).toEqual([]);
  expect(mail?.headers.get("subject")).toBe("Eve X-Evil: 1 replied: A Bcc: b@x.uk <html>");
});

test("A link that no longer works is not sent, and a link that was sent is kept nowhere", async () => {
  await using sink = await startMailSink();
  await using node = await openTestNode();
  const mails = openMails(withMailer(node.ctx, mailerTo(sink)), NOTICE_MAILS);
  const open = "http://sunderland.localhost:8620/reset/Secret-Walrus";
  const expires = new Date(node.clock.now().getTime() + 15 * 60_000);
  await queue(node.ctx, { to: "asha@sunderland.gov.uk", kind: "reset", links: { open }, expires });
  expect(await mails.drain()).toBe(1);
  expect(sink.received[0]?.text).toContain(open);
  await queue(node.ctx, { to: "huw@sunderland.gov.uk", kind: "reset", links: { open }, expires });
  node.clock.advance(16);
  await mails.drain();
  expect(sink.received).toHaveLength(1);
  expect(JSON.stringify(await node.ctx.sql`select * from mails`)).not.toContain("Walrus");
});

test("Without a mail server mails are kept in the data folder, and the console shows the link", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "moothall-mail-"));
  const lines: string[] = [];
  const mailer = openMailer(
    readConfig({}, JSON.stringify({ dataDir, origin: "http://localhost:8641" })),
    (line) => lines.push(line),
  );
  await using node = await openTestNode();
  const open = "http://localhost:8641/join/confirm/Secret";
  await queue(node.ctx, { to: "asha@sunderland.gov.uk", kind: "register", links: { open } });
  await openMails(withMailer(node.ctx, mailer), NOTICE_MAILS).drain();
  expect(lines).toEqual([
    `Mail for asha@sunderland.gov.uk: Confirm your email address for Sunderland Communities – ${open}`,
  ]);
  const [file = ""] = await readdir(join(dataDir, "mail"));
  expect(await readFile(join(dataDir, "mail", file), "utf8")).toContain("To: asha@sunderland.gov.uk");
  expect((await stat(join(dataDir, "mail", file))).mode & 0o777).toBe(0o600);
  await rm(dataDir, { recursive: true });
});

test("Mails are written in the language a person chose", async () => {
  await using node = await openNoticeNode();
  const [asha, huw] = [await node.person("Asha Patel"), await node.person("Huw Evans")];
  await node.ctx.sql`update accounts set language = 'cy' where id = ${asha.accountId}`;
  const community = await node.community(asha, "Kinship Care");
  await joinAll(node.ctx, community, [huw]);
  const topic = await node.post(asha, community, {});
  await node.post(huw, community, { kind: "reply", parentId: topic.id, text: "Iawn." });
  const [mail] = await node.settle();
  expect(mail?.subject).toBe("Ymatebodd Huw Evans: Kinship visits");
  expect(mail?.headers["Content-Language"]).toBe("cy");
  expect(mail?.html).toContain('<html lang="cy">');
});

function mailerTo(sink: MailSink): Mailer {
  const smtp = { url: sink.url, from: "Sunderland Communities <communities@sunderland.gov.uk>" };
  return openMailer(readConfig({}, JSON.stringify({ smtp })), () => {});
}

function withMailer(ctx: NodeContext, mail: Mailer): NodeContext {
  return { ...ctx, ports: { ...ctx.ports, mail } };
}

function queue(ctx: NodeContext, mail: Omit<NewMail, "language">): Promise<void> {
  return inTransaction(ctx, (tx) => queueMail(tx, { language: "en", ...mail }));
}
