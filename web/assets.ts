import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brandStylesOf } from "./styles/brand.ts";

/** A file a browser may ask for, held in memory. */
export interface AssetFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** Addresses of what a page loads, and the files themselves by address. Addresses carry a hash of the content. */
export interface Assets {
  readonly styles: string;
  readonly script: string;
  readonly icons: string;
  readonly favicon: string;
  /** Loaded at once, because every page shows them. */
  readonly preload: readonly string[];
  readonly files: ReadonlyMap<string, AssetFile>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

/**
 * Reads what Vite built into `folder` (`dist/client`), and joins the node's colour to the stylesheet.
 * Throws when the folder does not hold a build.
 */
export function readAssets(folder: string, brandColour: string): Assets {
  const manifestFile = join(folder, "manifest.json");
  if (!existsSync(manifestFile)) throw new Error(`No built pages in ${folder}: run npm run build first.`);
  const manifest = readManifest(readFileSync(manifestFile, "utf8"));
  const files = new Map<string, AssetFile>();
  for (const name of filesIn(join(folder, "assets")))
    keep(files, `/assets/${name}`, readFileSync(join(folder, "assets", name)));
  const built = readFileSync(join(folder, fileOf(manifest, "styles.scss", "main.scss")), "utf8");
  const styles = keepHashed(files, "styles.css", Buffer.from(`${built}\n${brandStylesOf(brandColour)}`));
  return {
    styles,
    script: `/${fileOf(manifest, "main.ts")}`,
    icons: keepHashed(files, "icons.svg", readFileSync(join(folder, "icons.svg"))),
    favicon: keepHashed(files, "favicon.svg", readFileSync(join(folder, "favicon.svg"))),
    preload: [...files.keys()].filter((name) =>
      /public-sans-latin-wght-normal|source-serif-4-latin-wght-normal/.test(name),
    ),
    files,
  };
}

type Manifest = Readonly<Record<string, { readonly file?: unknown }>>;

function readManifest(text: string): Manifest {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new Error("The list of built files is damaged.");
  return value as Manifest;
}

function fileOf(manifest: Manifest, ...sources: readonly string[]): string {
  for (const [source, entry] of Object.entries(manifest)) {
    if (sources.some((name) => source.endsWith(`/${name}`)) && typeof entry.file === "string")
      return entry.file;
  }
  throw new Error(`The build has no ${sources[0] ?? "file"}.`);
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function keep(files: Map<string, AssetFile>, address: string, content: Buffer): void {
  const type = TYPES[extname(address)];
  if (type !== undefined) files.set(address, { bytes: Uint8Array.from(content), type });
}

function keepHashed(files: Map<string, AssetFile>, name: string, content: Buffer): string {
  const hash = createHash("sha256").update(content).digest("base64url").slice(0, 10);
  const address = `/assets/${name.replace(".", `-${hash}.`)}`;
  keep(files, address, content);
  return address;
}
