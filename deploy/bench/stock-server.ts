import "./temporal.ts";
import { createServer } from "node:http";
import { createFederation, type DocumentLoader, MemoryKvStore } from "@fedify/fedify";
import { verifyObject } from "@fedify/fedify/sig";
import { Activity, Announce } from "@fedify/fedify/vocab";
import { preloadedContexts } from "@fedify/vocab-runtime";
import { ask } from "./http.ts";

/** What this process says to who started it: ready, or the processor time it has used, in milliseconds. */
export type FromStock = "ready" | number;

/** Contexts from Fedify's own set, documents from the scripted councils on this computer. */
const documentLoader: DocumentLoader = async (url) => {
  const known = preloadedContexts[url];
  if (known !== undefined) return { contextUrl: null, documentUrl: url, document: known };
  const { origin, pathname } = new URL(url);
  const { status, body } = await ask(origin, { path: pathname });
  if (status !== 200) throw new Error(`${url} answered ${status}.`);
  return { contextUrl: null, documentUrl: url, document: JSON.parse(body.toString("utf8")) };
};

const federation = createFederation<null>({
  kv: new MemoryKvStore(),
  documentLoaderFactory: () => documentLoader,
  contextLoaderFactory: () => documentLoader,
  authenticatedDocumentLoaderFactory: () => documentLoader,
});
let taken = 0;
federation.setActorDispatcher("/ap/p/{identifier}", () => null);
federation.setInboxListeners("/ap/p/{identifier}/inbox", "/ap/inbox").on(Announce, () => {
  taken++;
});

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", async () => {
    const body = Buffer.concat(chunks);
    const url = `http://${request.headers.host}${request.url}`;
    const headers = new Headers(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const before = taken;
    const answer = await federation.fetch(new Request(url, { method: "POST", headers, body }), {
      contextData: null,
    });
    const inner = JSON.parse(body.toString("utf8")).object;
    const proved = await verifyObject(Activity, inner, { documentLoader, contextLoader: documentLoader });
    response.writeHead(answer.ok && taken > before && proved ? 202 : 500).end(await answer.text());
  });
}).listen(Number(process.argv[2]), "127.0.0.1", () => process.send?.("ready" satisfies FromStock));

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(((user + system) / 1000) satisfies FromStock);
});
