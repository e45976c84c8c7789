import sharp, { type Sharp } from "sharp";
import { refuse } from "../refusal.ts";
import { FILE_LIMITS } from "./limits.ts";
import type { DrawnPage } from "./pdf-preview.ts";

// Nothing but these four is ever read, whatever a file turns out to be (W08: by default sharp reads SVG too).
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegFile",
    "VipsForeignLoadPngFile",
    "VipsForeignLoadWebpFile",
    "VipsForeignLoadNsgifFile",
  ],
});
sharp.cache(false);
sharp.concurrency(1);

/** Pictures made anew at once: each may take 160 MB while it is open. */
const AT_ONCE = 2;
let busy = 0;
const queue: (() => void)[] = [];

export interface Picture {
  readonly width: number;
  readonly height: number;
}

/** A picture to be made anew, and where to. */
export interface Remaking {
  readonly from: string;
  readonly to: string;
  /** Where the smaller one goes. */
  readonly small: string;
  readonly mediaType: string;
  /** For the sentence of a refusal. */
  readonly name: string;
}

/**
 * Makes a picture anew from its pixels, turned as it says, without any of its metadata (W08, A75), and a smaller one for
 * pages. Refuses `invalid` with `reason`: `pixels` (more than 40 million, or 500 frames; from its head alone) or `broken`; `no-room`.
 */
export async function remakePicture(remaking: Remaking): Promise<Picture> {
  await checkSize(remaking);
  await takeTurn();
  try {
    const moving = isMoving(remaking.mediaType);
    const whole = sharp(remaking.from, { animated: moving, ...READING }).autoOrient();
    const made = await encoded(whole, remaking.mediaType).toFile(remaking.to);
    await smaller(sharp(remaking.to, READING)).toFile(remaking.small);
    return { width: made.width, height: made.pageHeight ?? made.height };
  } catch (error) {
    refuseWithoutRoom(error);
    return refuse("invalid", { field: "upload", reason: "broken", name: remaking.name });
  } finally {
    endTurn();
  }
}

/** Makes the small picture of a page that was drawn. Refuses `no-room`. */
export async function keepSmaller({ pixels, width, height }: DrawnPage, to: string): Promise<void> {
  await takeTurn();
  try {
    const page = sharp(pixels, { raw: { width, height, channels: 4 } });
    await smaller(page.flatten({ background: "#fff" })).toFile(to);
  } catch (error) {
    refuseWithoutRoom(error);
    throw error;
  } finally {
    endTurn();
  }
}

/** libvips says of a full disk what the system says, in words (R08); they are those of glibc and musl. */
function refuseWithoutRoom(error: unknown): void {
  const text = error instanceof Error ? error.message : "";
  if (/No space left on device|Disk quota exceeded|File too large|Quota exceeded/.test(text))
    refuse("no-room", { field: "upload" });
}

function smaller(picture: Sharp): Sharp {
  return picture
    .resize({ width: SIDE, height: SIDE, fit: "inside", withoutEnlargement: true })
    .webp({ quality: 80, effort: 2 });
}

const SIDE = FILE_LIMITS.smallSide;
const READING = { limitInputPixels: FILE_LIMITS.pixels, failOn: "truncated" } as const;

/** By its head, before a pixel is unpacked. */
async function checkSize({ from, name, mediaType }: Remaking): Promise<void> {
  const broken = () => refuse("invalid", { field: "upload", reason: "broken", name });
  const open = { animated: isMoving(mediaType), limitInputPixels: false } as const;
  const head = await sharp(from, open).metadata().catch(broken);
  const frames = head.pages ?? 1;
  const height = head.pageHeight ?? head.height;
  if (frames > FILE_LIMITS.frames || head.width * height * frames > FILE_LIMITS.pixels)
    refuse("invalid", { field: "upload", reason: "pixels", name });
}

function isMoving(mediaType: string): boolean {
  return mediaType === "image/gif" || mediaType === "image/webp";
}

function encoded(picture: Sharp, mediaType: string): Sharp {
  if (mediaType === "image/png") return picture.png({ compressionLevel: 7 });
  if (mediaType === "image/webp") return picture.webp({ quality: 85, effort: 3 });
  return mediaType === "image/gif" ? picture.gif({ effort: 3 }) : picture.jpeg({ quality: 85 });
}

async function takeTurn(): Promise<void> {
  if (busy >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  else busy += 1;
}

function endTurn(): void {
  const next = queue.shift();
  if (next) next();
  else busy -= 1;
}
