import { spawn } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { FILE_LIMITS } from "./limits.ts";

/** Documents drawn at once, and how many may wait: a preview is worth no queue that an upload must stand in. */
const AT_ONCE = 1;
const MOST_WAITING = 8;
let busy = 0;
const queue: (() => void)[] = [];

/** The first page of a document, as pixels: four bytes each, red, green, blue and opacity. */
export interface DrawnPage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/**
 * Draws the first page of a PDF, in a process of its own that has no settings, may read nothing but PDFium, start nothing,
 * and ends after five seconds or with more than 256 MB. Null where there is no picture to be had: broken, encrypted,
 * hostile, or too many at once. That is no reason to refuse a document.
 */
export async function drawFirstPage(path: string): Promise<DrawnPage | null> {
  if (PROGRAM === undefined) return null;
  if (busy >= AT_ONCE && queue.length >= MOST_WAITING) return null;
  if (busy >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  else busy += 1;
  try {
    return pageIn(await outputFor(PROGRAM, path));
  } finally {
    const next = queue.shift();
    if (next) next();
    else busy -= 1;
  }
}

const SIDE = FILE_LIMITS.drawnSide;
const MOST_BYTES = 8 + SIDE * SIDE * 4;

/** What it wrote, if it ended well; nothing is believed of it but its length. */
async function outputFor(program: string, path: string): Promise<Buffer | null> {
  const child = spawn(process.execPath, flagsOf(program), {
    stdio: ["pipe", "pipe", "ignore"],
    cwd: dirname(program),
    env: {},
    timeout: FILE_LIMITS.drawingMs,
    killSignal: "SIGKILL",
  });
  const parts: Buffer[] = [];
  let bytes = 0;
  child.stdout.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes > MOST_BYTES) child.kill("SIGKILL");
    else parts.push(part);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", (code) => resolve(code));
  });
  // It may end before it has read everything.
  await pipeline(createReadStream(path), child.stdin).catch(() => {});
  return (await ended) === 0 ? Buffer.concat(parts) : null;
}

function pageIn(output: Buffer | null): DrawnPage | null {
  if (output === null || output.length < 8) return null;
  const [width, height] = [output.readUInt32LE(0), output.readUInt32LE(4)];
  const pixels = output.subarray(8);
  const fits = width >= 1 && height >= 1 && width <= SIDE && height <= SIDE;
  return fits && pixels.length === width * height * 4 ? { width, height, pixels } : null;
}

/** The program, beside this file where it was written and beside the others where they were built. */
const PROGRAM = ["./draw-page.ts", "./draw-page.js", "../draw-page.js"]
  .map((place) => fileURLToPath(new URL(place, import.meta.url)))
  .find((place) => existsSync(place));

/** Flags of Node for a process that may read these and nothing else, write and start nothing, and grow only so far. */
export function confinement(readable: readonly string[]): readonly string[] {
  return [
    "--permission",
    ...readable.map((place) => `--allow-fs-read=${place}`),
    "--max-old-space-size=128",
    `--wasm-max-mem-pages=${FILE_LIMITS.drawingBytes / 65_536}`,
    "--no-warnings",
  ];
}

function flagsOf(program: string): readonly string[] {
  const library = import.meta.resolve("@hyzyla/pdfium");
  const folder = dirname(fileURLToPath(library));
  return [
    ...confinement([program, dirname(folder)]),
    program,
    library,
    join(folder, "pdfium.wasm"),
    String(SIDE),
  ];
}
