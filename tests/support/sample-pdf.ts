import { deflateSync } from "node:zlib";

/** What is drawn on a page, and what is said about it in its dictionaries. */
export interface SamplePage {
  /** Operators of the page; a buffer is taken as deflated. */
  readonly drawing?: string | Buffer;
  readonly mediaBox?: string;
  /** Of the catalogue, beside its pages. */
  readonly catalogue?: string;
  readonly resources?: string;
  readonly kids?: string;
  readonly trailer?: string;
  /** Further objects, numbered from 6 on: dictionaries, or whole streams. */
  readonly more?: readonly string[];
}

const WORDS = "BT /F1 36 Tf 72 720 Td (Minutes of the board) Tj ET 0.04 0.31 0.36 rg 72 100 300 200 re f";

/** A PDF of one page (ISO 32000-1), without its table of places, which every reader makes anew. */
export function pdfOf(page: SamplePage = {}): Buffer {
  const { drawing = WORDS, mediaBox = "0 0 595 842", catalogue = "", kids = "[3 0 R]", more = [] } = page;
  const content = Buffer.from(drawing);
  const filter = Buffer.isBuffer(drawing) ? "/Filter/FlateDecode" : "";
  const font = "/Font<</F1 5 0 R>>";
  const parts: (string | Buffer)[] = [
    `%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R${catalogue}>>\nendobj\n`,
    `2 0 obj\n<</Type/Pages/Kids${kids}/Count 1>>\nendobj\n`,
    `3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[${mediaBox}]/Contents 4 0 R/Resources<<${font}${page.resources ?? ""}>>>>\nendobj\n`,
    `4 0 obj\n<</Length ${content.length}${filter}>>stream\n`,
    content,
    "\nendstream\nendobj\n5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n",
    ...more.map((one, at) => `${at + 6} 0 obj\n${one}\nendobj\n`),
    `trailer\n<</Root 1 0 R${page.trailer ?? ""}>>\n%%EOF\n`,
  ];
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** The same line, drawn so often that nobody waits for the end, in a few kilobytes. */
export function endlessPdf(): Buffer {
  return pdfOf({
    drawing: deflateSync(Buffer.alloc(60_000_000, "0 0 m 500 1 1 800 300 500 c S\n"), { level: 9 }),
  });
}
