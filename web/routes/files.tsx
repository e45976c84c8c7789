import { Readable } from "node:stream";
import { reading } from "../../node/context.ts";
import { dropUpload } from "../../node/files/drop.ts";
import { type FoundFile, findFile, listOwnFiles } from "../../node/files/read.ts";
import { type ByteRange, fileStore } from "../../node/files/store.ts";
import { uuidOf } from "../../node/ids.ts";
import { refuse } from "../../node/refusal.ts";
import { ComposerFile } from "../components/composer-file.tsx";
import type { WebApp, WebContext } from "../env.ts";
import { mayHoldFiles, readParts } from "../parts.ts";
import { statusOf } from "../refusals.ts";
import { fragment, json, wantsFragment } from "../respond.tsx";
import { signedIn } from "../session.ts";
import { fileSentence, takeFile } from "../uploads.ts";

/** Uploading, taking back and reading of files. */
export function registerFileRoutes(app: WebApp): void {
  app.post("/files", upload);
  app.post("/files/:file/remove", async (c) => {
    const { actorId } = signedIn(c);
    const id = c.req.param("file");
    await dropUpload(c.get("ctx"), { ownerId: actorId, id });
    return json(c, { id }, { cache: "private" });
  });
  app.get("/files/:key", serve);
}

/** One file, sent by a script or a program while its form is being filled in. */
async function upload(c: WebContext): Promise<Response> {
  const { actorId } = signedIn(c);
  if (!mayHoldFiles(c)) refuse("invalid", { field: "body" });
  const { taken } = await readParts(c, (file) => takeFile(c, file));
  const [one, second] = taken;
  if (one === undefined || second !== undefined) return refuse("invalid", { field: "body" });
  if (!one.ok) {
    const { refusal } = one;
    const { code } = refusal;
    const message = fileSentence(refusal, c.get("speech"));
    const request = c.get("requestId");
    return json(c, { code, message, request }, { cache: "private", status: statusOf(code) });
  }
  const [file] = await listOwnFiles(c.get("ctx"), { ownerId: actorId, ids: [one.value.id] });
  if (file === undefined) return refuse("not-found");
  return wantsFragment(c) ? fragment(c, <ComposerFile file={file} />) : json(c, file, { cache: "private" });
}

/** RFC 9110 §14: one range, from a first byte to a last, or the last so many. Null: the whole; "none": not there. */
export function rangeOf(header: string | undefined, bytes: number): ByteRange | null | "none" {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return null;
  const from = first === "" ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === "" || last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return null;
  return from > to ? "none" : { from, to };
}

async function serve(c: WebContext): Promise<Response> {
  const viewer = c.get("viewer");
  const small = c.req.query("size") === "small";
  const secret = uuidOf(c.req.param("key") ?? "");
  const found = await reading(c.get("ctx"), viewer, (r) => findFile(r, viewer, { secret, small }));
  const headers = headersOf(c, found, small);
  if (c.req.header("if-none-match") === headers.ETag) return new Response(null, { status: 304, headers });
  const ifRange = c.req.header("if-range");
  const usable = !small && (ifRange === undefined || ifRange === headers.ETag);
  const range = usable ? rangeOf(c.req.header("range"), found.file.bytes) : null;
  if (range === "none") {
    const whole = { ...headers, "Content-Range": `bytes */${found.file.bytes}` };
    return new Response(null, { status: 416, headers: whole });
  }
  const length = small ? null : range ? range.to - range.from + 1 : found.file.bytes;
  const all = {
    ...headers,
    ...(length === null ? {} : { "Content-Length": String(length) }),
    ...(range ? { "Content-Range": `bytes ${range.from}-${range.to}/${found.file.bytes}` } : {}),
  };
  const status = range ? 206 : 200;
  // Hono answers HEAD with what GET answers, without its body: nothing is opened for that.
  if (c.req.raw.method === "HEAD") return new Response(null, { status, headers: all });
  const bytes = await fileStore(c.get("ctx")).read(found.storeName, range ?? undefined);
  if (bytes === null) return refuse("not-found");
  return new Response(Readable.toWeb(bytes) as ReadableStream, { status, headers: all });
}

/**
 * W12: nothing that is served here runs, whatever it is, and only pictures that were made anew are shown. Nobody keeps
 * what not everyone may read; what everyone may is asked about again each time, so that what is deleted is gone at once.
 */
function headersOf(c: WebContext, { file, sha256, public: open }: FoundFile, small: boolean) {
  const shown = small || file.picture !== null;
  const name = encodeURIComponent(file.name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  const own = c.get("session") !== null || c.get("byToken");
  const everyone = own ? "private, no-cache" : "public, no-cache";
  return {
    "Content-Type": small ? "image/webp" : file.mediaType,
    "Content-Disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": open ? everyone : "private, no-store",
    Vary: "Authorization, Cookie",
    ETag: `"${sha256.toString("base64url")}${small ? "-small" : ""}"`,
    "Accept-Ranges": small ? "none" : "bytes",
  };
}
