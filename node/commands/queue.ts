import type { NodeContext } from "../context.ts";
import { originOf } from "../iris.ts";
import { dropDeliveries, retryLane } from "../lanes/administer.ts";
import { type LaneRow, listDeliveries, listLanes } from "../lanes/read.ts";
import { causeOf } from "../peers/cause.ts";
import { refuse } from "../refusal.ts";
import { latenessOf } from "./lateness.ts";
import type { Answer, Call, Noun, Option } from "./types.ts";
import { UsageFault } from "./usage-fault.ts";

const FAILED: Option = {
  name: "failed",
  about: "Those that the other side refused for good, or that were given up.",
};
const ADDRESS = { takes: "<address>", least: 1, most: 1, needs: "node" } as const;
const MOST_SHOWN = 200;

export const QUEUE: Noun = {
  name: "queue",
  about: "What waits to be delivered to other nodes, one lane each: list, show, retry, drop.",
  verbs: [
    {
      name: "list",
      about: "Lists the lanes, those with trouble first.",
      takes: "",
      least: 0,
      most: 0,
      options: [],
      needs: "node",
      run: list,
    },
    {
      ...ADDRESS,
      name: "show",
      about: `Shows what waits in a lane, oldest first, at most ${MOST_SHOWN}.`,
      options: [FAILED],
      run: show,
    },
    {
      ...ADDRESS,
      name: "retry",
      about: "Tries a lane again at once.",
      options: [
        {
          ...FAILED,
          about: "Put back what was refused for good, too, and read again what could not be taken here.",
        },
      ],
      run: retry,
    },
    {
      ...ADDRESS,
      name: "drop",
      about: "Takes deliveries out of a lane for good. Letters in it are lost.",
      options: [
        FAILED,
        { name: "waiting", about: "All that wait." },
        { name: "id", value: "<number>", about: "One, by its number in queue show." },
      ],
      run: drop,
    },
  ],
};

async function list(ctx: NodeContext): Promise<Answer> {
  const lanes = await listLanes(ctx);
  return {
    columns: ["address", "waiting", "failed", "state", "last delivery"],
    rows: lanes.map((lane) => [lane.origin, lane.waiting, lane.failed, stateOf(ctx, lane), lane.lastSuccess]),
    empty: "Nothing was ever sent to another node.",
    json: lanes,
  };
}

function stateOf(ctx: NodeContext, lane: LaneRow): string {
  if (lane.failingSince === null) return "open";
  const why = latenessOf({ cause: causeOf(lane.lastError), since: lane.failingSince });
  if (lane.parked !== null) return `parked: ${why}`;
  const seconds = Math.ceil((lane.openFrom.getTime() - ctx.clock.now().getTime()) / 1000);
  return seconds > 0 ? `${why}, next try in ${seconds} s` : why;
}

async function show(ctx: NodeContext, call: Call): Promise<Answer> {
  const origin = await laneNamed(ctx, call);
  const deliveries = await listDeliveries(ctx, { origin, failed: call.flag("failed"), limit: MOST_SHOWN });
  return {
    columns: ["id", "what", "activity", "kind", "tries", "since", "error"],
    rows: deliveries.map((one) => [
      one.id,
      one.type,
      one.activityIri,
      one.kind,
      one.attempts,
      one.created,
      one.error,
    ]),
    empty: call.flag("failed") ? "Nothing failed." : "Nothing waits.",
    json: deliveries,
  };
}

async function retry(ctx: NodeContext, call: Call): Promise<Answer> {
  const origin = await laneNamed(ctx, call);
  const { waiting, again } = await retryLane(ctx, { origin, failed: call.flag("failed") });
  const read =
    again === 0 ? [] : [`${origin}: ${again} entries of its logs that could not be taken, read again.`];
  return {
    lines: [`${origin}: ${waiting} waiting, tried as soon as Moothall runs.`, ...read],
    json: { origin, waiting, again },
  };
}

async function drop(ctx: NodeContext, call: Call): Promise<Answer> {
  const origin = await laneNamed(ctx, call);
  const dropped = await dropDeliveries(ctx, { origin, which: whichOf(call) });
  return { lines: [`${origin}: ${dropped} dropped.`], json: { origin, dropped } };
}

function whichOf(call: Call): "failed" | "waiting" | { id: number } {
  const id = call.option("id");
  const chosen = [call.flag("failed"), call.flag("waiting"), id !== null].filter(Boolean);
  if (chosen.length !== 1) throw new UsageFault("Say which: one of --failed, --waiting or --id <number>.");
  if (id === null) return call.flag("failed") ? "failed" : "waiting";
  if (!/^\d{1,15}$/.test(id)) throw new UsageFault(`${id} is no number of a delivery: see queue show.`);
  return { id: Number(id) };
}

async function laneNamed(ctx: NodeContext, call: Call): Promise<string> {
  const [typed = ""] = call.words;
  const origin = originOf(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
  const lanes = await listLanes(ctx);
  return lanes.find((lane) => lane.origin === origin)?.origin ?? refuse("not-found");
}
