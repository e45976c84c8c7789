import { joinCommunity } from "../../node/memberships/join.ts";
import type { RunningNode } from "../../node/start.ts";
import { ceilings, rateOf, show } from "./figures.ts";
import { ask } from "./http.ts";
import { follow, openScripted, question, type Ready, type Scripted, send, sign } from "./scripted.ts";
import { openSites, type Started, settle, startCommunity } from "./sites.ts";

const PEERS = 16;
const EACH = 40;

/**
 * Questions from 16 connected councils to a community here, signed beforehand: how many are taken in a second (checked,
 * committed, in the log) while each council sends one after the other, next to what the machine can do at best.
 */
export async function benchInbox(): Promise<void> {
  await using followed = await openFollowed(PEERS);
  const { scripted, node, group } = followed;
  const queues: Ready[][] = [];
  for (const { person } of scripted.origins) {
    const queue: Ready[] = [];
    for (let n = 0; n < EACH; n++) queue.push(await sign(node, person, question(person, group.iri)));
    queues.push(queue);
  }
  const began = performance.now();
  await Promise.all(queues.map((queue) => sendAll(node, queue)));
  const perSecond = (PEERS * EACH * 1000) / (performance.now() - began);
  const [row] = await node.ctx.sql<
    { n: number }[]
  >`select count(*)::int as n from posts where state = 'accepted'`;
  const best = await ceilings(node.ctx);
  const body = queues[0]?.[0]?.body ?? "";
  show(`Inbox: ${PEERS * EACH} questions from ${PEERS} councils (${Buffer.byteLength(body)} bytes each)`, {
    "taken per second (202, committed)": perSecond,
    "in the community afterwards": row?.n ?? 0,
    "share of durable commits one after the other": perSecond / best["durable commits per second"],
  });
  show("What this computer does at best", best);
}

async function sendAll(node: RunningNode, queue: readonly Ready[]): Promise<void> {
  for (const ready of queue) await send(node, ready);
}

const FOLLOWERS = 64;
const POSTS = 5;

/** One question to the followers of a community on 64 councils: until the last has it, next to the bare cost of sending. */
export async function benchFanout(): Promise<void> {
  await using followed = await openFollowed(FOLLOWERS);
  const { scripted, node, group } = followed;
  await joinCommunity(node.ctx, { actorId: group.actorId, communityId: group.id });
  const before = scripted.received();
  const [first] = scripted.origins;
  if (!first) throw new Error("No council started.");
  const began = performance.now();
  for (let n = 0; n < POSTS; n++)
    await send(node, await sign(node, first.person, question(first.person, group.iri)));
  await settle([node]);
  const seconds = (performance.now() - began) / 1000;
  const sent = scripted.received() - before;
  const body = JSON.stringify(question(first.person, group.iri));
  const headers = { "content-type": "application/activity+json" };
  const bare = await rateOf(async () => {
    await ask(first.origin, { method: "POST", path: "/ap/inbox", headers, body });
  });
  const best = await ceilings(node.ctx);
  show(`Fan-out: ${POSTS} questions to ${FOLLOWERS} councils`, {
    "deliveries made": sent,
    "deliveries per second": sent / seconds,
    "bare requests per second, one after the other": bare,
    "share of bare requests": sent / seconds / bare,
    "share of RSA signatures made": sent / seconds / best["RSA-2048 signatures made per second"],
  });
  show("What this computer does at best", best);
}

interface Followed extends AsyncDisposable {
  readonly scripted: Scripted;
  readonly node: RunningNode;
  readonly group: Started;
}

/** A node with a community that so many scripted councils follow. */
async function openFollowed(councils: number): Promise<Followed> {
  const scripted = await openScripted(councils);
  const ends = [() => scripted.close()];
  const end = async () => {
    for (const one of ends.toReversed()) await one();
  };
  try {
    const reach = scripted.origins.map((one) => one.origin);
    const sites = await openSites({ names: ["somerset"], reach, workers: "by-hand" });
    ends.push(() => sites[Symbol.asyncDispose]());
    const [node] = sites.nodes;
    if (!node) throw new Error("No node started.");
    const group = await startCommunity(node);
    for (const origin of scripted.origins) await follow(node, origin, group.iri);
    return { scripted, node, group, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
}
