import { startSession } from "../../node/accounts/sessions.ts";
import { inTransaction } from "../../node/context.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { RunningNode } from "../../node/start.ts";
import type { Apart } from "./apart.ts";
import { ceilings, quantilesOf, show } from "./figures.ts";
import { ask } from "./http.ts";
import { openSites, type Started, settle, startCommunity } from "./sites.ts";

const TOPICS = 25;
const REPLIES = 24;
const REQUESTS = 600;

/** Pages as somebody signed in and a visitor ask for them: what one costs the node, and how long it takes. */
export async function benchPage(): Promise<void> {
  await using sites = await openSites({ names: ["north"], workers: "by-hand", metrics: true });
  const [node] = sites.nodes;
  if (!node) throw new Error("No node started.");
  const group = await startCommunity(node);
  const paths = await fill(node, group);
  const cookie = await signIn(node, group.actorId);
  const best = await ceilings(node.ctx);
  await using apart = await sites.apart(node, "web");
  for (const [name, path] of Object.entries(paths)) {
    for (const [who, headers] of [
      ["signed in", { cookie }],
      ["signed out", {}],
    ] as const) {
      const asked = { path, headers: { accept: "text/html", ...headers } };
      await timed(apart, asked, 4, REQUESTS);
      const before = await rendersOf(apart);
      const one = await timed(apart, asked, 1, REQUESTS);
      const renders = sharesOf(before, await rendersOf(apart));
      const four = await timed(apart, asked, 4, REQUESTS * 2);
      show(`${name}, ${who} (${one.bytes.toLocaleString("en-GB")} bytes of HTML)`, {
        "CPU-ms of the node for one": four.cpu,
        "pages per second and core": 1000 / four.cpu,
        "CPU-ms of PostgreSQL for one": four.postgresCpu,
        ...renders,
        "one at a time, half within (ms)": one.p50,
        "one at a time, 95 of 100 within (ms)": one.p95,
        "four at once, pages per second": four.perSecond,
        "CPU of the node, in empty queries of this computer":
          (four.cpu * best["empty queries per second"]) / 1000,
      });
    }
  }
  show("What this computer does at best", best);
}

/** How many pages were made within each time (seconds), as the node counts them: a histogram, so that parts are known. */
async function rendersOf(apart: Apart): Promise<ReadonlyMap<number, number>> {
  const counted = /^moothall_page_render_duration_seconds_bucket\{.*le="([^"]+)".*\} (\d+)/gm;
  const lines = [...(await apart.metrics()).matchAll(counted)];
  return new Map(
    lines.map(([, within, count]) => [Number(within?.replace("+Inf", "Infinity")), Number(count)]),
  );
}

/** The part of the renders in between that took no longer than each time. None where a page was not rendered anew. */
function sharesOf(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>) {
  const grown = new Map([...after].map(([within, count]) => [within, count - (before.get(within) ?? 0)]));
  const all = grown.get(Number.POSITIVE_INFINITY) ?? 0;
  const shares = [...grown].filter(([within]) => all > 0 && within >= 0.0005 && within <= 0.004);
  return Object.fromEntries(
    shares.map(([within, count]) => [`part of the renders within ${within * 1000} ms`, count / all]),
  );
}

async function fill(node: RunningNode, group: Started): Promise<Readonly<Record<string, string>>> {
  const { ctx } = node;
  const write = async (kind: "question" | "reply", parentId: string | null, n: number) => {
    const text = "We changed the form in March, and the depot has kept to it since then. ".repeat(8);
    const title = kind === "question" ? `Who keeps the gullies of ward ${n}?` : "";
    const draft = {
      kind,
      communityId: group.id,
      title,
      text,
      parentId,
      themes: [],
      lang: null,
      submission: null,
    };
    return publishPost(ctx, { authorId: group.actorId, content: await composePost(ctx, draft) });
  };
  const first = await write("question", null, 0);
  for (let n = 1; n < TOPICS; n++) await write("question", null, n);
  for (let n = 0; n < REPLIES; n++) await write("reply", first.id, n);
  await settle([node]);
  const community = `/c/${group.handle}`;
  const { body } = await ask(node.origin, { path: community });
  const thread = /href="(\/c\/[^"]+\/t\/[^"#?]+)"/.exec(body.toString())?.[1];
  if (!thread) throw new Error("The community shows no thread.");
  return { "A community of 25 questions": community, "A thread of 25 posts": thread };
}

/** A session's cookie, as the browser sends it. */
/** A session of somebody, as the cookie that names it. */
export async function signIn(node: RunningNode, actorId: string): Promise<string> {
  const [account] = await node.ctx.sql<{ id: string }[]>`select id from accounts where actor_id = ${actorId}`;
  if (!account) throw new Error("Nobody to sign in.");
  const visitor = { address: "192.0.2.10", device: "bench" };
  const start = { accountId: account.id, actorId, factors: ["password"] };
  const { token } = await inTransaction(node.ctx, (tx) => startSession(tx, start, visitor));
  return `moothall-${new URL(node.origin).port}=${token}`;
}

interface Page {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function timed(apart: Apart, asked: Page, clients: number, requests: number) {
  const times: number[] = [];
  let bytes = 0;
  let left = requests;
  const [cpu, postgresCpu, start] = [apart.cpu(), apart.postgresCpu(), performance.now()];
  const client = async () => {
    while (left-- > 0) {
      const began = performance.now();
      const { status, body } = await ask(apart.origin, asked);
      if (status !== 200) throw new Error(`${asked.path} answered ${status}.`);
      bytes = body.byteLength;
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return {
    ...quantilesOf(times),
    bytes,
    cpu: (apart.cpu() - cpu) / times.length,
    postgresCpu: (apart.postgresCpu() - postgresCpu) / times.length,
    perSecond: (times.length * 1000) / (performance.now() - start),
  };
}
