import { createHash } from "node:crypto";
import { join } from "node:path";
import type { NodeContext } from "../context.ts";
import type { Sql, Tx } from "../db/open.ts";
import { dropRowsWithout } from "../files/drop.ts";
import { fileStore, folderStore } from "../files/store.ts";
import { readArchive } from "./archive-read.ts";
import type { ArchiveWriter } from "./archive-write.ts";
import type { Manifest } from "./manifest.ts";

const FOLDER = "files/";

/** Names in the store of every file that has a row at this moment, smaller pictures included. */
export async function namesOfFiles(tx: Tx): Promise<readonly string[]> {
  const rows = await tx<{ id: string; small: boolean; exact: boolean }[]>`
    select id, small, exact from files where state <> 'infected' order by id`;
  return rows.flatMap(({ id, small, exact }) => [
    id,
    ...(small ? [`${id}.small`] : []),
    ...(exact ? [`${id}.exact`] : []),
  ]);
}

/**
 * Copies files into a backup, one at a time, after the database: bytes never change, and what went meanwhile with its
 * post is left out.
 */
export async function copyFiles(
  ctx: NodeContext,
  archive: ArchiveWriter,
  names: readonly string[],
): Promise<Manifest["files"]> {
  const store = fileStore(ctx);
  const copied: Manifest["files"] = [];
  for (const name of names) {
    const bytes = await store.read(name);
    if (bytes === null) continue;
    const content = Buffer.concat(await bytes.toArray());
    await archive.add(`${FOLDER}${name}`, content);
    copied.push({ name: `${FOLDER}${name}`, sha256: createHash("sha256").update(content).digest("hex") });
  }
  return copied;
}

/** Puts the files of a backup into a data folder; a row whose bytes are not in the backup goes, as its post had gone. */
export async function restoreFiles(
  owner: Sql,
  restoring: { readonly file: string; readonly dataDir: string; readonly now: Date },
): Promise<void> {
  const store = folderStore(join(restoring.dataDir, "files"));
  const there: string[] = [];
  for await (const { name, content } of readArchive(restoring.file)) {
    if (!name.startsWith(FOLDER)) continue;
    const incoming = await store.receive(oneOf(content), content.length);
    const kept = name.slice(FOLDER.length);
    await store.keep(incoming.path, kept, restoring.now);
    there.push(kept);
  }
  await dropRowsWithout(owner, there);
}

async function* oneOf(content: Buffer): AsyncIterable<Buffer> {
  yield content;
}
