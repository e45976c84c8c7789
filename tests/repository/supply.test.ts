import { describe, expect, test } from "vitest";
import { read } from "./source.ts";

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly optional?: boolean;
}

const lock = JSON.parse(read("package-lock.json")) as {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Locked>>;
};
const own = JSON.parse(read("package.json")) as Readonly<
  Record<string, Readonly<Record<string, string | boolean>>>
>;
/** Where a package comes from that says nothing else. */
const REGISTRY = "https://registry.npmjs.org/";
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

describe("W30: what comes from others", () => {
  test("W30: every package comes from the registry, as one exact version with its checksum", () => {
    expect(lock.lockfileVersion).toBe(3);
    expect(packages.length).toBeGreaterThan(100);
    const odd = packages.filter(
      ([, one]) =>
        one.link === true ||
        !(one.resolved ?? REGISTRY).startsWith(REGISTRY) ||
        // Packages for other machines that npm has not seen here stand in the lock by name and version only.
        !(one.optional ? /^$|^sha512-/ : /^sha512-[A-Za-z0-9+/]{86}==$/).test(one.integrity ?? ""),
    );
    expect(odd.map(([path]) => path)).toEqual([]);
    const loose = [own.dependencies, own.devDependencies]
      .flatMap((list) => Object.entries(list ?? {}))
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)));
    expect(loose).toEqual([]);
  });

  test("W30: only packages that we named may run a program while they are installed", () => {
    const running = packages.filter(([, one]) => one.hasInstallScript).map(([path]) => nameOf(path));
    const named = own.allowScripts ?? {};
    const elsewhere = packages.filter(([, one]) => one.optional).map(([path]) => nameOf(path));
    const unnamed = running.filter((name) => named[name] === undefined);
    expect(unnamed.filter((name) => !elsewhere.includes(name))).toEqual([]);
    const needed = Object.keys(named).filter((name) => named[name] === true);
    expect(needed.filter((name) => !packages.some(([path]) => nameOf(path) === name))).toEqual([]);
  });

  test("W30: the machine that tests installs what the lock says and nothing else", () => {
    const run = read(".ci/run");
    expect(run).toContain("npm ci");
    expect(run).not.toMatch(/npm (install|i|update|add|exec)\b|\bnpx\b|curl|wget/);
  });

  test("W30: versions that are held for a reason stand in SECURITY.md as they are installed", () => {
    const [, pins = ""] = read("SECURITY.md").split("## Pins with a reason");
    const held = [...pins.matchAll(/`(@?[a-z0-9/-]+)` (\d+\.\d+\.\d+)/g)];
    expect(held.length).toBeGreaterThan(0);
    for (const [, name = "", version] of held)
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
  });
});
