import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport, type SendMailOptions } from "nodemailer";
import type { Config } from "../config.ts";
import type { MailCheck, Mailer, OutgoingMail } from "../ports.ts";
import { Outage } from "../refusal.ts";
import { checkAddress } from "./address.ts";

/** A mail server said that this mail will never be taken (5xx); trying again is no use. */
export class MailRejected extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MailRejected";
  }
}

export type MailerConfig = Pick<Config, "smtp" | "dataDir" | "nodeName" | "origin">;

/**
 * The way out for mails: the mail server of the settings, or, where there is none, files in `<data>/mail/` and one
 * line on the console with the link. `send` throws MailRejected (final), Outage (server away, sign-in to it fails),
 * or another error (this mail, not now).
 */
export function openMailer(config: MailerConfig, say: (line: string) => void): Mailer & { close(): void } {
  const { smtp } = config;
  if (smtp === null) return keepingMailer(config, say);
  const transport = createTransport({
    url: smtp.url.reveal(),
    pool: true,
    maxConnections: 3,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail(messageOf(mail, smtp.from));
      } catch (error) {
        throw whatItMeans(error);
      }
    },
    check: () => greet(transport),
    close: () => transport.close(),
  };
}

async function greet(transport: { verify(): Promise<unknown> }): Promise<MailCheck> {
  try {
    await transport.verify();
    return { outcome: "fine" };
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    return { outcome: "refused", error: [code, responseCode].filter(Boolean).join(" ") || "unknown" };
  }
}

/** Says what an error of the mail server means for the queue. */
export function whatItMeans(error: unknown): Error {
  const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number };
  const text = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  const aboutThisMail = code === "EENVELOPE" || code === "EMESSAGE";
  // A sender that is not accepted, like a wrong password, is for the operator to put right: the mails wait for it.
  if (!aboutThisMail || command === "MAIL FROM" || responseCode === 421)
    return new Outage(text, { cause: error, retryAfterSeconds: 15 });
  if (responseCode === undefined || responseCode >= 500) return new MailRejected(text);
  return new Error(text, { cause: error });
}

function messageOf(mail: OutgoingMail, from: string): SendMailOptions {
  // Given as an object, so that nothing in it is read as a second recipient.
  const to = { name: "", address: checkAddress(mail.to) };
  const { messageId, subject, text, html, headers } = mail;
  return {
    from,
    to,
    messageId,
    subject,
    text,
    html,
    headers: { ...headers },
    textEncoding: "quoted-printable",
  };
}

function keepingMailer(config: MailerConfig, say: (line: string) => void): Mailer & { close(): void } {
  const folder = join(config.dataDir, "mail");
  const from = { name: config.nodeName, address: `no-reply@${new URL(config.origin).hostname}` };
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  return {
    async send(mail) {
      const { message } = await transport.sendMail({ ...messageOf(mail, ""), from });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      const file = join(folder, `${mail.messageId.replace(/^<|@.*$/g, "")}.eml`);
      await writeFile(file, message as Buffer, { mode: 0o600 });
      const link = /https?:\/\/\S+/.exec(mail.text)?.[0] ?? file;
      say(`Mail for ${mail.to}: ${mail.subject} – ${link}`);
    },
    check: async () => ({ outcome: "kept" }),
    close: () => transport.close(),
  };
}
