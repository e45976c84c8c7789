// After adding a migration: `node tests/repository/lock-migrations.mjs`. It records new ones and refuses changed ones.
// `--unreleased` records everything anew; only before the first release, while no database elsewhere has them.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("../../node/db/migrations/", import.meta.url);
const lockFile = new URL("./migrations.lock.json", import.meta.url);

const before = existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")) : {};
const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
const now = Object.fromEntries(
  names.sort().map((name) => [name, hashOf(readFileSync(new URL(name, folder)))]),
);
const changed = Object.keys(before).filter((name) => before[name] !== now[name]);
if (changed.length > 0 && !process.argv.includes("--unreleased")) {
  console.error(`Landed migrations are never edited: restore ${changed.join(", ")} and write a new one.`);
  process.exit(1);
}
writeFileSync(lockFile, `${JSON.stringify(now, null, 2)}\n`);

function hashOf(content) {
  return createHash("sha256").update(content).digest("hex");
}
