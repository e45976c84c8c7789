import type { NodeContext } from "../../node/context.ts";
import { uploadFile } from "../../node/files/upload.ts";

/** Bytes as they come off a socket. */
export async function* piecesOf(content: Buffer | string): AsyncIterable<Buffer> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}

/** Uploads a text for a person. */
export function uploadText(ctx: NodeContext, ownerId: string, words = "Hello", name = "notes.txt") {
  return uploadFile(ctx, { ownerId, declared: { name, type: "text/plain" }, source: piecesOf(words) });
}
