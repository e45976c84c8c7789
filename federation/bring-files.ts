import { inTransaction } from "../node/context.ts";
import { isDatabaseAway } from "../node/db/open.ts";
import {
  AWAITED_HOURS,
  type AwaitingAct,
  endAwaiting,
  listAwaitingDue,
  listLacking,
  noteAwaitingTried,
} from "../node/files/awaiting.ts";
import { type Fetching, keepFetched } from "../node/files/fetched.ts";
import { listWantedDue, noteWantedTried, type WantedHere } from "../node/files/wanted.ts";
import { originOf, sameOrigin } from "../node/iris.ts";
import { type Loop, startLoop } from "../node/jobs/loop.ts";
import { actorByIri } from "../node/people/actor.ts";
import { Outage, Refusal, refuse } from "../node/refusal.ts";
import { fetchFile } from "./fetch-file.ts";
import { getDocument } from "./get-document.ts";
import { isRoutable, route } from "./inbox/index.ts";
import { answerRefusal, type Letter } from "./inbox/letters.ts";
import type { JsonObject } from "./jcs.ts";
import { digestOf } from "./objects/file.ts";
import { readActivity } from "./read/activity.ts";
import type { Wire } from "./wire.ts";

/** Brings the files of posts from other councils (profile D.3). */
export interface FileBringer {
  wake(): void;
  /** Asks for everything that is due now, once; returns how much came or was decided. */
  drain(): Promise<number>;
  start(): void;
  stop(): Promise<void>;
}

/** Nodes that are asked at the same time, so that a slow one keeps few others waiting. */
const NODES_AT_ONCE = 4;
const MOST_AT_ONCE = 100;
/** Minutes until it is asked again, by how often it was asked in vain; the last goes on. */
const PAUSES = [1, 5, 15, 60, 180, 360, 720, 1_440];
/** So often "not there" is believed only of a node that is there. */
const MOST_NOT_THERE = 6;

/** Makes the bringer of a node; `start` runs it in this process. */
export function createFileBringer(wire: Wire): FileBringer {
  let loop: Loop | null = null;
  let ending = false;
  const round = () => bringDue(wire, () => ending);
  return {
    wake: () => loop?.wake(),
    async drain() {
      let total = 0;
      for (let done = await round(); done > 0; done = await round()) total += done;
      return total;
    },
    start() {
      loop ??= startLoop({ everySeconds: 2, log: wire.ctx.log, run: async () => (await round()) > 0 });
    },
    async stop() {
      ending = true;
      await loop?.stop();
    },
  };
}

interface Task {
  readonly origin: string;
  readonly work: () => Promise<boolean>;
}

/** Node by node, some at a time; what one node is asked for comes one after the other. */
async function bringDue(wire: Wire, isEnding: () => boolean): Promise<number> {
  const acts = await listAwaitingDue(wire.ctx, MOST_AT_ONCE);
  const wanted = await listWantedDue(wire.ctx, MOST_AT_ONCE);
  const tasks: Task[] = [
    ...acts.map((act) => ({ origin: act.origin, work: () => bringForAct(wire, act) })),
    ...wanted.map((one) => ({
      origin: originOf(one.home ? one.file.href : one.groupIri) ?? "",
      work: () => bringWanted(wire, one),
    })),
  ];
  const waiting = [...Map.groupBy(tasks, ({ origin }) => origin).values()];
  let done = 0;
  const workers = Array.from({ length: NODES_AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      for (const { work } of next) if (!isEnding() && (await work())) done++;
  });
  await Promise.all(workers);
  return done;
}

/** Fetches what an act lacks; then it has its effect, or its author is told why it has none. */
async function bringForAct(wire: Wire, act: AwaitingAct): Promise<boolean> {
  const { ownerId, communityId } = act;
  const problem = await triedWith(wire, async () => {
    for (const file of await listLacking(wire.ctx, act))
      await bring(wire, { file, ownerId, communityId, postId: null, home: true }, file.href);
  });
  const letter = letterOf(wire, act);
  if (problem === null) {
    const outcome = letter === null ? "ignored" : await route(letter);
    if (outcome !== "waiting") return true;
  }
  const final = problem instanceof Refusal ? finalOf(problem, act.tries) : null;
  const late = wire.ctx.clock.now().getTime() - act.received.getTime() > AWAITED_HOURS * 3_600_000;
  if (letter !== null && (final !== null || late))
    return giveUp(wire, letter, final ?? new Refusal("file-not-fetched"));
  await noteAwaitingTried(wire.ctx, act.activity.iri, nextTry(wire, act.tries));
  return false;
}

function letterOf(wire: Wire, { activity: received }: AwaitingAct): Letter | null {
  const read = readActivity(JSON.parse(Buffer.from(received.bytes).toString("utf8")) as JsonObject);
  return isRoutable(read) ? { wire, activity: read, received, awaited: true } : null;
}

function giveUp(wire: Wire, letter: Letter, refusal: Refusal): Promise<boolean> {
  return inTransaction(wire.ctx, async (tx) => {
    const actor = await actorByIri(tx.sql, letter.activity.actor);
    if (actor) await answerRefusal(tx, letter, actor, refusal);
    await endAwaiting(tx, letter.received.iri);
    return true;
  });
}

/** A file of a post that is here already: from its community's node, which alone may be asked; here from its author's. */
async function bringWanted(wire: Wire, wanted: WantedHere): Promise<boolean> {
  const { file, ownerId, communityId, postId, home, groupIri, tries } = wanted;
  const problem = await triedWith(wire, async () => {
    const url = home ? file.href : await mirrorOf(wire, groupIri, file.sha256);
    await bring(wire, { file, ownerId, communityId, postId, home }, url);
  });
  if (problem === null) return true;
  const final = problem instanceof Refusal ? finalOf(problem, tries) : null;
  const due = final === null ? nextTry(wire, tries) : null;
  const said = final ? String(final.facts.reason ?? final.code) : problem.message;
  await noteWantedTried(wire.ctx, wanted, { due, problem: said });
  return final !== null;
}

function bring(wire: Wire, fetching: Fetching, url: string): Promise<void> {
  return fetchFile(wire, url, (body) => keepFetched(wire.ctx, fetching, body));
}

/** Where a community elsewhere answers for a file, by the template it publishes (`cop:media`). */
async function mirrorOf(wire: Wire, groupIri: string, sha256: string): Promise<string> {
  const fetched = await getDocument(wire, groupIri);
  if (!fetched.ok) return refuse("file-not-fetched", { status: fetched.status });
  const template = fetched.document["cop:media"];
  if (typeof template !== "string" || !template.includes("{digest}") || !sameOrigin(template, groupIri))
    return refuse("file-refused", { reason: "no-mirror" });
  return template.replace("{digest}", digestOf(Buffer.from(sha256, "hex")));
}

/** Null when all went well; otherwise what stood in the way. A fault of ours is logged, and tried again. */
async function triedWith(wire: Wire, work: () => Promise<void>): Promise<Error | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (!(error instanceof Refusal || error instanceof Outage))
      wire.ctx.log.error("A file could not be taken in: {error}", { error });
    return error instanceof Error ? error : new Error("unknown");
  }
}

/** What no further try changes. That something is not there is believed after some hours. */
function finalOf(refusal: Refusal, tries: number): Refusal | null {
  return refusal.code === "file-not-fetched" && tries < MOST_NOT_THERE ? null : refusal;
}

function nextTry({ ctx }: Wire, tries: number): Date {
  const minutes = PAUSES[Math.min(tries, PAUSES.length - 1)] ?? 1;
  return new Date(ctx.clock.now().getTime() + minutes * 60_000);
}
