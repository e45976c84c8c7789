import { type CommunityHome, communityByIri } from "../../node/communities/home.ts";
import { originOf } from "../../node/iris.ts";
import { noteLacking } from "../../node/logs/applied.ts";
import { findWriter, type Writer } from "../../node/logs/writer.ts";
import { actorByIri } from "../../node/people/actor.ts";
import { Refusal } from "../../node/refusal.ts";
import { isHeldHere } from "../../node/visibility/holders.ts";
import { isPublicLevel } from "../../node/visibility/readable.ts";
import { bringActor } from "../bring-actor.ts";
import { bringCommunity } from "../bring-community.ts";
import type { JsonObject } from "../jcs.ts";
import type { ReadMove } from "../read/activity-types.ts";
import { authenticate } from "../verify.ts";
import type { Wire } from "../wire.ts";
import { type Act, actOf, peopleOf } from "./entry-act.ts";
import type { People } from "./perform-entry.ts";

/** One entry of the log of a community elsewhere; `inner` null for what is left of a spent one. */
export interface LogEntry {
  readonly groupIri: string;
  readonly epoch: string;
  readonly seq: number;
  /** Number under which the same object was logged first: its place among the others. */
  readonly firstSeq: number;
  readonly inner: JsonObject | null;
  /** The whole Announce as it came or was read, kept for its node; null for what is left of a spent entry. */
  readonly announce: Uint8Array | JsonObject | null;
  /** When the Group logged it, for entries read in history; null on live delivery. */
  readonly loggedAt: Date | null;
}

/** What is found out about entries before the transaction that applies them; null where their log is not taken in. */
export interface JudgedEntries {
  readonly entries: readonly LogEntry[];
  readonly log: JudgedLog | null;
}

/** Finds out who wrote entries of one epoch of a log, and whether they did. Throws Outage when an author's node is away. */
export async function judgeEntries(
  wire: Wire,
  entries: readonly LogEntry[],
  read?: CommunityHome,
): Promise<JudgedEntries> {
  const [first] = entries;
  const community = read ?? (first ? await communityByIri(wire.ctx.sql, first.groupIri) : null);
  if (!first || !community || community.local || !(await mayTakeIn(wire, community)))
    return { entries, log: null };
  const people: People = new Map();
  const writers = await writersOf(wire, entries);
  const judged: Judged[] = [];
  for (const entry of entries) judged.push(await judge(wire, community, { entry, people, writers }));
  return { entries, log: { community, epoch: first.epoch, judged, people } };
}

/** Of a closed community nothing is kept where nobody is a member any more, and of a hidden one nothing ever. */
async function mayTakeIn({ ctx }: Wire, { id, level }: CommunityHome): Promise<boolean> {
  return isPublicLevel(level) || (level === "closed" && (await isHeldHere(ctx, id)));
}

/** Entries of one log, with what was found out about each, and who acts in them. */
export interface JudgedLog {
  readonly community: CommunityHome;
  readonly epoch: string;
  readonly judged: readonly Judged[];
  readonly people: People;
}

/** An entry with what was found out about it before the transaction. */
export interface Judged {
  readonly entry: LogEntry;
  /** Its act, where it is authentic and one; `spent` for what is left of one; `dropped`; or `later`. */
  readonly fit: Act | "spent" | "dropped" | "later";
}

type Writers = ReadonlyMap<string, Writer>;

/** Who wrote these entries, as they say themselves; all are asked for at once. */
async function writersOf(wire: Wire, entries: readonly LogEntry[]): Promise<Writers> {
  const iris = new Set(entries.flatMap(({ inner }) => (inner === null ? [] : [String(inner.actor)])));
  const found = [...iris].map(async (iri) => [iri, await findWriter(wire.ctx.sql, iri)] as const);
  return new Map(await Promise.all(found));
}

interface Judging {
  readonly entry: LogEntry;
  /** Who was looked up already, of all entries that are judged together. */
  readonly people: People;
  readonly writers: Writers;
}

async function judge(
  wire: Wire,
  community: CommunityHome,
  { entry, people, writers }: Judging,
): Promise<Judged> {
  if (entry.inner === null) return { entry, fit: "spent" };
  const { groupIri, loggedAt } = entry;
  const writer = writers.get(String(entry.inner.actor));
  const judged = await authenticate(wire, entry.inner, { groupIri, loggedAt, blocked: writer?.blocked });
  if (!judged.ok && judged.later) return lacking(wire, community, entry);
  const act = judged.ok ? actOf(judged.document, community) : null;
  if (act === null) return { entry, fit: "dropped" };
  if (act.type === "Move" && !(await isKnownCommunities(wire, act))) return lacking(wire, community, entry);
  if (writer?.actor?.iri === act.actor) people.set(act.actor, writer.actor);
  for (const iri of peopleOf(act, community)) {
    if (people.has(iri)) continue;
    if (!(await isKnown(wire, iri))) return lacking(wire, community, entry);
    people.set(iri, await actorByIri(wire.ctx.sql, iri));
  }
  return { entry, fit: act };
}

/** Both must be known before the transaction; one that its node does not show takes nothing in. */
async function isKnownCommunities(wire: Wire, { origin, target }: ReadMove): Promise<boolean> {
  for (const iri of [origin, target]) {
    if (iri === null || (await communityByIri(wire.ctx.sql, iri))) continue;
    try {
      await bringCommunity(wire, iri);
    } catch (error) {
      if (!(error instanceof Refusal)) return false;
    }
  }
  return true;
}

/** The log is known to go so far, so that the entry is asked for again. */
async function lacking(wire: Wire, community: CommunityHome, entry: LogEntry): Promise<Judged> {
  const { epoch, seq } = entry;
  await noteLacking(wire.ctx, { communityId: community.id, epoch, seq });
  return { entry, fit: "later" };
}

/** People must be known before the transaction; their node may be away, then the entry waits. */
export async function isKnown(wire: Wire, actorIri: string): Promise<boolean> {
  if (await actorByIri(wire.ctx.sql, actorIri)) return true;
  if (originOf(actorIri) === wire.ctx.config.origin) return true;
  try {
    await bringActor(wire, actorIri);
    return true;
  } catch (error) {
    // Gone for good: what it wrote cannot be attributed and is passed over; away: it waits.
    return error instanceof Refusal;
  }
}
