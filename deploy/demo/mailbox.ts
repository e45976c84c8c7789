import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { nodes } from "./content/councils.ts";
import { type KeptMail, readMail } from "./eml.ts";

const PORT = 8100;
const SHOWN = 50;

export interface Mailbox {
  /** `http://localhost:8100`; mails of a site stand below it by the site's key. */
  readonly address: string;
  close(): void;
}

/** Shows the mails that the three sites keep instead of sending, newest first, to this machine only. */
export async function openMailbox(data: string): Promise<Mailbox> {
  const server = createServer((request, response) => {
    const send = (status: number, body: string) => {
      response.writeHead(status, HEADERS);
      response.end(body);
    };
    if (request.headers.host !== new URL(addressOf(server)).host) return send(404, page("Not found", ""));
    void bodyOf(data, request.url ?? "/").then(
      (body) => (body === null ? send(404, page("Not found", "")) : send(200, body)),
      () => send(500, page("This mail cannot be shown.", "")),
    );
  });
  await listen(server, PORT).catch(() => listen(server, 0));
  return { address: addressOf(server), close: () => void server.close().closeAllConnections() };
}

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

async function bodyOf(data: string, path: string): Promise<string | null> {
  const [, key = "", id] = /^\/([a-z]+)(?:\/([0-9a-z]+))?$/.exec(path) ?? [];
  const node = nodes.find((it) => it.key === key);
  if (!node) return path === "/" ? page("Kept mails", nodes.map(siteLink).join("")) : null;
  const folder = join(data, key, "mail");
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".eml"));
  if (id === undefined) return listPage(node.name, folder, files);
  return files.includes(`${id}.eml`) ? mailPage(await readKept(folder, `${id}.eml`)) : null;
}

/** Names of the files begin with the time at which the mail was made. */
async function listPage(name: string, folder: string, files: readonly string[]): Promise<string> {
  const newest = [...files].sort().reverse().slice(0, SHOWN);
  const mails = await Promise.all(newest.map((file) => readKept(folder, file)));
  const rows = mails.map(
    (mail, i) =>
      `<li><a href="${escaped(folder.split(/[/\\]/).at(-2) ?? "")}/${escaped((newest[i] ?? "").replace(".eml", ""))}">` +
      `${escaped(mail.subject)}</a><br>to ${escaped(mail.to)}, ${escaped(mail.date)}</li>`,
  );
  return page(`Mails of ${name}`, rows.length === 0 ? "<p>No mails yet.</p>" : `<ul>${rows.join("")}</ul>`);
}

function mailPage(mail: KeptMail): string {
  const text = escaped(mail.text).replaceAll(/https?:\/\/[^\s<>]+/g, (url) => `<a href="${url}">${url}</a>`);
  return page(mail.subject, `<p>to ${escaped(mail.to)}, ${escaped(mail.date)}</p><pre>${text}</pre>`);
}

function siteLink({ key, name }: { readonly key: string; readonly name: string }): string {
  return `<p><a href="/${key}">${escaped(name)}</a></p>`;
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en-GB"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${STYLE}</style><main><h1>${escaped(title)}</h1>${body}</main></html>`;
}

const STYLE = `:root{color-scheme:light dark;font:1.0625rem/1.5 system-ui,sans-serif}main{max-width:44rem;margin:2rem auto;padding:0 1rem}
li{margin-bottom:.75rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}`;

function escaped(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}

async function readKept(folder: string, file: string): Promise<KeptMail> {
  return readMail(await readFile(join(folder, file), "latin1"));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function addressOf(server: Server): string {
  const address = server.address();
  return `http://localhost:${typeof address === "object" && address ? address.port : PORT}`;
}
