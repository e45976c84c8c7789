import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findFile, listOwnFiles } from "../../node/files/read.ts";
import { uploadFile } from "../../node/files/upload.ts";
import { uuidOf } from "../../node/ids.ts";
import { refuse } from "../../node/refusal.ts";
import { viewerOf } from "../../node/visibility/viewer.ts";
import { joinAs, refusalIn } from "../support/accounts.ts";
import { openTestNode, type TestNode } from "../support/context.ts";
import { framesGif, hugePng, officeFile, PDF, pictureOf, zipOf } from "../support/sample-files.ts";

const dataDir = mkdtempSync(join(tmpdir(), "moothall-files-"));
let node: TestNode;
let owner: string;
beforeAll(async () => {
  const councils = [{ name: "Somerset Council", domains: ["somerset.gov.example"] }];
  node = await openTestNode({ config: { dataDir, councils } });
  owner = (await joinAs(node.ctx, "Amara Okafor", "amara.okafor@somerset.gov.example")).actorId;
});
afterAll(async () => {
  await node[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

async function* pieces(content: Buffer): AsyncIterable<Buffer> {
  for (let at = 0; at < content.length; at += 64 * 1024) yield content.subarray(at, at + 64 * 1024);
}

async function upload(name: string, type: string, content: Buffer | string) {
  const source = pieces(Buffer.from(content));
  const { id } = await uploadFile(node.ctx, { ownerId: owner, declared: { name, type }, source });
  const [file] = await listOwnFiles(node.ctx, { ownerId: owner, ids: [id] });
  if (!file) throw new Error("It is not there.");
  return file;
}

/** Why it was refused. */
async function reasonFor(name: string, type: string, content: Buffer | string): Promise<string> {
  const taken = upload(name, type, content).then(() => refuse("invalid", { reason: "taken" }));
  const { facts, code } = await refusalIn(taken);
  return String(facts.reason ?? code);
}

/** Where a file of the store is. */
const placeOf = (name: string) => join(dataDir, "files", name.slice(34, 36), name);

/** Everything in the store and on its way in. */
const kept = () =>
  readdirSync(join(dataDir, "files"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
const HTML = "<!DOCTYPE html><html><script>alert(1)</script></html>";
const ODT = zipOf([{ name: "mimetype", content: "" }]);
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

describe("W07: what a file says it is, and what it is", () => {
  test("W07: every kind on the list is taken where name, type and content agree", async () => {
    const { mediaType } = await upload("Minutes.PDF", "application/pdf", PDF);
    expect(mediaType).toBe("application/pdf");
    for (const kind of ["docx", "xlsx", "pptx"] as const)
      expect((await upload(`plan.${kind}`, "", officeFile(kind))).mediaType).toContain("openxmlformats");
    for (const [ending, kind] of [
      ["odt", "text"],
      ["ods", "spreadsheet"],
      ["odp", "presentation"],
    ] as const) {
      const type = `application/vnd.oasis.opendocument.${kind}`;
      const open = zipOf([
        { name: "mimetype", content: type },
        { name: "content.xml", content: "<x/>" },
      ]);
      expect((await upload(`plan.${ending}`, type, open)).mediaType).toBe(type);
    }
    for (const type of ["png", "jpeg", "webp", "gif"] as const)
      expect((await upload(`photo.${type}`, `image/${type}`, await pictureOf(type))).picture).not.toBeNull();
    expect((await upload("costs.csv", "application/vnd.ms-excel", "Road,\xa3\nA4,12\n")).mediaType).toBe(
      "text/csv",
    );
    expect((await upload("notes.md", "", "# Llwybrau ysgol\n")).mediaType).toBe("text/markdown");
    expect((await upload("read me.txt", "text/plain", "Hello")).name).toBe("read me.txt");
  });

  const png = () => pictureOf("png");
  const MISMATCHES: readonly (readonly [string, string, () => Buffer | string | Promise<Buffer>])[] = [
    ["drawing.svg", "image/svg+xml", () => SVG],
    ["drawing.png", "image/png", () => SVG],
    ["drawing.txt", "text/plain", () => SVG],
    ["drawing.md", "text/markdown", () => `  \n${SVG}`],
    ["page.html", "text/html", () => HTML],
    ["page.htm", "text/plain", () => HTML],
    ["page.txt", "text/plain", () => HTML],
    ["page.csv", "text/csv", () => `\ufeff${HTML}`],
    ["page.pdf", "application/pdf", () => HTML],
    ["page.docx", WORD, () => HTML],
    ["late.pdf", "application/pdf", () => Buffer.concat([Buffer.from(HTML), PDF])],
    ["minutes.png", "image/png", () => PDF],
    ["minutes.docx", WORD, () => PDF],
    ["minutes.txt", "text/plain", () => PDF],
    ["photo.jpg", "image/jpeg", png],
    ["photo.gif", "image/gif", png],
    ["photo.png", "image/gif", png],
    ["photo.png", "text/html", png],
    ["photo.png", "application/pdf", png],
    ["photo.png", "image/svg+xml", png],
    ["photo.jpg.php", "image/jpeg", () => pictureOf("jpeg")],
    ["photo", "image/png", png],
    ["sheet.docx", WORD, () => officeFile("xlsx")],
    ["letter.xlsx", EXCEL, () => officeFile("docx")],
    ["letter.docm", WORD, () => officeFile("docx")],
    ["letter.zip", "application/zip", () => officeFile("docx")],
    ["letter.docx", "text/html", () => officeFile("docx")],
    ["parts.docx", WORD, () => zipOf([{ name: "a.txt", content: "a" }])],
    ["odd.odt", "application/vnd.oasis.opendocument.text", () => ODT],
    ["run.exe", "application/octet-stream", () => "MZ\x90\x00"],
    ["run.txt", "text/plain", () => "MZ\x90\x00\x03"],
    ["script.js", "text/javascript", () => "alert(1)"],
    ["poly.gif", "image/gif", () => "GIF89a/*<?php system($_GET[0]); ?>*/=0;"],
    ["empty.txt", "text/plain", () => ""],
  ];

  test(`W07: ${MISMATCHES.length} that do not agree, or are not on the list, are refused and nothing of them is kept`, async () => {
    expect(MISMATCHES.length).toBeGreaterThanOrEqual(30);
    const before = kept().length;
    const taken: string[] = [];
    for (const [name, type, content] of MISMATCHES) {
      const reason = await reasonFor(name, type, await content());
      if (!["kind", "mismatch", "broken", "empty"].includes(reason))
        taken.push(`${name} as ${type}: ${reason}`);
    }
    expect(taken).toEqual([]);
    expect(kept().length).toBe(before);
  });

  test("W07, A73: a name is one visible line without a path, and keeps its ending", async () => {
    const named = async (name: string) => (await upload(name, "text/plain", "Hello")).name;
    expect(await named("../../../etc/passwd\r\nX-Evil: 1.txt")).toBe("passwd X-Evil_ 1.txt");
    expect(await named("C:\\fakepath\\cost\u202etxt.exe.txt")).toBe("costtxt.exe.txt");
    expect(await named('<img src=x onerror="a">.txt')).toBe("_img src=x onerror=_a__.txt");
    const long = await named(`${"long ".repeat(60)}.txt`);
    expect([long.length <= 120, long.endsWith(".txt")]).toEqual([true, true]);
  });
});

describe("W08, A75: pictures", () => {
  test("A75: are made anew: no place, no camera, nothing behind their end; the digest is of what is served", async () => {
    for (const type of ["jpeg", "png", "webp"] as const) {
      const taken = Buffer.concat([await pictureOf(type), Buffer.from("<script>alert(1)</script>")]);
      expect(taken.includes("Heronmark")).toBe(true);
      const { id } = await upload(`photo.${type}`, `image/${type}`, taken);
      const path = placeOf(uuidOf(id) ?? "");
      const bytes = readFileSync(path);
      expect([bytes.includes("Heronmark"), bytes.includes("<script>")]).toEqual([false, false]);
      const { exif, xmp, iptc } = await sharp(path).metadata();
      expect([exif, xmp, iptc]).toEqual([undefined, undefined, undefined]);
    }
  });

  test("A75: that are too large, move too often or are broken are refused from their head", async () => {
    expect(await reasonFor("wide.png", "image/png", hugePng(30_000, 30_000))).toBe("pixels");
    expect(await reasonFor("long.gif", "image/gif", framesGif(5_000))).toBe("pixels");
    const cut = (await pictureOf("png", { width: 900, height: 900 })).subarray(0, 300);
    expect(await reasonFor("cut.png", "image/png", cut)).toBe("broken");
  });

  test("W08: a large one has a small one beside it for pages", async () => {
    const file = await upload(
      "map.png",
      "image/png",
      await pictureOf("png", { width: 2_000, height: 1_000 }),
    );
    expect(file.picture).toEqual({ width: 2_000, height: 1_000 });
    const secret = uuidOf(file.path.split("/")[2] ?? "");
    const { storeName } = await findFile(node.ctx, viewerOf(owner), { secret, small: true });
    expect(await sharp(placeOf(storeName)).metadata()).toMatchObject({ width: 720, height: 360 });
  });
});

describe("W09: documents that are archives", () => {
  const refused = (parts: Parameters<typeof officeFile>[1]) =>
    reasonFor("plan.docx", WORD, officeFile("docx", parts));
  const many = Array.from({ length: 1_001 }, (_, at) => ({ name: `word/${at}.xml`, content: "x" }));
  const zeros = Buffer.alloc(30 * 1024 * 1024);

  test.each([
    ["more than 1,000 parts", many],
    ["far more in it than it weighs", [{ name: "word/a.bin", content: zeros }]],
    ["more in it than it says", [{ name: "word/a.bin", content: zeros, size: 10 }]],
    ["an archive in it", [{ name: "word/a.bin", content: zipOf([{ name: "x", content: "x" }]) }]],
    ["a name that leads out", [{ name: "../../a.xml", content: "x" }]],
    ["an absolute name", [{ name: "/etc/a.xml", content: "x" }]],
    ["a part that is encrypted", [{ name: "word/a.xml", content: "x", encrypted: true }]],
    ["macros", [{ name: "word/vbaProject.bin", content: "x" }]],
  ])("W09: one with %s is refused", async (_what, parts) => {
    expect(await refused(parts)).toBe("archive");
  });

  test("W09: a chart with the table that it was made of is taken", async () => {
    const table = officeFile("xlsx");
    expect(await refused([{ name: "word/embeddings/Microsoft_Excel_Sheet.xlsx", content: table }])).toBe(
      "taken",
    );
  });

  test("W09: one that is cut off is refused", async () => {
    expect(await reasonFor("plan.docx", WORD, officeFile("docx").subarray(0, -30))).toMatch(
      /archive|mismatch/,
    );
  });
});
