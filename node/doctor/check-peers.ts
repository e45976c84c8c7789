import { isLoopbackOrigin } from "../config.ts";
import type { NodeContext } from "../context.ts";
import type { RoundTrip } from "../ports.ts";
import { finding, orFine } from "./finding.ts";
import { LIMITS } from "./limits.ts";
import type { Finding } from "./types.ts";

const AT_ONCE = 8;

interface Asked {
  readonly origin: string;
  readonly name: string;
  readonly awaySince: Date | null;
  readonly trip: RoundTrip;
}

/** A signed request to every connected node: whether it answers, knows this node, and what its clock says. */
export async function checkPeers(ctx: NodeContext): Promise<readonly Finding[]> {
  const asked = await askAll(ctx);
  const found = asked.flatMap((one) => peerFindings(ctx, one));
  const fine = asked.length === 0 ? finding("peers.none") : finding("peers.fine", { count: asked.length });
  return [...clockFindings(asked), ...orFine(found, fine)];
}

async function askAll(ctx: NodeContext): Promise<readonly Asked[]> {
  const waiting = [
    ...(await ctx.sql<{ origin: string; name: string; awaySince: Date | null }[]>`
      select origin, name, away_since as "awaySince" from peers where state = 'accepted' order by origin`),
  ];
  const asked: Asked[] = [];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      asked.push({ ...next, trip: await ctx.ports.remote.roundTrip(ctx, next.origin) });
  });
  await Promise.all(workers);
  return asked.sort((a, b) => (a.origin < b.origin ? -1 : 1));
}

const CODE = { away: "peers.away", refuses: "peers.refuses", forbidden: "peers.forbidden" } as const;

function peerFindings(ctx: NodeContext, { origin, name, awaySince, trip }: Asked): readonly Finding[] {
  const facts = { name: name || origin, origin };
  if (trip.outcome !== "fine") {
    const since = trip.outcome === "away" ? awaySince : null;
    return [finding(CODE[trip.outcome], { ...facts, error: trip.error }, { about: origin, since })];
  }
  const days = daysLeft(ctx, trip.certificateEnds);
  return days === null ? [] : [finding("peers.certificate", { ...facts, days }, { about: origin })];
}

/** Whole days until a certificate ends, where that is soon. */
function daysLeft(ctx: NodeContext, ends: Date | null): number | null {
  const left = ends === null ? Number.POSITIVE_INFINITY : ends.getTime() - ctx.clock.now().getTime();
  return left < LIMITS.certificateEnds ? Math.max(0, Math.floor(left / 86_400_000)) : null;
}

/** One clock that differs from all others is wrong; with one other node nobody can tell which of the two. */
function clockFindings(asked: readonly Asked[]): readonly Finding[] {
  const heard = asked.flatMap(({ origin, name, trip }) =>
    trip.aheadMs === null ? [] : [{ origin, name: name || origin, ahead: trip.aheadMs }],
  );
  if (heard.length === 0) return [finding("clock.unknown")];
  const off = heard.filter(({ ahead }) => Math.abs(ahead) > LIMITS.clockOff);
  if (off.length === 0) return [finding("clock.fine", { count: heard.length })];
  const ours = off.length * 2 > heard.length;
  if (!ours)
    return off.map(({ origin, name, ahead }) =>
      finding("clock.peer", { name, minutes: minutesOf(ahead) }, { about: origin }),
    );
  const middle = off.map(({ ahead }) => ahead).sort((a, b) => a - b)[Math.floor(off.length / 2)] ?? 0;
  const facts = { minutes: minutesOf(middle), count: off.length };
  return [finding(middle > 0 ? "clock.behind" : "clock.ahead", facts)];
}

function minutesOf(ahead: number): number {
  return Math.round(Math.abs(ahead) / 60_000);
}

/** Whether this node's own address leads here, and how long its certificate lasts. */
export async function checkAddress(ctx: NodeContext): Promise<readonly Finding[]> {
  const { origin } = ctx.iris;
  if (isLoopbackOrigin(origin)) return [finding("address.trial", { origin })];
  const trip = await ctx.ports.remote.roundTrip(ctx, origin);
  if (trip.outcome === "refuses") return [finding("address.elsewhere", { origin, error: trip.error })];
  if (trip.outcome !== "fine") return [finding("address.unreached", { origin, error: trip.error })];
  const days = daysLeft(ctx, trip.certificateEnds);
  return [
    days === null ? finding("address.fine", { origin }) : finding("address.certificate", { origin, days }),
  ];
}
