import { joinCommunity } from "../../node/memberships/join.ts";
import { ceilings, rateOf, show } from "./figures.ts";
import { ask } from "./http.ts";
import { follow, openScripted, type Scripted, send, sign } from "./scripted.ts";
import { question } from "./scripted-activities.ts";
import { openSites, settle, startCommunity, until } from "./sites.ts";

const FOLLOWERS = 400;
const POSTS = 5;

/**
 * A question to the followers of a community on 400 councils, each delivery signed by itself: what one costs, and how
 * long it takes until the last has it. The node runs by itself; the councils are sockets here that answer 202.
 */
export async function benchFanout(): Promise<void> {
  const scripted = await openScripted(FOLLOWERS);
  try {
    const reach = scripted.origins.map((one) => one.origin);
    await using sites = await openSites({ names: ["somerset"], reach, workers: "by-hand" });
    const [node] = sites.nodes;
    const [first] = scripted.origins;
    if (!node || !first) throw new Error("No node started.");
    const group = await startCommunity(node);
    await follow(node, scripted.origins, group.iri);
    await joinCommunity(node.ctx, { actorId: group.actorId, communityId: group.id });
    await settle([node]);
    const body = JSON.stringify(question(first.person, group.iri));
    const headers = { "content-type": "application/activity+json" };
    const bare = await rateOf(() => ask(first.origin, { method: "POST", path: "/ap/inbox", headers, body }));
    const best = await ceilings(node.ctx);
    await using apart = await sites.apart(node);
    const askOne = async () =>
      send(apart, await sign(apart, first.person, question(first.person, group.iri)));
    await deliver(scripted, askOne);
    const [cpu, postgresCpu, times] = [apart.cpu(), apart.postgresCpu(), [] as number[]];
    for (let n = 0; n < POSTS; n++) times.push(await deliver(scripted, askOne));
    const deliveries = POSTS * FOLLOWERS;
    const each = (apart.cpu() - cpu) / deliveries;
    show(`Fan-out: ${POSTS} questions, one after the other, to ${FOLLOWERS} councils`, {
      "CPU-ms of the node for one delivery": each,
      "CPU-ms of PostgreSQL for one delivery": (apart.postgresCpu() - postgresCpu) / deliveries,
      "CPU-ms of one RSA signature": 1000 / best["RSA-2048 signatures made per second"],
      "of what signing alone allows": 1000 / best["RSA-2048 signatures made per second"] / each,
      "seconds until the last has it, best": Math.min(...times) / 1000,
      "seconds until the last has it, worst": Math.max(...times) / 1000,
      "bare requests per second, one after the other": bare,
    });
    show("What this computer does at best", best);
  } finally {
    await scripted.close();
  }
}

/** Milliseconds from sending a question until every council has it. */
async function deliver(scripted: Scripted, askOne: () => Promise<void>): Promise<number> {
  const before = scripted.received();
  const began = performance.now();
  await askOne();
  await until(async () => scripted.received() >= before + FOLLOWERS);
  return performance.now() - began;
}
