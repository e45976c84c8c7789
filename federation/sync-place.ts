import type { LogPlace } from "../node/logs/applied.ts";
import { peerByOrigin } from "../node/peers/read.ts";
import { askSync, type CaughtUp, catchUp, type HistoryBounds } from "./catch-up.ts";
import { resyncMembers } from "./members.ts";
import type { Wire } from "./wire.ts";

const DAY_MS = 86_400_000;

/** What comparing one community with its home brought; `members`: memberships of ours were put right. */
export interface Synced extends CaughtUp {
  readonly members: boolean;
}

/**
 * Asks a community elsewhere how far it is, takes over memberships that differ and reads what lacks of its log. Null
 * where its node does not say. Throws Outage when it is away. `below`: where the last step through the log stopped.
 */
export async function syncPlace(wire: Wire, place: LogPlace, below?: number): Promise<Synced | null> {
  const state = await askSync(wire, place.iri);
  if (!state) return null;
  const members = await resyncMembers(wire, place, state);
  const bounds = { ...(await boundsOf(wire, place)), below };
  return { members, ...(await catchUp(wire, place, state, bounds)) };
}

/** How far back a log is read, as its node's administrator here chose. */
export async function boundsOf(wire: Wire, place: LogPlace): Promise<HistoryBounds> {
  const peer = await peerByOrigin(wire.ctx.sql, place.origin);
  const now = wire.ctx.clock.now().getTime();
  return {
    since: new Date(now - (peer?.historyDays ?? wire.ctx.config.historyDays) * DAY_MS),
    items: peer?.historyItems ?? wire.ctx.config.historyItems,
    following: place.following,
  };
}
