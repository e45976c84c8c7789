import type { WebApp } from "../env.ts";

/** Built files. Their addresses carry a hash of what is in them, so browsers may keep them for good. */
export function registerAssetRoutes(app: WebApp): void {
  app.get("/assets/:file", (c) => {
    const file = c.get("assets").files.get(c.req.path);
    if (file === undefined) return c.text("Not Found", 404);
    return c.body(file.bytes, 200, {
      "Content-Type": file.type,
      "Cache-Control": "public, max-age=31536000, immutable",
    });
  });
  app.get("/favicon.ico", (c) => c.redirect(c.get("assets").favicon, 302));
  app.get("/robots.txt", (c) => c.text("User-agent: *\nDisallow: /search\nDisallow: /report\n"));
}
