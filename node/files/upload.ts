import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { inTransaction, type NodeContext } from "../context.ts";
import { idOf, newUuid } from "../ids.ts";
import { Refusal, refuse } from "../refusal.ts";
import { checkedKind, type Declared } from "./detect.ts";
import { fileNameOf } from "./kinds.ts";
import { FILE_LIMITS } from "./limits.ts";
import { prepareFile, type Ready } from "./prepare.ts";
import { checkDay, oneAtATime } from "./quota.ts";
import { checkForViruses } from "./scan.ts";
import { type FileStore, fileStore } from "./store.ts";
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
    const ready = await prepareFile(store, { incoming, kind, name, places });
    return await keepFile(ctx, store, { ...ready, name, state, ownerId: upload.ownerId });
  } finally {
    for (const place of places) await rm(place, { force: true });
  }
}

interface Keeping extends Ready {
  readonly name: string;
  readonly state: FileState;
  readonly ownerId: string;
}

/** First the bytes, then the row: a row without a file never is, and a file without a row is swept away. */
async function keepFile(ctx: NodeContext, store: FileStore, keeping: Keeping): Promise<{ id: string }> {
  const { incoming, kind, picture, small, name, state, ownerId } = keeping;
  const now = ctx.clock.now();
  const uuid = newUuid(now);
  await store.keep(incoming.path, uuid, now);
  if (small) await store.keep(small, `${uuid}.small`, now);
  try {
    await inTransaction(ctx, async (tx) => {
      await oneAtATime(tx, ownerId);
      await checkDay(tx.sql, tx.now, { ownerId, bytes: incoming.bytes });
      await tx.sql`insert into files (id, secret, owner_id, name, media_type, bytes, sha256, width, height, small, state, uploaded)
        values (${uuid}, ${randomUUID()}, ${ownerId}, ${name}, ${kind.mediaType}, ${incoming.bytes}, ${incoming.sha256},
          ${picture?.width ?? null}, ${picture?.height ?? null}, ${small !== null}, ${state}, ${tx.now})`;
    });
  } catch (error) {
    // Any other error may have come after the row was committed: then the sweep decides.
    if (error instanceof Refusal) for (const one of [uuid, `${uuid}.small`]) await store.remove(one);
    throw error;
  }
  return { id: idOf(uuid) };
}
