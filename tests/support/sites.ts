import { readdirSync, readFileSync } from "node:fs";
import { type Site, withSwitches } from "./without-rule.ts";

/** Every call of the rule of who may read that stands in the product, by file, function and name. */
export function sitesOfProduct(): readonly Site[] {
  const files = ["federation", "node", "search", "web"].flatMap((part) =>
    readdirSync(part, { recursive: true, encoding: "utf8" }).map((file) => `${part}/${file}`),
  );
  const source = files.filter((file) => /\.tsx?$/.test(file) && !file.startsWith("node/visibility/"));
  return source.flatMap((file) => withSwitches(file, readFileSync(file, "utf8")).sites).sort();
}
