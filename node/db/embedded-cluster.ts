import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StartRefusal } from "../start-refusal.ts";
import type { PostgresBinaries } from "./embedded-binaries.ts";
import type { RunAs } from "./embedded-user.ts";

/** Superuser of the built-in PostgreSQL; the application works under a weaker role. */
export const OWNER = "moothall";

/** Makes the PostgreSQL folder on first start; later refuses one of another major version with StartRefusal. */
export function ensureCluster(folder: string, password: string, binaries: PostgresBinaries, as: RunAs): void {
  if (existsSync(join(folder, "PG_VERSION"))) {
    checkVersion(folder, binaries.major);
    return;
  }
  // Made aside and renamed: a start that is killed halfway leaves no half-made folder in the real place.
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  give(draft, as);
  initialise(draft, password, binaries, as);
  renameSync(draft, folder);
}

/** Reads the database password of this data folder, making it (0600) on first start. */
export function ensurePassword(dataDir: string): string {
  const folder = join(dataDir, "secrets");
  const file = join(folder, "postgres-password");
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString("base64url");
  writeFileSync(`${file}.new`, `${password}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return password;
}

/**
 * A new folder that only PostgreSQL and we may enter, short enough for a Unix socket (107 bytes, unix(7)).
 * The comma makes postgres.js read the host as a folder: it does so for a list of hosts only.
 */
export function makeSocketFolder(as: RunAs): string {
  const base = tmpdir().length < 60 ? tmpdir() : "/tmp";
  const folder = mkdtempSync(join(base, "moothall,"));
  give(folder, as);
  return folder;
}

function give(folder: string, as: RunAs): void {
  if (as.owner) chownSync(folder, as.owner.uid, as.owner.gid);
}

function checkVersion(folder: string, major: string): void {
  const found = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (found === major) return;
  throw new StartRefusal(
    `The database in ${folder} was made by PostgreSQL ${found}, and this release runs PostgreSQL ${major}: ` +
      "take a backup with the release that made it and restore it with this one.",
  );
}

function initialise(folder: string, password: string, binaries: PostgresBinaries, as: RunAs): void {
  const secrets = makeSocketFolder(as);
  const passwordFile = join(secrets, "password");
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  give(passwordFile, as);
  try {
    const [program = "", ...args] = as.wrap([binaries.initdb, ...initArguments(folder, passwordFile)]);
    const done = spawnSync(program, args, { ...as.ids, cwd: folder, env: environment(), encoding: "utf8" });
    if (done.status === 0) return;
    rmSync(folder, { recursive: true, force: true });
    throw new StartRefusal(
      `PostgreSQL could not make its folder ${folder}: ${lastLine(done.stderr ?? String(done.error))}`,
    );
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

function initArguments(folder: string, passwordFile: string): string[] {
  return [
    `--pgdata=${folder}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--data-checksums",
    "--encoding=UTF8",
    // The built-in provider sorts alike on every machine, whatever its C library: PostgreSQL manual, 23.1.4.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ];
}

/** Environment of PostgreSQL's programs: nothing of ours, so that no PGDATA or PGPORT of the operator leaks in. */
export function environment(): NodeJS.ProcessEnv {
  if (process.platform === "win32") return { LC_ALL: "C", SystemRoot: "C:\\Windows" };
  return { LC_ALL: "C", TZ: "UTC", PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" };
}

/** The last thing a program said, for a one-sentence message. */
export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "no message";
}
