import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";

const ROOT = resolve(import.meta.dirname, "../..");
const SOURCES = ["node", "web", "federation", "search"];

/**
 * Path of `main.js` of a server build that is as new as the sources: the one of `npm test`, else one made now, which
 * takes a few seconds and stands beside it.
 */
export async function builtProgram(): Promise<string> {
  const usual = join(ROOT, "dist/server/main.js");
  if (isFresh(usual)) return usual;
  const outDir = join(ROOT, "dist/reliability/server");
  const own = join(outDir, "main.js");
  if (!isFresh(own)) await build({ root: ROOT, logLevel: "warn", build: { ssr: true, outDir } });
  return own;
}

function isFresh(program: string): boolean {
  if (!existsSync(program)) return false;
  const built = statSync(program).mtimeMs;
  return SOURCES.every((folder) => newestIn(join(ROOT, folder)) <= built);
}

function newestIn(folder: string): number {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) =>
    entry.isFile(),
  );
  return Math.max(0, ...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs));
}
