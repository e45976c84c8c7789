import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dropUpload } from "../../node/files/drop.ts";
import { FILE_LIMITS } from "../../node/files/limits.ts";
import { confinement, drawFirstPage } from "../../node/files/pdf-preview.ts";
import { listOwnFiles } from "../../node/files/read.ts";
import { fileStore } from "../../node/files/store.ts";
import { uploadFile } from "../../node/files/upload.ts";
import { joinAs } from "../support/accounts.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import { piecesOf } from "../support/files.ts";
import { PDF, pictureOf } from "../support/sample-files.ts";
import { endlessPdf, pdfOf, type SamplePage } from "../support/sample-pdf.ts";

const dataDir = mkdtempSync(join(tmpdir(), "moothall-previews-"));
let node: TestNode;
let amara = "";
beforeAll(async () => {
  const councils = [{ name: "Somerset Council", domains: ["somerset.gov.example"] }];
  node = await openTestNode({ config: { dataDir, councils } });
  amara = (await joinAs(node.ctx, "Amara Okafor", "amara.okafor@somerset.gov.example")).actorId;
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

async function upload(name: string, type: string, content: Buffer) {
  const declared = { name, type };
  const { id } = await uploadFile(node.ctx, { ownerId: amara, declared, source: piecesOf(content) });
  const [view] = await listOwnFiles(node.ctx, { ownerId: amara, ids: [id] });
  const [row] = await node.ctx.sql<{ id: string }[]>`select id from files order by uploaded desc limit 1`;
  return { id, view, uuid: row?.id ?? "" };
}

async function smallOf(uuid: string) {
  const stream = await fileStore(node.ctx).read(`${uuid}.small`);
  if (stream === null) return null;
  // Readers of buffers are shut in this process, as in a node (W08).
  const place = join(dataDir, "looked-at.webp");
  writeFileSync(place, await buffer(stream));
  return sharp(place).metadata();
}

/** Draws a document that stands in a file. */
function drawn(content: Buffer) {
  const place = join(dataDir, "drawn.pdf");
  writeFileSync(place, content);
  return drawFirstPage(place);
}

/** Share of the pixels of a page that are not white. */
function inked(pixels: Buffer): number {
  let ink = 0;
  for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 255) < 200) ink++;
  return ink / (pixels.length / 4);
}

describe("Previews", () => {
  test("The first page of a PDF becomes a small picture, is shown beside it, and goes with it", async () => {
    const pdf = pdfOf();
    const { id, view, uuid } = await upload("minutes.pdf", "application/pdf", pdf);
    expect(view).toMatchObject({ picture: null, bytes: pdf.length, mediaType: "application/pdf" });
    expect(view?.smallPath).toBe(`${view?.path}?size=small`);
    const small = await smallOf(uuid);
    expect(small).toMatchObject({ format: "webp", height: FILE_LIMITS.smallSide });
    expect(small?.width).toBeLessThan(FILE_LIMITS.smallSide);
    const whole = await fileStore(node.ctx).read(uuid);
    expect(whole && (await buffer(whole)).equals(pdf)).toBe(true);
    await dropUpload(node.ctx, { ownerId: amara, id });
    await expect.poll(() => smallOf(uuid)).toBeNull();
    expect(readdirSync(join(dataDir, "files/incoming"))).toEqual([]);
  });

  test("A picture has a smaller one; a document that nobody can draw has none, and is kept all the same", async () => {
    expect(await smallOf((await upload("a.png", "image/png", await pictureOf("png"))).uuid)).not.toBeNull();
    const { view, uuid } = await upload("empty.pdf", "application/pdf", PDF);
    expect(view).toMatchObject({ smallPath: null, state: "ready" });
    expect(await smallOf(uuid)).toBeNull();
  });

  test("What stands on the page is on the picture, and so is a page turned on its side", async () => {
    const page = await drawn(pdfOf());
    expect(page).toMatchObject({ height: FILE_LIMITS.drawnSide });
    expect(inked(page?.pixels ?? Buffer.alloc(0))).toBeGreaterThan(0.05);
    expect(await drawn(pdfOf({ mediaBox: "0 0 842 595" }))).toMatchObject({ width: FILE_LIMITS.drawnSide });
  });
});

