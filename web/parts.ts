import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import { FILE_LIMITS } from "../node/files/limits.ts";
import { Refusal, refuse } from "../node/refusal.ts";
import type { WebContext } from "./env.ts";
import type { Body } from "./forms.ts";

/** Of a form without files: a text of 64 KiB, three bytes for one when it is encoded, and room for the other fields. */
export const LARGEST_BODY = 256 * 1024;
const LARGEST_UPLOAD = FILE_LIMITS.perPost * FILE_LIMITS.fileBytes + LARGEST_BODY;

/** Forms that files may be sent with. */
const UPLOADING =
  /^\/(?:files|hidden\/[^/]+\/files|(?:c|hidden)\/[^/]+\/(?:new|t\/[^/]+\/(?:reply|p\/[^/]+\/edit)))$/;

/** Whether this request may be a large one: a form of parts, sent to where files are taken. */
export function mayHoldFiles(c: WebContext): boolean {
  const type = c.req.header("content-type") ?? "";
  return c.req.method === "POST" && UPLOADING.test(c.req.path) && /^multipart\/form-data\b/i.test(type);
}

/** One file of a form, while it comes in. It must be read to its end. */
export interface SentFile {
  readonly name: string;
  readonly type: string;
  readonly source: AsyncIterable<Buffer>;
}

/** The control that files are chosen with; no other part may be a file. */
export const UPLOAD_FIELD = "upload";

/**
 * Reads a form of parts as it comes, without holding a file in memory (W10). `take` is given each file; null: files are
 * read and let go. Refuses `invalid` for a body that is no such form or has a file where none belongs, `too-large` for
 * one beyond ten whole files.
 */
export async function readParts<T>(
  c: WebContext,
  take: ((file: SentFile) => Promise<T>) | null,
): Promise<{ readonly fields: Body; readonly taken: readonly T[] }> {
  const fields = new Map<string, string | string[]>();
  const taking: Promise<T>[] = [];
  const coming: Readable[] = [];
  let odd = false;
  const parser = parserFor(c);
  parser.on("field", (name, value, nameCut, valueCut) => {
    if (nameCut || valueCut) odd = true;
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [...[before].flat(), value]);
  });
  parser.on("file", (...[field, stream, name, , type]) => {
    if (field !== UPLOAD_FIELD && take !== null) odd = true;
    // A control in which nothing was chosen sends a part without a name.
    if (field !== UPLOAD_FIELD || take === null || !name) return void stream.resume();
    coming.push(stream);
    const source = stream.iterator({ destroyOnReturn: false });
    // What is refused half-way is read to its end all the same, or the form would never end.
    const work = take({ name, type, source }).finally(() => stream.resume());
    work.catch(() => {});
    taking.push(work);
  });
  try {
    await pipeline(Readable.fromWeb((c.req.raw.body ?? refuseBody()) as never), counted, parser);
  } catch (error) {
    // Who sends it went away, or sends no such form: a file that is half there is given up.
    for (const stream of coming) stream.destroy(new Error("The form ended too early."));
    await Promise.allSettled(taking);
    throw error instanceof Refusal ? error : new Refusal("invalid", { field: "body" });
  }
  if (odd) refuseBody();
  return { fields: Object.fromEntries(fields), taken: await Promise.all(taking) };
}

function parserFor(c: WebContext): InstanceType<typeof Busboy> {
  const limits = {
    fieldNameSize: 100,
    fieldSize: LARGEST_BODY,
    fields: 200,
    files: FILE_LIMITS.perPost + 1,
    headerPairs: 20,
  };
  try {
    const headers: BusboyHeaders = { "content-type": c.req.header("content-type") ?? "" };
    return new Busboy({ headers, limits });
  } catch {
    return refuseBody();
  }
}

function refuseBody(): never {
  return refuse("invalid", { field: "body" });
}

async function* counted(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > LARGEST_UPLOAD) refuse("too-large", { field: UPLOAD_FIELD, most: FILE_LIMITS.fileBytes });
    yield chunk;
  }
}
