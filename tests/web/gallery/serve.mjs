// Shows the pages with fixture props while one works on them: node tests/web/gallery/serve.mjs [port] [built client]
// http://localhost:8600/ lists the states; ?lang=cy and ?theme=dark change the look.
import { createServer } from "node:http";
import { createServer as createVite } from "vite";

const [port = "8600", client = "dist/client"] = process.argv.slice(2);
const vite = await createVite({
  server: { middlewareMode: true, hmr: false, ws: false },
  appType: "custom",
  logLevel: "warn",
});

createServer(async (request, response) => {
  try {
    const url = new URL(request.url ?? "/", `http://localhost:${port}`);
    const { readAssets } = await vite.ssrLoadModule("/web/assets.ts");
    const brand = url.searchParams.get("brand") ?? "#0b4f5c";
    const assets = readAssets(client, `#${brand.replace("#", "")}`);
    const file = assets.files.get(url.pathname);
    if (file) return response.writeHead(200, { "content-type": file.type }).end(file.bytes);
    const { states } = await vite.ssrLoadModule("/tests/web/gallery/states.tsx");
    const { renderState } = await vite.ssrLoadModule("/tests/web/gallery/render.tsx");
    const state = states[url.pathname.slice(1)];
    const language = url.searchParams.get("lang") ?? "en";
    const theme = url.searchParams.get("theme") ?? "light";
    const list = Object.keys(states).map(
      (name) => `<li><a href="/${name}">${name}</a> <a href="/${name}?lang=cy&theme=dark">cy dark</a>`,
    );
    const html = state
      ? renderState(state, { language, theme, assets })
      : `<!DOCTYPE html><title>Gallery</title><ul>${list.join("")}</ul>`;
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
  } catch (error) {
    vite.ssrFixStacktrace(error);
    response.writeHead(500, { "content-type": "text/plain" }).end(error.stack);
  }
}).listen(Number(port));
