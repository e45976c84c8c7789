import { sendDigests } from "../../node/notifications/digest.ts";
import { WORK_PARTS, type WorkPart } from "../../node/runtime/workers.ts";
import type { RunningNode } from "../../node/start.ts";
import type { Act } from "./acts.ts";
import { demoClock } from "./clock.ts";
import { people } from "./content/people.ts";
import type { NodeKey } from "./content/types.ts";
import { startHidden } from "./hidden.ts";
import { calendarUntil } from "./moments.ts";
import { perform } from "./perform.ts";
import { planOfDemo } from "./plan.ts";
import {
  acceptConnection,
  askToConnect,
  keepAddresses,
  prepareEveryone,
  settleIn,
  trustWithClosed,
} from "./populate.ts";
import { type Held, openWaiting } from "./waiting.ts";
import type { World } from "./world.ts";

/** Days before now on which the sites meet and their people arrive. */
const FIRST_DAY = 120;
const MEETINGS: readonly (readonly [NodeKey, NodeKey])[] = [
  ["sunderland", "somerset"],
  ["wiltshire", "somerset"],
  ["sunderland", "wiltshire"],
];

/** The day before the demo's first, for the clock that the sites start with. */
export function beginningOf(now: Date) {
  return demoClock(calendarUntil(now)({ daysAgo: FIRST_DAY, minute: 500 }));
}

/**
 * Lets 120 days pass: people arrive, sites connect, communities start and talk, each act by its person on their own
 * site, at its time, and everything travels as it always does. Ends at `now`. `tell` hears how far it is, 0 to 1.
 */
export async function seedDemo(world: World, now: Date, tell: (share: number) => void): Promise<void> {
  const when = calendarUntil(now);
  const at = (minute: number) => world.clock.moveTo(when({ daysAgo: FIRST_DAY, minute }));
  await keepAddresses(world);
  const prepared = await prepareEveryone(world);
  for (const [i, { key }] of people.entries()) {
    at(515 + i);
    const ready = prepared.get(key);
    if (ready) await settleIn(world, key, ready);
  }
  await meet(world, at);
  await live(world, when, tell);
  await settle(world, WORK_PARTS);
  await startHidden(world, () => settle(world, ["lanes"]));
  await settle(world, WORK_PARTS);
  for (const { ctx } of sitesOf(world)) await sendDigests(ctx);
  await settleAll(world);
}

async function meet(world: World, at: (minute: number) => void): Promise<void> {
  for (const [i, [from, to]] of MEETINGS.entries()) {
    at(620 + i);
    await askToConnect(world, from, to);
  }
  await settleAll(world);
  for (const [i, [from, to]] of MEETINGS.entries()) {
    at(700 + i);
    await acceptConnection(world, from, to);
  }
  await settleAll(world);
  for (const [from, to] of MEETINGS) {
    await trustWithClosed(world, from, to);
    await trustWithClosed(world, to, from);
  }
}

async function live(
  world: World,
  when: (point: Act["at"]) => Date,
  tell: (share: number) => void,
): Promise<void> {
  const acts = planOfDemo();
  const waiting = openWaiting();
  for (const [done, act] of acts.entries()) {
    const until = waiting.heldUp(act);
    if (until !== null) {
      await settle(world, BEFORE[until]);
      waiting.clear();
      tell(done / acts.length);
    }
    world.clock.moveTo(when(act.at));
    await perform(world, act);
    waiting.add(act);
  }
}

/** What the sites do before an act that is held up; the index is written at the end, which is much less work. */
const BEFORE: Readonly<Record<Held, readonly WorkPart[]>> = {
  "it-arrives": ["lanes"],
  "communities-are-known": ["lanes", "keep-up"],
  "the-day-ends": ["lanes", "reports", "notices", "mails"],
};

/** Lets every site do these parts of its work until nothing moves, all at once. */
async function settle(world: World, parts: readonly WorkPart[]): Promise<void> {
  for (let moved = 1; moved > 0; ) {
    const each = await Promise.all(sitesOf(world).map((site) => site.workers.settle(parts)));
    moved = each.reduce((sum, done) => sum + done, 0);
  }
}

/** Lets them do everything, one site after the other, so that none overlooks what another has not committed yet. */
async function settleAll(world: World): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    let moved = 0;
    for (const site of sitesOf(world)) moved += await site.settle();
    quiet = moved === 0 ? quiet + 1 : 0;
  }
}

function sitesOf(world: World): readonly RunningNode[] {
  return Object.values(world.sites);
}
