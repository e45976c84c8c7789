import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { type Assets, readAssets } from "../../../web/assets.ts";
import { isLanguage } from "../../../web/language.ts";
import { renderState } from "../gallery/render.tsx";
import { states } from "../gallery/states.tsx";

// The policy of the real pages, so that a page that breaks it is seen here.
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types moothall";

export interface Gallery {
  readonly origin: string;
  readonly assets: Assets;
  htmlOf(state: string, look?: { language?: "en" | "cy"; theme?: "light" | "dark" }): string;
  close(): void;
}

/** Builds what browsers load, and shows the pages of the gallery: `/<state>?lang=cy&theme=dark`. */
export async function openGallery(): Promise<Gallery> {
  const folder = mkdtempSync(join(tmpdir(), "moothall-gallery-"));
  await build({ logLevel: "error", build: { outDir: folder } });
  const assets = readAssets(folder, "#0b4f5c");
  rmSync(folder, { recursive: true });
  const htmlOf: Gallery["htmlOf"] = (name, { language = "en", theme = "light" } = {}) => {
    const state = states[name];
    if (state === undefined) throw new Error(`The gallery has no page ${name}.`);
    return renderState(state, { language, theme, assets });
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const file = assets.files.get(url.pathname);
    if (file) return response.writeHead(200, { "content-type": file.type }).end(file.bytes);
    if (!(url.pathname.slice(1) in states)) return response.writeHead(404).end();
    const language = url.searchParams.get("lang");
    const theme = url.searchParams.get("theme") === "dark" ? "dark" : "light";
    const html = htmlOf(url.pathname.slice(1), { language: isLanguage(language) ? language : "en", theme });
    return response
      .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY })
      .end(html);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${portOf(server)}`, assets, htmlOf, close: () => server.close() };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
