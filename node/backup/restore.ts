import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { startEmbeddedPostgres } from "../db/embedded.ts";
import { MIGRATIONS, migrate } from "../db/migrate.ts";
import { openDatabase, type Sql } from "../db/open.ts";
import { StartRefusal } from "../start-refusal.ts";
import { readArchive } from "./archive-read.ts";
import { restoreFiles } from "./files.ts";
import { fillTables } from "./fill-tables.ts";
import type { Manifest } from "./manifest.ts";
import { SETTINGS_FILE } from "./settings-file.ts";
import { verifyBackup } from "./verify.ts";

export interface Restoring {
  readonly file: string;
  /** The new data folder: not there, empty, or with nothing in it but `secrets/` and the file of settings. */
  readonly dataDir: string;
  /** The address that the settings name, where they name one. */
  readonly origin: string | null;
  readonly now: Date;
}

/**
 * Brings a backup back into a new data folder with the built-in PostgreSQL. Refuses, with one sentence and before it
 * changes anything: a damaged file, a folder that is in use, a backup of a newer release or of another address.
 */
export async function restoreBackup(restoring: Restoring): Promise<Manifest> {
  const dataDir = resolve(restoring.dataDir);
  checkFolder(dataDir);
  const manifest = await verifyBackup(restoring.file);
  checkFits(manifest, restoring.origin);
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const database = await startEmbeddedPostgres({ dataDir, role: "all", log: () => {} });
  let done = false;
  try {
    await fill(database.url, { ...restoring, dataDir }, manifest);
    done = true;
  } finally {
    await database.stop();
    if (!done) takeBack(dataDir);
  }
  await putSettings(restoring.file, dataDir);
  return manifest;
}

const MAY_BE_THERE = ["secrets", SETTINGS_FILE];

function checkFolder(dataDir: string): void {
  const there = existsSync(dataDir) ? readdirSync(dataDir) : [];
  const other = there.filter((name) => !MAY_BE_THERE.includes(name));
  if (other.length === 0) return;
  throw new StartRefusal(
    `${dataDir} is not empty (${other.slice(0, 3).join(", ")}): name a new folder, with nothing in it but secrets/ and ${SETTINGS_FILE}.`,
  );
}

function checkFits(manifest: Manifest, origin: string | null): void {
  if (origin !== null && origin !== manifest.origin)
    throw new StartRefusal(
      `The backup is of ${manifest.origin} and the settings name ${origin}: every address in it carries the first, so restore it under that one.`,
    );
  for (const { name, sha256 } of manifest.migrations) {
    const known = MIGRATIONS.find((one) => one.name === name);
    if (known?.sha256 === sha256) continue;
    throw new StartRefusal(
      `The backup was made by another release (${name}): restore it with that release, or a newer one.`,
    );
  }
}

/** The tables are made as the backup's release had them, filled, and only then brought to this release. */
async function fill(url: string, { file, now, dataDir }: Restoring, manifest: Manifest): Promise<void> {
  const of = new Set(manifest.migrations.map(({ name }) => name));
  await migrate(url, (name) => of.has(name));
  const owner = openDatabase(url, { owner: true, connections: 1, name: "moothall-restore" });
  try {
    await fillTables(owner, file, manifest);
    await migrate(url);
    await restoreFiles(owner, { file, dataDir, now });
    await noteRestored(owner, { now, made: manifest.made });
  } finally {
    await owner.end();
  }
}

/** Read at the next start: then it asks the other nodes for what came after the backup. */
async function noteRestored(owner: Sql, { now, made }: { now: Date; made: string }): Promise<void> {
  await owner`insert into restorations (noticed, made, how) values (${now}, ${new Date(made)}, 'restored')`;
}

function takeBack(dataDir: string): void {
  for (const name of readdirSync(dataDir))
    if (!MAY_BE_THERE.includes(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
}

async function putSettings(file: string, dataDir: string): Promise<void> {
  const place = join(dataDir, SETTINGS_FILE);
  if (existsSync(place)) return;
  for await (const { name, content } of readArchive(file)) {
    if (name !== SETTINGS_FILE) continue;
    writeFileSync(place, content, { mode: 0o600 });
    return;
  }
}
