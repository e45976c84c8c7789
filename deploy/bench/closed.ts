import { createCommunity } from "../../node/communities/create.ts";
import type { RunningNode } from "../../node/start.ts";
import type { Apart } from "./apart.ts";
import { show } from "./figures.ts";
import { ask } from "./http.ts";
import { signIn } from "./sessions.ts";
import { joinNode, openSites, settle } from "./sites.ts";
import { write } from "./writing.ts";

const COMMUNITIES = Number(process.env.MOOTHALL_BENCH_COMMUNITIES ?? 200);
const REPLIES = 24;
const ROUNDS = 5;
const REQUESTS = 60;

interface Place {
  readonly apart: Apart;
  readonly cookie: string;
  readonly paths: Readonly<Record<string, string>>;
}

/**
 * What the rule of who may read costs (issue 4 §7): the same pages for a member of 200 communities, where all are open and
 * where all are for members only. By CPU of the node and PostgreSQL together, so that a busy computer changes little.
 */
export async function benchClosed(): Promise<void> {
  await using first = await openSites({ names: ["north"], workers: "by-hand" });
  await using second = await openSites({ names: ["south"], workers: "by-hand" });
  const places = {
    open: await fill(first.nodes[0], "open", (node) => first.apart(node, "web")),
    closed: await fill(second.nodes[0], "closed", (node) => second.apart(node, "web")),
  };
  for (const name of Object.keys(places.open.paths)) {
    const spent = { open: [] as number[], closed: [] as number[] };
    for (let round = 0; round <= ROUNDS; round++)
      for (const level of ["open", "closed"] as const) {
        const one = await costOf(places[level], name);
        // The first round warms up.
        if (round > 0) spent[level].push(one);
      }
    const [open, closed] = [middleOf(spent.open), middleOf(spent.closed)];
    show(`${name}, as a member of ${COMMUNITIES} communities`, {
      "CPU-ms for one, all open": open,
      "CPU-ms for one, all for members only": closed,
      "more for members only (%)": ((closed - open) * 100) / open,
    });
  }
  for (const { apart } of Object.values(places)) await apart[Symbol.asyncDispose]();
}

async function fill(
  node: RunningNode | undefined,
  level: "open" | "closed",
  goApart: (node: RunningNode) => Promise<Apart>,
): Promise<Place> {
  if (!node) throw new Error("No node started.");
  const { ctx } = node;
  const founder = await joinNode(node, "Martin Hale");
  const member = await joinNode(node, "Rhian Price");
  let thread = "";
  let handle = "";
  for (let n = 0; n < COMMUNITIES; n++) {
    const draft = {
      name: `Street care ${n}`,
      purpose: "For measuring.",
      charter: {},
      themes: [],
      language: "en",
    };
    const made = await createCommunity(ctx, founder, { ...draft, level, language: "en" });
    const question = await write(node, { author: founder.actorId, communityId: made.id, parentId: null });
    if (n > 0) continue;
    for (let reply = 0; reply < REPLIES; reply++)
      await write(node, { author: founder.actorId, communityId: made.id, parentId: question.id });
    [thread, handle] = [question.iri.slice(-26), made.handle];
  }
  await ctx.sql`insert into memberships (community_id, actor_id, state, requested, decided)
    select id, ${member.actorId}, 'active', now(), now() from communities`;
  await settle([node]);
  await ctx.sql`analyze`.catch(() => {});
  const cookie = await signIn(node, member.actorId);
  const paths = {
    "A thread of 25 posts": await threadPath(node, handle, thread),
    "The list of communities": "/communities",
    "A search": "/search?q=gullies",
  };
  return { apart: await goApart(node), cookie, paths };
}

async function threadPath(node: RunningNode, handle: string, thread: string): Promise<string> {
  const [row] = await node.ctx.sql<{ id: string }[]>`select id from posts where iri like ${`%${thread}`}`;
  if (!row) throw new Error("The thread is not there.");
  return `/c/${handle}/t/${thread}`;
}

/** CPU-ms of node and PostgreSQL for one request. */
async function costOf({ apart, cookie, paths }: Place, name: string): Promise<number> {
  const path = paths[name] ?? "";
  const before = apart.cpu() + apart.postgresCpu();
  for (let n = 0; n < REQUESTS; n++) {
    const { status } = await ask(apart.origin, { path, headers: { accept: "text/html", cookie } });
    if (status !== 200) throw new Error(`${path} answered ${status}.`);
  }
  return (apart.cpu() + apart.postgresCpu() - before) / REQUESTS;
}

function middleOf(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}
