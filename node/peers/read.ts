import type { AnyContext, NodeContext } from "../context.ts";
import type { Reader } from "../db/open.ts";
import type { CouncilClaim } from "../ports.ts";
import type { Lateness } from "../posts/types.ts";
import type { DeliveryClass } from "../visibility/delivery-class.ts";
import { blockedAbove } from "./blocked.ts";
import { causeOf } from "./cause.ts";

export type PeerState = "known" | "asked" | "knocking" | "accepted" | "refused" | "paused" | "blocked";

/** `silent`: it has not confirmed a removal for seven days; `lied`: it showed what it had confirmed to show no more. */
export type LossReason = "silent" | "lied";

export interface Peer {
  readonly id: string;
  readonly origin: string;
  readonly nodeIri: string | null;
  readonly name: string;
  readonly software: string | null;
  readonly deliveryClass: DeliveryClass;
  /** When it was last asked what program it runs. */
  readonly softwareAsked: Date | null;
  readonly state: PeerState;
  readonly message: string | null;
  readonly reason: string | null;
  readonly councils: readonly CouncilClaim[];
  readonly fingerprint: string | null;
  readonly signatureSpec: "rfc9421" | "cavage";
  readonly connectIri: string | null;
  readonly theirConnectIri: string | null;
  readonly created: Date;
  readonly decided: Date | null;
  readonly lastHeard: Date | null;
  readonly bringHistory: boolean;
  readonly historyDays: number;
  readonly historyItems: number;
  /** When the peer made what is held of its directory. */
  readonly directoryMade: Date | null;
  /** The administrator here says that it may hold copies of closed communities. */
  readonly holdsClosed: boolean;
  /** It says itself that it keeps them closed. */
  readonly keepsClosed: boolean;
  /** Since when it lost them by itself, and why (G15); null where it did not. */
  readonly closedLost: Date | null;
  readonly closedLostWhy: LossReason | null;
}

export interface PeerRow extends Peer {
  readonly waiting: number;
  readonly communities: number;
  /** Why it is late, when it is. */
  readonly late: Lateness | null;
}

/** A peer by origin, or null. `lock` keeps two decisions apart. */
export async function peerByOrigin(sql: Reader, origin: string, lock?: "update"): Promise<Peer | null> {
  const [row] = await sql<
    Peer[]
  >`select ${columns(sql)} from peers p where p.origin = ${origin} ${lock ? sql`for update` : sql``}`;
  return row ?? null;
}

/** What decides at the door: who asks, whether it is blocked, and whether anything waits for it to be heard again. */
export interface Standing {
  readonly peer: Peer | null;
  readonly blocked: boolean;
  readonly missed: boolean;
}

/** The standing of an origin, in one look. */
export async function standingOf(ctx: Pick<NodeContext, "sql" | "clock">, origin: string): Promise<Standing> {
  const { sql } = ctx;
  const [row] = await sql<(Peer & { blocked: boolean; missed: boolean })[]>`
    select ${columns(sql)}, ${blockedAbove(sql, origin)} as blocked,
      (p.away_failures > 0) is true or exists (select 1 from lanes
        where origin = ${origin} and (parked is not null or open_from > ${ctx.clock.now()})) as missed
    from (select 1) one left join peers p on p.origin = ${origin}`;
  if (!row) throw new Error("PostgreSQL gave no row.");
  const { blocked, missed, ...peer } = row;
  return { peer: peer.id === null ? null : peer, blocked, missed };
}

/** A peer by row id, or null. */
export async function peerById(sql: Reader, id: string, lock?: "update"): Promise<Peer | null> {
  const [row] = await sql<
    Peer[]
  >`select ${columns(sql)} from peers p where p.id = ${id} ${lock ? sql`for update` : sql``}`;
  return row ?? null;
}

/** Every peer for the administrator's page: those that ask first, then the connected ones. */
export async function listPeers(ctx: Pick<AnyContext, "sql">): Promise<readonly PeerRow[]> {
  const { sql } = ctx;
  const rows = await sql<
    (Peer & { waiting: number; communities: number; failing: Date | null; error: string | null })[]
  >`
    select ${columns(sql)}, l.failing_since as failing, l.last_error as error,
      (select count(*)::int from deliveries d where d.origin = p.origin and d.failed is null) as waiting,
      (select count(*)::int from communities c join actors g on g.id = c.actor_id where g.peer_id = p.id) as communities
    from peers p left join lanes l on l.origin = p.origin
    where p.state <> 'known' or exists (select 1 from actors a where a.peer_id = p.id)
    order by p.state = 'knocking' desc, p.state = 'accepted' desc, p.name, p.origin`;
  return rows.map(({ failing, error, ...peer }) => ({
    ...peer,
    late: failing ? { home: peer.name, since: failing, cause: causeOf(error) } : null,
  }));
}

function columns(sql: Reader) {
  return sql`p.id, p.origin, p.node_iri as "nodeIri", p.name, p.software, p.delivery_class as "deliveryClass", p.software_asked as "softwareAsked", p.state, p.message,
    p.reason, p.councils, p.key_fingerprint as fingerprint, p.signature_spec as "signatureSpec", p.connect_iri as "connectIri",
    p.their_connect_iri as "theirConnectIri", p.created, p.decided, p.last_heard as "lastHeard",
    p.bring_history as "bringHistory", p.history_days as "historyDays", p.history_items as "historyItems",
    p.directory_made as "directoryMade", p.holds_closed as "holdsClosed", p.keeps_closed as "keepsClosed", p.closed_lost as "closedLost",
    p.closed_lost_why as "closedLostWhy"`;
}
