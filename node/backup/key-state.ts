import { existsSync } from "node:fs";
import { join } from "node:path";

/** Whether a data folder, or the environment, has a key to open the stored keys with. */
export function keyState(dataDir: string, given: string | null): "there" | "missing" {
  return given !== null || existsSync(join(dataDir, "secrets", "key")) ? "there" : "missing";
}
