import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { serve } from "@hono/node-server";

/** What a file costs by the HTTP server of a node alone: a body to the disk, a file from it, and nothing else. */
const [port = "0", folder = ""] = process.argv.slice(2);
const place = join(folder, "plain");
await mkdir(folder, { recursive: true });

async function answer(request: Request): Promise<Response> {
  if (request.method === "POST" && request.body !== null) {
    await rm(place, { force: true });
    const body = Readable.fromWeb(request.body as ReadableStream<Uint8Array>);
    await pipeline(body, createWriteStream(place, { flush: true }));
    return new Response("ok");
  }
  const { size } = await stat(place);
  const bytes = createReadStream(place, { highWaterMark: 1024 * 1024 });
  return new Response(Readable.toWeb(bytes) as never, { headers: { "content-length": String(size) } });
}

serve({ fetch: answer, port: Number(port), hostname: "127.0.0.1" }, () => process.send?.("ready"));