describe("W07–W12: hostile PDFs", () => {
  const itself =
    "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 5>>stream\n/X Do\nendstream";
  const wide =
    "<</Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8/ColorSpace/DeviceRGB/Length 3>>stream\nabc\nendstream";
  const hostile: readonly (readonly [string, SamplePage])[] = [
    ["a page as large as a town", { mediaBox: "0 0 1e9 1e9" }],
    ["a page without a size", { mediaBox: "0 0 0 0" }],
    ["a page of words instead of numbers", { mediaBox: "a b c d" }],
    ["a strip a thousand times as high as wide", { mediaBox: "0 0 1 100000" }],
    ["pages that hold each other", { kids: "[2 0 R 2 0 R]" }],
    ["a drawing that draws itself", { resources: "/XObject<</X 6 0 R>>", drawing: "/X Do", more: [itself] }],
    [
      "a picture of 3.6 billion pixels",
      { resources: "/XObject<</X 6 0 R>>", drawing: "/X Do", more: [wide] },
    ],
    [
      "a lock that nobody has the key of",
      { trailer: "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(x)/U(y)>>/ID[(a)(b)]" },
    ],
    [
      "a program that runs as it opens",
      { catalogue: "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);while\\(1\\){})>>" },
    ],
  ];

  test.each(hostile)("W09: %s gives a picture within bounds, or none", async (_, page) => {
    const got = await drawn(pdfOf(page));
    const side = Math.max(got?.width ?? 1, got?.height ?? 1);
    expect(side).toBeLessThanOrEqual(FILE_LIMITS.drawnSide);
  });

  test("W09: a drawing that does not end is given up, and the next document is drawn", async () => {
    const bomb = endlessPdf();
    expect(bomb.length).toBeLessThan(FILE_LIMITS.fileBytes / 100);
    expect(await drawn(bomb)).toBeNull();
    expect(await drawn(pdfOf())).not.toBeNull();
  });

  test("W10: where too many wait, documents get no preview instead of standing in a queue", async () => {
    const place = join(dataDir, "many.pdf");
    writeFileSync(place, pdfOf());
    const all = await Promise.all(Array.from({ length: 12 }, () => drawFirstPage(place)));
    expect(all.map((page) => page !== null)).toEqual([...Array(9).fill(true), false, false, false]);
  });

  test("A74: the process that draws has no settings, and may read, write and start nothing", () => {
    const tries = {
      read: `require("node:fs").readFileSync(${JSON.stringify(join(dataDir, "drawn.pdf"))})`,
      write: `require("node:fs").writeFileSync(${JSON.stringify(join(dataDir, "out"))}, "x")`,
      list: 'require("node:fs").readdirSync("/")',
      start: 'require("node:child_process").spawnSync("/bin/true").error && (() => { throw Error() })()',
      grow: "new WebAssembly.Memory({ initial: 4097 })",
    };
    for (const [name, code] of Object.entries(tries)) {
      const script = `try { ${code}; console.log("done") } catch { console.log("refused") }`;
      const { stdout } = spawnSync(process.execPath, [...confinement([]), "-e", script], { env: {} });
      expect([name, stdout.toString().trim()]).toEqual([name, "refused"]);
    }
    // It reads what it is given: otherwise this test would see nothing.
    const free = `require("node:fs").readFileSync(${JSON.stringify(join(dataDir, "drawn.pdf"))}); console.log("done")`;
    const given = [...confinement([join(dataDir, "drawn.pdf")]), "-e", free];
    expect(spawnSync(process.execPath, given, { env: {} }).stdout.toString().trim()).toBe("done");
  });
});
