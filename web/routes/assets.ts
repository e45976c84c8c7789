import { encodingAsked, packedFile } from "../compression.ts";
import type { WebApp } from "../env.ts";

/** Built files. Their addresses carry a hash of what is in them, so browsers may keep them for good. */
export function registerAssetRoutes(app: WebApp): void {
  app.get("/assets/:file", async (c) => {
    const file = c.get("assets").files.get(c.req.path);
    if (file === undefined) return c.text("Not Found", 404);
    const encoding = encodingAsked(c.req.header("accept-encoding"));
    const packed = encoding === null ? null : await packedFile(file, encoding);
    return c.body(packed ?? file.bytes, 200, {
      "Content-Type": file.type,
      "Cache-Control": "public, max-age=31536000, immutable",
      ...(packed === null || encoding === null
        ? {}
        : { "Content-Encoding": encoding, Vary: "Accept-Encoding" }),
    });
  });
  app.get("/favicon.ico", (c) => c.redirect(c.get("assets").favicon, 302));
  app.get("/robots.txt", (c) => c.text("User-agent: *\nDisallow: /search\nDisallow: /report\n"));
}
