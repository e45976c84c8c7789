import { createHash } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { inTransaction, type NodeContext } from "../context.ts";
import { copyOut } from "../db/copy-out.ts";
import type { Tx } from "../db/open.ts";
import { writeSetting } from "../settings/store.ts";
import { type ArchiveWriter, removeLeftovers, writeArchive } from "./archive-write.ts";
import { copyFiles, namesOfFiles } from "./files.ts";
import { FORMAT, MANIFEST, type Manifest, partName, type TableEntry } from "./manifest.ts";
import { SETTINGS_FILE, settingsWithoutSecrets } from "./settings-file.ts";

export interface MadeBackup {
  readonly file: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/** A backup that is still being written is touched again and again. */
const HOUR_MS = 3_600_000;

/**
 * Copies the whole database, as it is at one moment, the files of its rows, and the settings into one file, while the node runs and people
 * write. Secrets, sign-ins, mails kept as files and what can be made anew (search, jobs) are not in it (ADR 0009).
 * `to`: the folder it is written to, made if it is not there.
 */
export async function createBackup(ctx: NodeContext, to: string): Promise<MadeBackup> {
  const made = ctx.clock.now();
  await mkdir(to, { recursive: true, mode: 0o700 });
  await removeLeftovers(to, startOf(ctx.iris.origin), new Date(made.getTime() - HOUR_MS));
  const file = join(resolve(to), nameOf(ctx.iris.origin, made));
  const archive = writeArchive(file, made);
  try {
    await archive.add("README.txt", README);
    const settings = await settingsWithoutSecrets(resolve(ctx.config.dataDir));
    if (settings) await archive.add(SETTINGS_FILE, settings.content);
    const { names, ...database } = await inOneSnapshot(ctx, (tx) => copyDatabase(tx, archive));
    const files = [{ name: "README.txt", sha256: hashOf(README) }, ...(await copyFiles(ctx, archive, names))];
    if (settings) files.push({ name: SETTINGS_FILE, sha256: hashOf(settings.content) });
    const manifest: Manifest = {
      format: FORMAT,
      made: made.toISOString(),
      origin: ctx.iris.origin,
      ...database,
      files,
      leftOut: [...(settings?.leftOut ?? [])],
    };
    await archive.add(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`, "utf8"));
    await archive.finish();
    await inTransaction(ctx, (tx) => writeSetting(tx, "backup-made", made.toISOString()));
    return { file, bytes: (await stat(file)).size, manifest };
  } catch (error) {
    await archive.abandon();
    throw error;
  }
}

function nameOf(origin: string, made: Date): string {
  const stamp = made.toISOString().replace(/[-:]|\.\d+/g, "");
  return `${startOf(origin)}${stamp}.tar.zst`;
}

/** How the names of all backups of a node start. */
function startOf(origin: string): string {
  return `moothall-${new URL(origin).host.replaceAll(/[^a-z0-9.-]/g, "-")}-`;
}

const README = Buffer.from(
  "A backup of a Moothall node. Restore it with: npm run moothall -- backup restore <this file> --data <new folder>\n" +
    "It holds personal data, and no secrets: the key of the recovery sheet is needed to use it.\n",
  "utf8",
);

/** Every table is read as it was at the same moment; nobody who writes waits for it. */
async function inOneSnapshot<T>(ctx: NodeContext, work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await ctx.sql.begin("isolation level repeatable read read only", async (tx) => {
    await tx`select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)`;
    return { value: await work(tx) };
  });
  return result.value as T;
}

/**
 * Made anew after a restore, or true of one machine and one moment only: sign-ins, and keys that were taken back since,
 * are not brought back to life.
 */
const NOT_KEPT = [
  ...["schema_migrations", "sessions", "api_tokens", "login_attempts"],
  ...["processes", "findings", "restorations"],
];

async function copyDatabase(
  tx: Tx,
  archive: ArchiveWriter,
): Promise<Pick<Manifest, "postgres" | "migrations" | "tables"> & { names: readonly string[] }> {
  const [server] = await tx<{ postgres: string }[]>`select current_setting('server_version') as postgres`;
  const migrations = await tx<{ name: string; sha256: string }[]>`
    select name, sha256 from schema_migrations order by name`;
  const found = await tx<{ name: string; columns: string[] }[]>`
    select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and a.attgenerated = '' and c.relname not like 'search\\_%' and c.relname <> all(${NOT_KEPT})
    group by c.relname order by c.relname`;
  const tables: TableEntry[] = [];
  for (const { name, columns } of found) tables.push(await copyTable(tx, archive, { name, columns }));
  const names = await namesOfFiles(tx);
  return { postgres: server?.postgres ?? "", migrations: [...migrations], tables, names };
}

const PART_BYTES = 4 * 1024 * 1024;
const NEWLINE = 10;

async function copyTable(
  tx: Tx,
  archive: ArchiveWriter,
  { name, columns }: Pick<TableEntry, "name" | "columns">,
): Promise<TableEntry> {
  const whole = createHash("sha256");
  let [rows, parts, held] = [0, 0, 0];
  let pieces: Buffer[] = [];
  const flush = async () => {
    if (held === 0) return;
    await archive.add(partName(name, ++parts), Buffer.concat(pieces, held));
    [pieces, held] = [[], 0];
  };
  for await (const chunk of copyOut(tx, { name, columns })) {
    whole.update(chunk);
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) rows++;
    pieces.push(chunk);
    held += chunk.length;
    if (held >= PART_BYTES) await flush();
  }
  await flush();
  return { name, columns, rows, sha256: whole.digest("hex"), parts };
}

function hashOf(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
