import type { NodeContext } from "../../node/context.ts";
import { uploadFile } from "../../node/files/upload.ts";
import type { Answer, Browser, TestSite } from "./web.ts";

/** Bytes as they come off a socket. */
export async function* piecesOf(content: Buffer | string): AsyncIterable<Buffer> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}

/** Uploads a text for a person. */
export function uploadText(ctx: NodeContext, ownerId: string, words = "Hello", name = "notes.txt") {
  return uploadFile(ctx, { ownerId, declared: { name, type: "text/plain" }, source: piecesOf(words) });
}

/** A field of a form, or a file in it. */
export type FormPart = readonly [
  name: string,
  value: string | { readonly name: string; readonly type: string; readonly content: Buffer | string },
];

/** Sends a form of parts as a browser does. */
export async function sendForm(
  site: TestSite,
  browser: Browser,
  sent: { path: string; parts: readonly FormPart[]; headers?: Record<string, string> },
): Promise<Answer> {
  const { origin } = site.ctx.iris;
  const form = new FormData();
  for (const [name, value] of sent.parts) {
    if (typeof value === "string") form.append(name, value);
    else
      form.append(
        name,
        new File([Uint8Array.from(Buffer.from(value.content))], value.name, { type: value.type }),
      );
  }
  const headers = {
    host: new URL(origin).host,
    accept: "text/html",
    "sec-fetch-site": "same-origin",
    cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    ...sent.headers,
  };
  const answer = await site.app.fetch(
    new Request(`${origin}${sent.path}`, { method: "POST", body: form, headers }),
  );
  return {
    status: answer.status,
    headers: answer.headers,
    text: await answer.text(),
    to: answer.headers.get("location"),
  };
}
