import { createCommunity } from "../../node/communities/create.ts";
import { idOf, newUuid } from "../../node/ids.ts";
import type { RunningNode } from "../../node/start.ts";
import { quantilesOf, show } from "./figures.ts";
import { ask } from "./http.ts";
import { connectScripted, type Origin, openScripted, send, sign } from "./scripted.ts";
import { activity } from "./scripted-activities.ts";
import { signIn } from "./sessions.ts";
import { joinNode, openSites, settle } from "./sites.ts";
import { write } from "./writing.ts";

const PAIRS = Number(process.env.MOOTHALL_BENCH_PAIRS ?? 400);
/** One would reach the limit of what a node may send. */
const SENDERS = 5;
const LETTERS = ["Follow", "Join", "Like", "Flag", "Lock", "Delete"] as const;

/** The same question about what is there, hidden, and about what is not. */
interface Question {
  readonly name: string;
  readonly pairs: number;
  ask(which: Which): Promise<void>;
}

type Which = "hidden" | "nothing";

interface Names {
  readonly handle: string;
  readonly group: string;
  readonly thread: string;
}

/**
 * Whether time tells what is hidden from what is not there (issue 4 §6): the same pages, documents and letters about a hidden
 * community and about none, asked in turn. The difference stands beside how much two halves of the answers about nothing
 * differ, which is noise.
 */
export async function benchRefusals(): Promise<void> {
  const scripted = await openScripted(SENDERS);
  try {
    const { origins } = scripted;
    const reach = origins.map((one) => one.origin);
    await using sites = await openSites({ names: ["north"], reach, workers: "by-hand" });
    const [node] = sites.nodes;
    if (!node) throw new Error("No node started.");
    const { origin } = node;
    await connectScripted(node, origins);
    const hidden = await fill(node);
    const outsider = await joinNode(node, "Rhian Price");
    const cookie = await signIn(node, outsider.actorId);
    await settle([node]);
    const nameless = () => namesOfNothing(node, hidden);
    const letters = await signLetters(node, origins, { hidden, nameless });
    await using apart = await sites.apart(node, "web");
    const questions = [...pagesOf(apart, { origin, hidden, nameless, cookie }), ...lettersOf(apart, letters)];
    for (const question of questions) show(question.name, await compare(question));
  } finally {
    await scripted.close();
  }
}

async function fill(node: RunningNode): Promise<Names> {
  const founder = await joinNode(node, "Martin Hale");
  const draft = { name: "Street care", purpose: "For measuring.", charter: {}, themes: [] } as const;
  const made = await createCommunity(node.ctx, founder, { ...draft, language: "en", level: "confidential" });
  const by = { author: founder.actorId, communityId: made.id, parentId: null };
  const { iri } = await write(node, by);
  return { handle: made.handle, group: made.iri, thread: iri };
}

/** Another one each time: what was asked for before may be remembered. */
function namesOfNothing({ ctx }: RunningNode, like: Names): Names {
  const id = () => idOf(newUuid(ctx.clock.now()));
  return {
    handle: `h${id().slice(-like.handle.length + 1)}`,
    group: like.group.slice(0, -26) + id(),
    thread: like.thread.slice(0, -26) + id(),
  };
}

interface Asking {
  /** As the node names itself. */
  readonly origin: string;
  readonly hidden: Names;
  readonly nameless: () => Names;
  readonly cookie: string;
}

function pagesOf(to: { origin: string }, { hidden, nameless, cookie }: Asking): readonly Question[] {
  const html = { accept: "text/html" };
  const document = { accept: "application/activity+json" };
  const threadOf = ({ handle, thread }: Names) => `/c/${handle}/t/${thread.slice(-26)}`;
  const pathOf = (iri: string) => new URL(iri).pathname;
  const asked: readonly (readonly [string, Record<string, string>, (names: Names) => string])[] = [
    ["Its page, signed out", html, ({ handle }) => `/c/${handle}`],
    ["Its page, signed in and not a member", { ...html, cookie }, ({ handle }) => `/c/${handle}`],
    ["A discussion of it, signed in", { ...html, cookie }, threadOf],
    ["Its document", document, ({ group }) => pathOf(group)],
    ["The document of a discussion", document, ({ thread }) => pathOf(thread)],
  ];
  return asked.map(([name, headers, path]) => ({
    name,
    pairs: PAIRS,
    ask: async (which) => {
      await ask(to.origin, { path: path(which === "hidden" ? hidden : nameless()), headers });
    },
  }));
}

type Ready = Awaited<ReturnType<typeof sign>>;
type Signed = readonly (readonly [type: string, letters: Readonly<Record<Which, Ready[]>>])[];

async function signLetters(
  node: RunningNode,
  senders: readonly Origin[],
  { hidden, nameless }: Pick<Asking, "hidden" | "nameless">,
): Promise<Signed> {
  const one = (n: number, type: string, { group, thread }: Names) => {
    const { person } = senders[n % senders.length] as Origin;
    const object = type === "Follow" || type === "Join" ? group : thread;
    return sign(node, person, activity(person, type, { object, to: [group], audience: group }));
  };
  const all: [string, Record<Which, Ready[]>][] = [];
  for (const type of LETTERS) {
    const letters: Record<Which, Ready[]> = { hidden: [], nothing: [] };
    for (let n = 0; n < PAIRS; n++) {
      letters.hidden.push(await one(n, type, hidden));
      letters.nothing.push(await one(n, type, nameless()));
    }
    all.push([type, letters]);
  }
  return all;
}

function lettersOf(to: { origin: string }, signed: Signed): readonly Question[] {
  return signed.map(([type, letters]) => ({
    name: `A ${type} by a connected node`,
    pairs: PAIRS,
    ask: async (which) => {
      const letter = letters[which].pop();
      if (!letter) throw new Error("Too few letters were signed.");
      await send(to, letter);
    },
  }));
}

async function compare({ ask: put, pairs }: Question): Promise<Readonly<Record<string, number>>> {
  const times: Record<Which, number[]> = { hidden: [], nothing: [] };
  for (let n = 0; n < pairs; n++)
    for (const which of n % 2 === 0 ? (["hidden", "nothing"] as const) : (["nothing", "hidden"] as const)) {
      const began = performance.now();
      await put(which);
      times[which].push(performance.now() - began);
    }
  // The first tenth warms up.
  const [hidden, nothing] = [times.hidden.slice(pairs / 10), times.nothing.slice(pairs / 10)];
  const middle = (list: readonly number[]) => quantilesOf(list).p50;
  const [even, odd] = [nothing.filter((_, n) => n % 2 === 0), nothing.filter((_, n) => n % 2 === 1)];
  return {
    "p50 (ms), hidden": middle(hidden),
    "p50 (ms), not there": middle(nothing),
    "difference (%)": ((middle(hidden) - middle(nothing)) * 100) / middle(nothing),
    "noise: two halves of what is not there (%)": ((middle(even) - middle(odd)) * 100) / middle(nothing),
  };
}
