import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the build put what browsers load: beside the programs, whichever of their files this code stands in. */
export function builtPages(): string {
  const places = ["../client", "../../client"].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(place)) ?? "dist/client";
}
