import type { Client } from "../lab/client.ts";
import { openClient } from "../lab/client.ts";
import { pause } from "../lab/pause.ts";
import { pick, randomFrom } from "../lab/random.ts";
import { tryOnce } from "../simulate/insist.ts";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";
import { signedInVisits, type Visit, visitsOf, visitsTo } from "./visits.ts";

const EVERY_MS = 50;
/** A node that does not answer keeps so many waiting; whatever would be more is not asked, and not counted. */
const AT_ONCE = 200;

/** Somebody from outside who looks everywhere, twenty times a second or as near to it as the machine gives. */
export interface Prober {
  /** Stops it; what it saw and may not see, a line each (I4), and how often it looked, in words. */
  end(): Promise<{ readonly seen: readonly string[]; readonly looks: string }>;
}

interface Tally {
  looks: number;
  /** Of addresses that outsiders are told nothing of: that there is nothing, or no answer at all. */
  denied: number;
  silent: number;
}

/** Begins to look at pages, documents and files of every site for what nobody outside may see. */
export function startProber(stage: Stage, scene: Scene): Prober {
  const seen = new Set<string>();
  const tally: Tally = { looks: 0, denied: 0, silent: 0 };
  const clients: Client[] = [];
  const turns = takeTurns(stage, scene, clients);
  turns.ready.catch((error) => void seen.add(`I4 nobody looked as an officer who is no member: ${error}`));
  const visit = async (one: Visit) => {
    const answer = await tryOnce(stage.ledger, one.kind, one.ask);
    for (const line of faultsOf(scene, one, answer, tally)) seen.add(line);
  };
  const underWay = new Set<Promise<void>>();
  const begin = () => {
    const next = underWay.size < AT_ONCE ? turns.next() : null;
    if (!next) return;
    tally.looks++;
    const looking = visit(next).finally(() => underWay.delete(looking));
    underWay.add(looking);
  };
  const pace = everyMoment(begin);
  return {
    async end() {
      await turns.ready.catch(() => {});
      await turns.allOnce();
      const seconds = await pace.end();
      await Promise.all(underWay);
      for (const client of clients) client.close();
      if (tally.denied === 0) seen.add("I4 no look at what is closed was ever answered: nothing was tried");
      return { seen: [...seen], looks: wordsOf(tally, seconds) };
    },
  };
}

/** Does something twenty times a second; what was late is made good, up to a second of it. Its end tells the seconds that passed. */
function everyMoment(begin: () => void): { end(): Promise<number> } {
  let ending = false;
  const began = Date.now();
  const loop = (async () => {
    for (let due = began; !ending; ) {
      begin();
      due = Math.max(due + EVERY_MS, Date.now() - 1_000);
      await pause(Math.max(0, due - Date.now()));
    }
  })();
  return {
    async end() {
      ending = true;
      await loop;
      return (Date.now() - began) / 1_000;
    },
  };
}

interface Turns {
  /** Somebody is signed in and looks too. */
  readonly ready: Promise<void>;
  next(): Visit | null;
  /** Resolves when each address was asked for once at least by each who asks for it. */
  allOnce(): Promise<void>;
}

/** In turn a visitor or a node, an officer who is no member, and a visitor who asks for what was written just now. */
function takeTurns(stage: Stage, scene: Scene, clients: Client[]): Turns {
  const outside = { list: visitsOf(stage, scene, clients), turn: 0 };
  const inside: { list: readonly Visit[]; turn: number } = { list: [], turn: 0 };
  const ready = signedInVisits(scene, clients).then((list) => {
    inside.list = list;
  });
  const newest = newestOf(stage, scene, clients);
  const from = (looker: typeof inside) => looker.list[looker.turn++ % looker.list.length] ?? null;
  const left = ({ list, turn }: typeof inside) => turn < list.length;
  let [turn, ending] = [0, false];
  return {
    ready,
    next() {
      turn++;
      if (ending && left(outside) !== left(inside)) return from(left(outside) ? outside : inside);
      if (turn % 3 === 1 && inside.list.length > 0) return from(inside);
      return (!ending && turn % 3 === 2 && newest()) || from(outside);
    },
    async allOnce() {
      ending = true;
      while (left(outside) || left(inside)) await pause(EVERY_MS);
    },
  };
}

function faultsOf(
  { canaries }: Scene,
  { who, site, path, hidden }: Visit,
  { status, body }: { readonly status: number; readonly body: unknown },
  tally: Tally,
): readonly string[] {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const where = `on ${site}${path} by ${who}`;
  // A page may say back what it was asked for.
  const lines = canaries.words
    .filter((word) => text.includes(word) && !decodeURIComponent(path).includes(word))
    .map((word) => `I4 ${word} ${where}`);
  if (!hidden) return lines;
  const silent = status === 0 || status === 429 || status >= 500;
  if (silent) tally.silent++;
  else if (status === 404) tally.denied++;
  else lines.push(`I4 status ${status} instead of 404 ${where}`);
  return lines;
}

/** Where only members read: posts that were just written, as a visitor would ask for them; null elsewhere. */
function newestOf({ ledger, run }: Stage, { level }: Scene, clients: Client[]): () => Visit | null {
  const random = randomFrom(run.seed * 13 + 5);
  const byOrigin = new Map<string, Client>();
  const clientOn = (origin: string) => {
    const client = byOrigin.get(origin) ?? openClient(origin, { sockets: 64 });
    if (!byOrigin.has(origin)) clients.push(client);
    byOrigin.set(origin, client);
    return client;
  };
  return () => {
    const post = level === "closed" ? pick(ledger.posts.slice(-20), random) : undefined;
    return (post && pick(visitsTo(post, clientOn), random)) ?? null;
  };
}

function wordsOf({ looks, denied, silent }: Tally, seconds: number): string {
  const rate = (looks / Math.max(1, seconds)).toFixed(1);
  return `${looks}, ${rate} a second; of what outsiders are told nothing of: ${denied} times 404, ${silent} times no answer`;
}
