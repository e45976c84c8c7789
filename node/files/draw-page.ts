import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";

// A process of its own, started by pdf-preview.ts for one document: what is hostile in it harms nothing but this. It gets
// the addresses of PDFium and of its WebAssembly, and the side of a square that the picture must fit into. The document
// comes on standard input; width and height (32 bits each, little end first) and the pixels go to standard output.

type Pdfium = typeof import("@hyzyla/pdfium");

async function main([library = "", wasm = "", most = ""]: readonly string[]): Promise<void> {
  const { PDFiumLibrary } = (await import(library)) as Pdfium;
  const pdfium = await PDFiumLibrary.init({ wasmBinary: new Uint8Array(readFileSync(wasm)).buffer });
  const document = await pdfium.loadDocument(await buffer(process.stdin));
  const page = document.getPage(0);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = Number(most) / Math.max(originalWidth, originalHeight);
  const sideOf = (points: number) => Math.max(1, Math.min(Number(most), Math.round(points * scale)));
  const [width, height] = [sideOf(originalWidth), sideOf(originalHeight)];
  const drawn = await page.render({ width, height, scale: 1, colorSpace: "BGRA", renderFormFields: false });
  const head = Buffer.alloc(8);
  head.writeUInt32LE(drawn.width, 0);
  head.writeUInt32LE(drawn.height, 4);
  process.stdout.write(Buffer.concat([head, drawn.data]), () => process.exit(0));
}

main(process.argv.slice(2)).catch(() => process.exit(1));
