import { openDatabase } from "../../node/db/open.ts";
import type { RunningNode } from "../../node/start.ts";
import { ceilings, show } from "./figures.ts";
import { joinScripted, type Origin, openScripted, type Ready, send, sign } from "./scripted.ts";
import { entry, question } from "./scripted-activities.ts";
import { serveLog } from "./scripted-log.ts";
import { joinNode, openSites, type Sites, settle } from "./sites.ts";
import { benchStock } from "./stock-inbox.ts";

const PEERS = 16;
const WARM = 60;
const EACH = 120;
/** Of each council, into Fedify: it takes many times as long. */
const STOCK = 20;

/**
 * What taking in a post costs: `Announce{Create}` of communities at 16 councils, written by people of others, each with
 * the author's proof and the community's signature, over HTTP into PostgreSQL, the effect committed before 202. All is
 * signed beforehand and every key known. Next to it the same deliveries into an inbox of Fedify as it comes.
 */
export async function benchInbox(): Promise<void> {
  const scripted = await openScripted(PEERS);
  try {
    const reach = scripted.origins.map((one) => one.origin);
    await using sites = await openSites({ names: ["somerset"], reach, workers: "by-hand" });
    const [node] = sites.nodes;
    if (!node) throw new Error("No node started.");
    const { actorId } = await joinNode(node, "Amara Okafor");
    for (const at of scripted.origins) {
      serveLog(scripted, at, []);
      await joinScripted(node, at, actorId);
    }
    await settle([node]);
    const best = await ceilings(node.ctx);
    const [warm, timed] = await signAll(node, scripted.origins);
    const bytes = Buffer.byteLength(timed[0]?.[0]?.body ?? "");
    const { origin } = node;
    const taken = await measure(sites, node, [warm, timed]);
    showTaken(taken, best, bytes);
    const stock = await benchStock(
      origin,
      warm.map((queue) => queue.slice(0, STOCK)),
      timed.map((queue) => queue.slice(0, STOCK)),
    );
    show("The same into Fedify as it comes (signature and both proofs checked, nothing kept)", {
      "CPU-ms for one": stock,
      "times ours": stock / taken.cpu,
    });
    show("What this computer does at best", best);
  } finally {
    await scripted.close();
  }
}

type Ceilings = Awaited<ReturnType<typeof ceilings>>;

function showTaken(taken: Awaited<ReturnType<typeof measure>>, best: Ceilings, bytes: number): void {
  const [rsa, ed25519] = [
    best["RSA-2048 signatures verified per second"],
    best["Ed25519 proofs verified per second"],
  ];
  const checking = 1000 / rsa + 1000 / ed25519;
  show(
    `Inbox: ${PEERS * EACH} announced questions from ${PEERS} councils (${bytes.toLocaleString("en-GB")} bytes each)`,
    {
      "CPU-ms of the node for one": taken.cpu,
      "taken per second and core": 1000 / taken.cpu,
      "CPU-ms of PostgreSQL for one": taken.postgresCpu,
      "taken per second (202, committed)": taken.perSecond,
      "posts there afterwards": taken.posts,
      "CPU-ms of checking the two signatures alone": checking,
      "of what checking alone allows": checking / taken.cpu,
    },
  );
}

/** What each community sends, in order: to warm up, and to be timed. */
async function signAll(node: RunningNode, origins: readonly Origin[]): Promise<[Ready[][], Ready[][]]> {
  const [warm, timed]: [Ready[][], Ready[][]] = [[], []];
  for (const [k, { group }] of origins.entries()) {
    const author = origins[(k + 1) % origins.length]?.person;
    if (!author) throw new Error("Nobody writes.");
    const queue: Ready[] = [];
    for (let seq = 1; seq <= WARM + EACH; seq++)
      queue.push(await sign(node, group, entry(group, question(author, group.iri), seq)));
    warm.push(queue.slice(0, WARM));
    timed.push(queue.slice(WARM));
  }
  return [warm, timed];
}

async function measure(sites: Sites, node: RunningNode, [warm, timed]: readonly [Ready[][], Ready[][]]) {
  await using apart = await sites.apart(node, "web");
  await Promise.all(warm.map((queue) => sendAll(apart, queue)));
  const [cpu, postgresCpu, began] = [apart.cpu(), apart.postgresCpu(), performance.now()];
  await Promise.all(timed.map((queue) => sendAll(apart, queue)));
  const count = timed.flat().length;
  return {
    cpu: (apart.cpu() - cpu) / count,
    postgresCpu: (apart.postgresCpu() - postgresCpu) / count,
    perSecond: (count * 1000) / (performance.now() - began),
    posts: await countPosts(apart.databaseUrl),
  };
}

async function countPosts(databaseUrl: string): Promise<number> {
  const sql = openDatabase(databaseUrl, { connections: 1, owner: true, name: "moothall-bench" });
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from posts where state = 'accepted'`;
  await sql.end();
  return row?.n ?? 0;
}

async function sendAll(to: { readonly origin: string }, queue: readonly Ready[]): Promise<void> {
  for (const ready of queue) await send(to, ready);
}
