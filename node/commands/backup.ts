import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createBackup } from "../backup/create.ts";
import { keyState } from "../backup/key-state.ts";
import type { Manifest } from "../backup/manifest.ts";
import { restoreBackup } from "../backup/restore.ts";
import { SETTINGS_FILE } from "../backup/settings-file.ts";
import { verifyBackup } from "../backup/verify.ts";
import type { NodeContext } from "../context.ts";
import type { Answer, Call, Noun } from "./types.ts";
import { UsageFault } from "./usage-fault.ts";

export const BACKUP: Noun = {
  name: "backup",
  about: "Backups of this node in one file each: create, verify, restore.",
  verbs: [
    {
      name: "create",
      about: "Copies the database and the settings, while the node runs. Secrets are not in it.",
      takes: "",
      least: 0,
      most: 0,
      options: [
        { name: "to", value: "<folder>", about: "Where it is written; default backups/ in the data folder." },
      ],
      needs: "node",
      run: create,
    },
    {
      name: "verify",
      about: "Reads a backup to its end and compares every table with its hash.",
      takes: "<file>",
      least: 1,
      most: 1,
      options: [],
      needs: "settings",
      run: verify,
    },
    {
      name: "restore",
      about: "Brings a backup back into a new data folder, with the built-in PostgreSQL.",
      takes: "<file>",
      least: 1,
      most: 1,
      options: [{ name: "data", value: "<folder>", about: "The new data folder.", required: true }],
      needs: "settings",
      run: restore,
    },
  ],
};

async function create(ctx: NodeContext, call: Call): Promise<Answer> {
  const to = call.option("to") ?? join(resolve(ctx.config.dataDir), "backups");
  const { file, bytes, manifest } = await createBackup(ctx, to);
  const lines = [
    `${file} (${Math.ceil(bytes / 1024)} KB): ${summary(manifest)}.`,
    "It holds personal data: keep it encrypted, and on another machine.",
    keyLine(ctx),
  ];
  if (ctx.config.databaseUrl !== null)
    lines.push(
      "This node uses a PostgreSQL of your own: keep its own backups too (pg_dump, or your provider's). This file is restored into a data folder with the built-in one.",
    );
  if (ctx.config.s3 !== null)
    lines.push(
      "The files that people added were copied out of the bucket into it. They are restored into the data folder; files move --to s3 puts them into a bucket again.",
    );
  return { lines, json: { file, bytes, made: manifest.made, tables: manifest.tables.length } };
}

function keyLine(ctx: NodeContext): string {
  const key = ctx.config.key === null ? join(resolve(ctx.config.dataDir), "secrets", "key") : "MOOTHALL_KEY";
  return `The key of the recovery sheet (${key}) is not in it: without it nobody can sign as your people and communities.`;
}

function summary({ tables, origin, made }: Manifest): string {
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  return `${origin} as of ${made}, ${tables.length} tables with ${rows} rows`;
}

async function verify({ words: [file = ""] }: Call): Promise<Answer> {
  const manifest = await verifyBackup(resolve(file));
  return { lines: [`${file} is whole: ${summary(manifest)}.`], json: { ok: true, ...manifest } };
}

async function restore({ words: [file = ""], option, io }: Call): Promise<Answer> {
  const dataDir = resolve(option("data") ?? "");
  const now = new Date();
  const origin = io.environment.MOOTHALL_ORIGIN ?? originIn(dataDir);
  const manifest = await restoreBackup({ file: resolve(file), dataDir, origin, now });
  const { lines, state } = keyLines(dataDir, io.environment.MOOTHALL_KEY ?? null);
  const lost = manifest.leftOut.filter((name) => name !== "key" && name !== "dataDir");
  return {
    lines: [
      `Restored: ${summary(manifest)}.`,
      ...lines,
      ...(lost.length > 0 ? [`Set again what no backup holds: ${lost.join(", ")}.`] : []),
      `Then start it with MOOTHALL_DATA_DIR=${dataDir} MOOTHALL_ORIGIN=${manifest.origin} npm start.`,
      "It asks the other councils' nodes for what was written after the backup; npm run moothall -- doctor says how far it is.",
      "Never start the old data folder again beside it.",
    ],
    json: { dataDir, made: manifest.made, origin: manifest.origin, key: state },
  };
}

function keyLines(dataDir: string, given: string | null) {
  const state = keyState(dataDir, given);
  const file = join(dataDir, "secrets", "key");
  const lines = {
    there: ["The key of this node is there."],
    missing: [`Before you start it: put the key of the recovery sheet into ${file}, or set MOOTHALL_KEY.`],
  };
  return { state, lines: lines[state] };
}

function originIn(dataDir: string): string | null {
  const file = join(dataDir, SETTINGS_FILE);
  if (!existsSync(file)) return null;
  try {
    const settings = JSON.parse(readFileSync(file, "utf8")) as { origin?: unknown };
    return typeof settings.origin === "string" ? settings.origin : null;
  } catch {
    throw new UsageFault(`${file} is not JSON: put it right first.`);
  }
}
