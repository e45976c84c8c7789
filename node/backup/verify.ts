import { createHash, type Hash } from "node:crypto";
import { StartRefusal } from "../start-refusal.ts";
import { DamagedArchive, readArchive } from "./archive-read.ts";
import { FORMAT, MANIFEST, type Manifest, readManifest, tableOf } from "./manifest.ts";

/**
 * Reads a backup from its first byte to its last and compares every table and file with its hash. Throws StartRefusal
 * with one sentence for what is damaged, not whole, or no backup.
 */
export async function verifyBackup(file: string): Promise<Manifest> {
  const tables = new Map<string, { hash: Hash; parts: number }>();
  const files = new Map<string, string>();
  let manifest: Manifest | null = null;
  try {
    for await (const { name, content } of readArchive(file)) {
      const table = tableOf(name);
      if (name === MANIFEST) manifest = readManifest(content);
      else if (table === null) files.set(name, createHash("sha256").update(content).digest("hex"));
      else {
        const seen = tables.get(table) ?? { hash: createHash("sha256"), parts: 0 };
        seen.hash.update(content);
        tables.set(table, { hash: seen.hash, parts: seen.parts + 1 });
      }
    }
  } catch (error) {
    throw asRefusal(file, error);
  }
  if (manifest === null) throw new StartRefusal(`${file} is no backup of Moothall, or not a whole one.`);
  if (manifest.format > FORMAT)
    throw new StartRefusal(`${file} was made by a newer release: use that one to restore it.`);
  const wrong = [
    ...manifest.tables.filter((one) => digestOf(tables.get(one.name)) !== one.sha256),
    ...manifest.files.filter((one) => files.get(one.name) !== one.sha256),
  ];
  if (wrong.length === 0) return manifest;
  throw new StartRefusal(
    `${file} is damaged (${wrong.map((one) => one.name).join(", ")}): use another backup.`,
  );
}

const EMPTY = createHash("sha256").digest("hex");

function digestOf(seen: { hash: Hash } | undefined): string {
  return seen ? seen.hash.copy().digest("hex") : EMPTY;
}

function asRefusal(file: string, error: unknown): unknown {
  if (error instanceof DamagedArchive)
    return new StartRefusal(`${file} is damaged or no backup (${error.message}): use another one.`);
  if ((error as { code?: string }).code === "ENOENT") return new StartRefusal(`There is no file ${file}.`);
  return error;
}
