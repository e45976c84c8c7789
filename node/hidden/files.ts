import { type NodeContext, reading } from "../context.ts";
import { findFile, listOwnFiles } from "../files/read.ts";
import { fileStore } from "../files/store.ts";
import type { FileView } from "../files/types.ts";
import { uploadFile } from "../files/upload.ts";
import { uuidOf } from "../ids.ts";
import { refuse } from "../refusal.ts";
import { viewerOf } from "../visibility/viewer.ts";
import type { HiddenAsk } from "./asks.ts";
import type { HiddenAsker } from "./readers.ts";

type Of<Name extends HiddenAsk["ask"]> = Extract<HiddenAsk, { ask: Name }>;

/** So much of a file in one answer; a member's node asks for the next part when it has passed on this one. */
export const PART_BYTES = 1024 * 1024;

/** A part of a file, from a byte on. */
export interface FilePart {
  readonly file: FileView & { readonly from: number; readonly small: boolean };
  readonly bytes: Uint8Array;
}

/**
 * A part of a file of this community, at most `PART_BYTES`, for a member of another node. Refuses `not-found`, also for files
 * of other communities of this node.
 */
export async function answerFile(ctx: NodeContext, asker: HiddenAsker, ask: Of<"file">): Promise<FilePart> {
  const viewer = viewerOf(asker.actorId);
  const asked = { secret: uuidOf(ask.key), small: ask.small, communityId: asker.communityId };
  const found = await reading(ctx, viewer, (r) => findFile(r, viewer, asked));
  const file = { ...found.file, small: ask.small };
  const store = fileStore(ctx);
  if (ask.small)
    return { file: { ...file, from: 0 }, bytes: await bytesOf(await store.read(found.storeName)) };
  const last = Math.min(ask.to ?? Number.MAX_SAFE_INTEGER, ask.from + PART_BYTES - 1, found.file.bytes - 1);
  if (ask.from > last) return refuse("not-found");
  const stream = await store.read(found.storeName, { from: ask.from, to: last });
  return { file: { ...file, from: ask.from }, bytes: await bytesOf(stream) };
}

/** A member's own files by their ids: uploaded and not posted, or of the post they change. */
export function listFilesFor(
  ctx: NodeContext,
  { actorId }: HiddenAsker,
  { ids, post }: Of<"files">,
): Promise<readonly FileView[]> {
  return listOwnFiles(ctx, { ownerId: actorId, ids, ...(post === null ? {} : { postId: post }) });
}

/** Takes a file of a member of another node in, as if they had uploaded it here. Refuses what `uploadFile` refuses. */
export async function takeUpload(
  ctx: NodeContext,
  { actorId }: HiddenAsker,
  { name, type, bytes }: Of<"upload"> & { readonly bytes: Uint8Array },
): Promise<FileView> {
  const source = (async function* () {
    yield bytes;
  })();
  const { id } = await uploadFile(ctx, { ownerId: actorId, declared: { name, type }, source });
  const [file] = await listOwnFiles(ctx, { ownerId: actorId, ids: [id] });
  return file ?? refuse("not-found");
}

async function bytesOf(stream: AsyncIterable<Uint8Array> | null): Promise<Uint8Array> {
  if (stream === null) return refuse("not-found");
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
