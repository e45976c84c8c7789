import type { NodeContext } from "../context.ts";
import { EgressRefused } from "../egress/errors.ts";
import { listLogPlaces } from "../logs/applied.ts";
import type { ComparedCommunity } from "../ports.ts";
import { Outage, Refusal } from "../refusal.ts";
import { finding, orFine } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import type { Finding } from "./types.ts";

interface Lane {
  readonly origin: string;
  readonly name: string;
  readonly parked: Date | null;
  readonly waiting: number;
  readonly oldest: Date | null;
  readonly refused: number;
  readonly refusedSince: Date | null;
}

/** What waits for each node and for how long, lanes given up for now, and letters refused lately. */
export async function checkLanes(ctx: NodeContext): Promise<readonly Finding[]> {
  const now = ctx.clock.now().getTime();
  const lanes = await ctx.sql<Lane[]>`
    select l.origin, coalesce(nullif(p.name, ''), l.origin) as name, l.parked,
      count(d.id) filter (where d.failed is null) as waiting,
      min(d.created) filter (where d.failed is null and d.kind = 'letter') as oldest,
      count(d.id) filter (where d.failed >= ${new Date(now - LIMITS.lately)}) as refused,
      min(d.failed) filter (where d.failed >= ${new Date(now - LIMITS.lately)}) as "refusedSince"
    from lanes l left join peers p on p.origin = l.origin left join deliveries d on d.origin = l.origin
    where p.state is distinct from 'paused' and p.state is distinct from 'blocked'
    group by l.origin, p.name, l.parked order by l.origin`;
  const found = lanes.flatMap((lane) => laneFindings(lane, now));
  const waiting = lanes.reduce((sum, lane) => sum + lane.waiting, 0);
  return orFine(found, finding("lanes.fine", { waiting }));
}

function laneFindings({ origin, name, ...lane }: Lane, now: number): readonly Finding[] {
  const facts = { origin, name, waiting: lane.waiting };
  const found: Finding[] = [];
  if (lane.parked !== null) {
    found.push(finding("lanes.parked", facts, { about: origin, since: lane.parked }));
  } else if (lane.oldest !== null && now - lane.oldest.getTime() > LIMITS.letterOld) {
    const hours = Math.floor((now - lane.oldest.getTime()) / 3_600_000);
    found.push(finding("lanes.old", { ...facts, hours }, { about: origin, since: lane.oldest }));
  }
  if (lane.refused > 0)
    found.push(
      finding(
        "lanes.refused",
        { origin, name, count: lane.refused },
        { about: origin, since: lane.refusedSince },
      ),
    );
  return found;
}

/** Whether what is held of communities elsewhere is what their homes hold (I6). A node that is away is passed over. */
export async function checkDigests(ctx: NodeContext): Promise<readonly Finding[]> {
  const places = await listLogPlaces(ctx);
  const lacking = new Set(places.filter((one) => one.gapFrom !== null).map((one) => one.iri));
  const origins = [...new Set(places.map((place) => place.origin))];
  const compared = (await Promise.all(origins.map((origin) => compareTwice(ctx, origin)))).flat();
  const found: Finding[] = [];
  for (const one of compared) {
    const behind = lacking.has(one.iri) || (one.there ?? 0) > one.heldTo;
    if (!behind && one.content !== "different") continue;
    const facts = { name: await nameOf(ctx, one.iri), origin: new URL(one.iri).origin };
    found.push(finding(behind ? "digests.behind" : "digests.differ", facts, { about: one.iri }));
  }
  const equal = compared.filter((one) => one.content === "same").length;
  return orFine(found, finding("digests.fine", { equal, all: places.length }));
}

/** What arrived while it was compared is no difference: one that stays is found twice. */
async function compareTwice(ctx: NodeContext, origin: string): Promise<readonly ComparedCommunity[]> {
  try {
    const once = await ctx.ports.remote.compare(ctx, origin);
    if (once.every((one) => one.content !== "different")) return once;
    const again = await ctx.ports.remote.compare(ctx, origin);
    return again.map((one) => {
      const before = once.find(({ iri }) => iri === one.iri);
      const moving = one.content === "different" && before?.content !== "different";
      return moving ? { ...one, content: "unknown" } : one;
    });
  } catch (error) {
    if (error instanceof Outage || error instanceof Refusal || error instanceof EgressRefused) return [];
    throw error;
  }
}

async function nameOf(ctx: NodeContext, iri: string): Promise<string> {
  const [row] = await ctx.sql<{ name: string }[]>`select name from actors where iri = ${iri}`;
  return row?.name ?? "";
}
