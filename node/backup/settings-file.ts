import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const SETTINGS_FILE = "moothall.config.json";

/** Settings that are secret or belong to one machine only. */
const SECRET = ["key", "databaseUrl", "smtp", "s3", "dataDir"] as const;

/** The settings of a data folder without its secrets, and which were left out; null where it has no such file. */
export async function settingsWithoutSecrets(
  dataDir: string,
): Promise<{ content: Buffer; leftOut: readonly string[] } | null> {
  const file = join(dataDir, SETTINGS_FILE);
  if (!existsSync(file)) return null;
  const settings = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  const leftOut = SECRET.filter((name) => settings[name] !== undefined);
  for (const name of leftOut) delete settings[name];
  return { content: Buffer.from(`${JSON.stringify(settings, null, 2)}\n`, "utf8"), leftOut };
}
