import { joinCommunity } from "../../node/memberships/join.ts";
import { composePost } from "../../node/posts/compose.ts";
import { publishPost } from "../../node/posts/publish.ts";
import type { RunningNode } from "../../node/start.ts";
import { ceilings, quantilesOf, show } from "./figures.ts";
import { joinNode, openSites, startCommunity, until } from "./sites.ts";

const QUESTIONS = 30;

/** A question asked on one node, in a community of a second, until it can be read and found on a third. */
export async function benchLatency(): Promise<void> {
  await using sites = await openSites({ names: ["sunderland", "somerset", "wiltshire"], workers: "running" });
  const [sunderland, somerset, wiltshire] = sites.nodes;
  if (!sunderland || !somerset || !wiltshire) throw new Error("Not all nodes started.");
  const { iri: there } = await startCommunity(somerset);
  const asker = await joinNode(sunderland, "Amara Okafor");
  const reader = await joinNode(wiltshire, "Rhian Price");
  const here = await copyOf(sunderland, there);
  await joinCommunity(wiltshire.ctx, {
    actorId: reader.actorId,
    communityId: await copyOf(wiltshire, there),
  });
  await joinCommunity(sunderland.ctx, { actorId: asker.actorId, communityId: here });
  await until(() => isMember(sunderland, asker.actorId));
  await until(() => isMember(wiltshire, reader.actorId));
  const [atHome, everywhere, found]: [number[], number[], number[]] = [[], [], []];
  for (let n = 0; n < QUESTIONS; n++) {
    const began = performance.now();
    const iri = await askIn(sunderland, { authorId: asker.actorId, communityId: here, n });
    const since = () => (performance.now() - began) / 1000;
    await until(() => isThere(somerset, iri));
    atHome.push(since());
    await until(() => isThere(wiltshire, iri));
    everywhere.push(since());
    await until(() => isFound(wiltshire, n));
    found.push(since());
  }
  const seconds = (times: readonly number[]) => {
    const { p50, p95, most } = quantilesOf(times);
    return `half ${p50.toFixed(2)}, 95 of 100 ${p95.toFixed(2)}, most ${most.toFixed(2)}`;
  };
  show(`Seconds from asking, over ${QUESTIONS} questions`, {
    "in the community at its home": seconds(atHome),
    "to be read on the third node": seconds(everywhere),
    "to be found there by search": seconds(found),
  });
  show("What this computer does at best", await ceilings(sunderland.ctx));
}

function copyOf(node: RunningNode, iri: string): Promise<string> {
  return until(async () => {
    const [row] = await node.ctx.sql<{ id: string }[]>`
      select c.id from communities c join actors g on g.id = c.actor_id where g.iri = ${iri}`;
    return row?.id;
  });
}

async function isMember(node: RunningNode, actorId: string): Promise<boolean> {
  const [row] = await node.ctx
    .sql`select 1 from memberships where actor_id = ${actorId} and state = 'active'`;
  return row !== undefined;
}

async function askIn(
  node: RunningNode,
  by: { authorId: string; communityId: string; n: number },
): Promise<string> {
  const draft = {
    kind: "question" as const,
    communityId: by.communityId,
    title: `Question ${wordOf(by.n)} about allowances?`,
    text: "Who signs it off, and when in the year?",
    parentId: null,
    themes: [],
    lang: null,
    submission: null,
  };
  const content = await composePost(node.ctx, draft);
  return (await publishPost(node.ctx, { authorId: by.authorId, content })).iri;
}

async function isThere(node: RunningNode, iri: string): Promise<boolean> {
  const [row] = await node.ctx.sql`select 1 from posts where iri = ${iri} and state = 'accepted'`;
  return row !== undefined;
}

async function isFound(node: RunningNode, n: number): Promise<boolean> {
  const ids = await node.ctx.ports.search.similarPosts(
    node.ctx,
    { kind: "anyone" },
    `${wordOf(n)} allowances`,
    5,
  );
  return ids.length > 0;
}

/** A word that no other question has. */
function wordOf(n: number): string {
  return `zeb${String.fromCharCode(97 + Math.floor(n / 26))}${String.fromCharCode(97 + (n % 26))}o`;
}
