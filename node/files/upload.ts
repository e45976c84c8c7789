import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { inTransaction, type NodeContext } from "../context.ts";
import { idOf, newUuid } from "../ids.ts";
import { Refusal, refuse } from "../refusal.ts";
import { checkArchive } from "./archive.ts";
import { checkedKind, type Declared } from "./detect.ts";
import { type FileKind, fileNameOf } from "./kinds.ts";
import { FILE_LIMITS } from "./limits.ts";
import type { Picture } from "./pictures.ts";
import { checkDay, oneAtATime } from "./quota.ts";
import { checkForViruses } from "./scan.ts";
import { type FileStore, fileStore, type Incoming } from "./store.ts";
import type { FileState } from "./types.ts";

export interface Upload {
  readonly ownerId: string;
  /** As the browser or program says. */
  readonly declared: Declared;
  readonly source: AsyncIterable<Uint8Array>;
}

/**
 * Takes a file in: read as it comes, at most 25 MB; its kind by name, declared type and content; pictures made anew,
 * archives looked through, viruses looked for where a checker is set. It belongs to the person and to no post yet. When
 * this returns its id, bytes and row are on the disk. Refuses `too-large`, `invalid` (`reason`: `kind`, `mismatch`,
 * `archive`, `pixels`, `broken`, `infected`, `empty`), `too-many` (500 MB a day), `no-room`.
 */
export async function uploadFile(ctx: NodeContext, upload: Upload): Promise<{ readonly id: string }> {
  const store = fileStore(ctx);
  const name = fileNameOf(upload.declared.name);
  const incoming = await store.receive(upload.source, FILE_LIMITS.fileBytes);
  const places = [incoming.path];
  try {
    if (incoming.bytes === 0) refuse("invalid", { field: "upload", reason: "empty", name });
    // Said early, so that nothing large is worked on in vain; what counts is said again with the row.
    await checkDay(ctx.sql, ctx.clock.now(), { ownerId: upload.ownerId, bytes: incoming.bytes });
    const kind = await checkedKind(incoming.path, { name, type: upload.declared.type });
    const state = await checkForViruses(ctx, incoming.path, name);
    const ready = await prepared(store, { incoming, kind, name, places });
    return await keepFile(ctx, store, { ...ready, name, state, ownerId: upload.ownerId });
  } finally {
    for (const place of places) await rm(place, { force: true });
  }
}

interface Ready {
  readonly incoming: Incoming;
  readonly kind: FileKind;
  /** Of pictures: what it became, and where the smaller one waits. */
  readonly picture: (Picture & { readonly small: string }) | null;
}

interface Preparing {
  readonly incoming: Incoming;
  readonly kind: FileKind;
  readonly name: string;
  /** Everything that is to be thrown away if it is not kept. */
  readonly places: string[];
}

async function prepared(store: FileStore, preparing: Preparing): Promise<Ready> {
  const { incoming, kind, name, places } = preparing;
  if (kind.handling === "archive") await checkArchive(incoming.path, incoming.bytes, name);
  if (kind.handling !== "picture") return { incoming, kind, picture: null };
  const [to, small] = [await store.place(), await store.place()];
  places.push(to, small);
  const { mediaType } = kind;
  // Loaded by the first picture: most processes never see one.
  const { remakePicture } = await import("./pictures.ts");
  const picture = await remakePicture({ from: incoming.path, to, small, mediaType, name });
  const made = { path: to, bytes: (await stat(to)).size, sha256: await digestOf(to) };
  return { incoming: made, kind, picture: { ...picture, small } };
}

async function digestOf(path: string): Promise<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest();
}

interface Keeping extends Ready {
  readonly name: string;
  readonly state: FileState;
  readonly ownerId: string;
}

/** First the bytes, then the row: a row without a file never is, and a file without a row is swept away. */
async function keepFile(ctx: NodeContext, store: FileStore, keeping: Keeping): Promise<{ id: string }> {
  const { incoming, kind, picture, name, state, ownerId } = keeping;
  const now = ctx.clock.now();
  const uuid = newUuid(now);
  await store.keep(incoming.path, uuid, now);
  if (picture) await store.keep(picture.small, `${uuid}.small`, now);
  try {
    await inTransaction(ctx, async (tx) => {
      await oneAtATime(tx, ownerId);
      await checkDay(tx.sql, tx.now, { ownerId, bytes: incoming.bytes });
      await tx.sql`insert into files (id, secret, owner_id, name, media_type, bytes, sha256, width, height, small, state, uploaded)
        values (${uuid}, ${randomUUID()}, ${ownerId}, ${name}, ${kind.mediaType}, ${incoming.bytes}, ${incoming.sha256},
          ${picture?.width ?? null}, ${picture?.height ?? null}, ${picture !== null}, ${state}, ${tx.now})`;
    });
  } catch (error) {
    // Any other error may have come after the row was committed: then the sweep decides.
    if (error instanceof Refusal) for (const one of [uuid, `${uuid}.small`]) await store.remove(one);
    throw error;
  }
  return { id: idOf(uuid) };
}
