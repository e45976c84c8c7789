import { isPicture, kindOfType } from "../../node/files/kinds.ts";
import type { FileView } from "../../node/files/types.ts";
import { refuse } from "../../node/refusal.ts";
import { ComposerFile } from "../components/composer-file.tsx";
import type { WebApp, WebContext } from "../env.ts";
import { filePart, keptThere } from "../hidden/files.ts";
import { hiddenScene } from "../hidden/scene.ts";
import { mayHoldFiles, readParts } from "../parts.ts";
import { statusOf } from "../refusals.ts";
import { fragment, json, wantsFragment } from "../respond.tsx";
import { fileSentence } from "../uploads.ts";
import { rangeOf } from "./files.tsx";

/** Files of hidden communities of other councils: passed through part by part, to who may read them at that moment. */
export function registerHiddenFileRoutes(app: WebApp): void {
  app.get("/hidden/:place/files/:key", serve);
  app.post("/hidden/:place/files", upload);
}

async function serve(c: WebContext): Promise<Response> {
  const scene = await hiddenScene(c);
  const small = c.req.query("size") === "small";
  const asked = { ask: "file", key: c.req.param("key") ?? "", small, from: 0, to: null } as const;
  const first = await filePart(c, scene, asked);
  const { file } = first;
  const range = small ? null : rangeOf(c.req.header("range"), file.bytes);
  if (range === "none") {
    const whole = { "Content-Range": `bytes */${file.bytes}` };
    return new Response(null, { status: 416, headers: whole });
  }
  const [from, to] = small
    ? [0, first.bytes.byteLength - 1]
    : [range?.from ?? 0, range?.to ?? file.bytes - 1];
  const headers = {
    // W12, as files of this node are served; what the other node calls them decides nothing.
    "Content-Type": small ? "image/webp" : mediaTypeOf(file),
    "Content-Disposition": `${small || isPicture(file.mediaType) ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(file.name.toWellFormed())}`,
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Content-Length": String(to - from + 1),
    "Accept-Ranges": small ? "none" : "bytes",
    ...(range ? { "Content-Range": `bytes ${from}-${to}/${file.bytes}` } : {}),
  };
  let next = from;
  let part: Uint8Array | null = from === 0 ? first.bytes : null;
  const body = new ReadableStream<Uint8Array>({
    // One part is asked for when the reader has taken the one before: memory holds two.
    async pull(controller) {
      part ??= (await filePart(c, scene, { ...asked, from: next, to })).bytes;
      const fitting = part.subarray(0, to - next + 1);
      next += fitting.byteLength;
      part = null;
      controller.enqueue(fitting);
      if (next > to || fitting.byteLength === 0) controller.close();
    },
  });
  return new Response(body, { status: range ? 206 : 200, headers });
}

/** Of the kinds that may be uploaded here; anything else is bytes. */
function mediaTypeOf({ mediaType }: FileView): string {
  return kindOfType(mediaType)?.kind.mediaType ?? "application/octet-stream";
}

/** One file, sent by a script while its form is being filled in. */
async function upload(c: WebContext): Promise<Response> {
  const scene = await hiddenScene(c);
  if (!mayHoldFiles(c)) refuse("invalid", { field: "body" });
  const keeper = keptThere(c, scene);
  const { taken } = await readParts(c, keeper.take);
  const [one, second] = taken;
  if (one === undefined || second !== undefined) return refuse("invalid", { field: "body" });
  if (!one.ok) {
    const { code } = one.refusal;
    const message = fileSentence(one.refusal, c.get("speech"));
    return json(
      c,
      { code, message, request: c.get("requestId") },
      { cache: "private", status: statusOf(code) },
    );
  }
  const [file] = await keeper.list([one.value.id]);
  if (file === undefined) return refuse("not-found");
  return wantsFragment(c) ? fragment(c, <ComposerFile file={file} />) : json(c, file, { cache: "private" });
}
