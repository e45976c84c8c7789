import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, read } from "./source.ts";

/** Folders that are made, not written. */
const MADE = ["node_modules", "dist", "data", "demo-data", "coverage"];

const readme = read("README.md");
const map = /<!-- map -->([\s\S]*?)<!-- \/map -->/.exec(readme)?.[1];

test("The map in the README names every folder there is, and none that is not", () => {
  expect(map, "README.md needs a map between <!-- map --> and <!-- /map -->").toBeDefined();
  expect(mapFaultsOf(map ?? "", folders())).toEqual([]);
});

test("A map that leaves out a folder or names one that is gone is refused, a true one accepted", () => {
  const there = ["node", "node/posts", "node/wiki", "web"];
  const shown = "```\nnode/        the product\n  posts/  wiki/   what people write\nweb/         pages\n```";
  expect(foldersOn(shown)).toEqual(["node", "node/posts", "node/wiki", "web"]);
  expect(mapFaultsOf(shown, there)).toEqual([]);
  expect(mapFaultsOf(shown, [...there, "search"])[0]).toContain("search is not on the map");
  expect(mapFaultsOf(shown, ["node", "node/posts", "web"])[0]).toContain("node/wiki is on the map");
  expect(foldersOn("- `node/` the product\n  - `node/posts/` questions")).toEqual(["node", "node/posts"]);
});

function mapFaultsOf(text: string, there: readonly string[]): string[] {
  const shown = foldersOn(text);
  const isNoun = (folder: string) => !folder.includes("/") || /^node\/[^/]+$/.test(folder);
  const missing = there.filter((folder) => isNoun(folder) && !shown.includes(folder));
  const gone = shown.filter((folder) => !there.includes(folder));
  return [
    ...missing.map(
      (folder) => `README map: ${folder} is not on the map. Instead: add its line, with what it is for.`,
    ),
    ...gone.map((folder) => `README map: ${folder} is on the map and not there. Instead: remove its line.`),
  ];
}

/** Folders a map names: at the start of a line, each ending in a slash, inside those of lines less indented. */
function foldersOn(text: string): string[] {
  const open: { indent: number; path: string }[] = [];
  return text.split("\n").flatMap((line) => {
    const [, space = "", rest = ""] = /^([\s│├└─*-]*)(.*)$/.exec(line.replaceAll("`", "")) ?? [];
    const names = /^((?:[\w.-]+\/)+\s*)+/.exec(rest)?.[0].trim().split(/\s+/) ?? [];
    while ((open.at(-1)?.indent ?? -1) >= space.length) open.pop();
    const parent = open.at(-1)?.path;
    const paths = names.map((name) => name.replace(/\/$/, "")).map((name) => inside(parent, name));
    if (paths[0]) open.push({ indent: space.length, path: paths[0] });
    return paths;
  });
}

function inside(parent: string | undefined, name: string): string {
  return parent && !name.startsWith(`${parent}/`) ? `${parent}/${name}` : name;
}

/** Every folder down to the third level: more than a map needs, and all that it may name. */
function folders(): string[] {
  const below = (path: string, depth: number): string[] =>
    readdirSync(join(ROOT, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !MADE.includes(entry.name))
      .map((entry) => (path === "" ? entry.name : `${path}/${entry.name}`))
      .flatMap((folder) => [folder, ...(depth > 1 ? below(folder, depth - 1) : [])]);
  return below("", 3);
}
