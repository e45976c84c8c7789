import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { RunningNode } from "../../node/start.ts";
import { ceilings, quantilesOf, show } from "./figures.ts";
import { ask } from "./http.ts";
import { openSites, settle, startCommunity } from "./sites.ts";

const TOPICS = 60;
const REPLIES = 20;
const REQUESTS = 200;

/** Pages as a visitor asks for them: how long they take, and how many a second, for one and for eight at once. */
export async function benchPage(): Promise<void> {
  await using sites = await openSites({ names: ["north"], workers: "by-hand" });
  const [node] = sites.nodes;
  if (!node) throw new Error("No node started.");
  const paths = await fill(node);
  const best = await ceilings(node.ctx);
  const ceiling = best["empty queries per second"];
  for (const [name, path] of Object.entries(paths)) {
    await timed(node, path, 1, 20);
    const one = await timed(node, path, 1, REQUESTS);
    const eight = await timed(node, path, 8, REQUESTS * 2);
    show(`${name} (${one.bytes.toLocaleString("en-GB")} bytes of HTML)`, {
      "one at a time, half within (ms)": one.p50,
      "one at a time, 95 of 100 within (ms)": one.p95,
      "eight at once, half within (ms)": eight.p50,
      "eight at once, pages per second": eight.perSecond,
      "in empty queries, one after the other": (one.p50 * ceiling) / 1000,
    });
  }
  show("What this computer does at best", best);
}

async function fill(node: RunningNode): Promise<Readonly<Record<string, string>>> {
  const { ctx } = node;
  const { id, handle, actorId } = await startCommunity(node);
  const write = async (kind: "question" | "reply", parentId: string | null, n: number) => {
    const text = "We changed the form in March, and the depot has kept to it since then. ".repeat(8);
    const title = kind === "question" ? `Who keeps the gullies of ward ${n}?` : "";
    const draft = { kind, communityId: id, title, text, parentId, themes: [], lang: null, submission: null };
    return publishPost(ctx, { authorId: actorId, content: await composePost(ctx, draft) });
  };
  const first = await write("question", null, 0);
  for (let n = 1; n < TOPICS; n++) await write("question", null, n);
  for (let n = 0; n < REPLIES; n++) await write("reply", first.id, n);
  await settle([node]);
  const community = `/c/${handle}`;
  const thread = /href="(\/c\/[^"]+\/t\/[^"#?]+)"/.exec(
    (await ask(node.origin, { path: community })).body.toString(),
  )?.[1];
  if (!thread) throw new Error("The community shows no thread.");
  return {
    "The first page": "/",
    "A community of 60 questions": community,
    "A thread": thread,
    Search: "/search?q=gullies",
  };
}

async function timed(node: RunningNode, path: string, clients: number, requests: number) {
  const times: number[] = [];
  let bytes = 0;
  let left = requests;
  const start = performance.now();
  const client = async () => {
    while (left-- > 0) {
      const began = performance.now();
      const { status, body } = await ask(node.origin, { path, headers: { accept: "text/html" } });
      if (status !== 200) throw new Error(`${path} answered ${status}.`);
      bytes = body.byteLength;
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { ...quantilesOf(times), bytes, perSecond: (times.length * 1000) / (performance.now() - start) };
}
