import { markActed } from "../actors/standing.ts";
import { HERE, type Origin, recordChange } from "../changes/record.ts";
import { type CommunityHome, communityHome } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { findLead, type Lead } from "../memberships/lead.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { type ActorRef, actorById } from "../people/actor.ts";
import { refuse } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";

/** Letters that one person may write to leads in a day, and that one lead gets in a day. */
const MOST_OF_ONE = 5;
const MOST_FOR_ONE = 50;
const MOST_WORDS = 2000;
const DAY_MS = 86_400_000;

export interface LeadLetter {
  readonly writerId: string;
  readonly communityId: string;
  /** Plain text, ≤ 2,000 characters. */
  readonly words: string;
  /** The writer's e-mail address, where they chose to give it; else empty. */
  readonly replyTo: string;
}

/**
 * A person writes to the lead of a listed community, who reads it by mail and on a page of their own node; neither learns the
 * other's address unless the writer gives theirs. A lead elsewhere gets it as a letter through the Group, which logs nothing
 * and passes it to nobody else. Refuses `not-found` (hidden, or nobody leads it), `not-allowed` (the lead's own),
 * `required`, `too-long`, `too-many` (5 a day from one person, 50 a day for one community), `not-connected`.
 */
export function writeToLead(
  ctx: NodeContext | WriteContext,
  letter: LeadLetter,
  origin: Origin = HERE,
): Promise<"done" | "sent"> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityHome(tx.sql, letter.communityId);
    if (community.level === "confidential" || community.archived) refuse("not-found");
    const writer = await actorById(tx.sql, letter.writerId);
    if (writer.kind !== "person") refuse("not-allowed");
    const lead = await findLead(tx.sql, community.id);
    // Who leads a community elsewhere, its own node knows best.
    if (lead === null && community.local) refuse("not-found");
    if (lead?.actorId === writer.id) refuse("not-allowed");
    const words = letter.words.trim();
    if (words === "") refuse("required", { field: "text" });
    if (words.length > MOST_WORDS) refuse("too-long", { field: "text", most: MOST_WORDS });
    await keepLimits(tx, letter);
    const iri = origin.road === "letter" ? origin.activity.iri : null;
    const here = community.local && lead?.local === true;
    const [row] = await tx.sql<{ id: string }[]>`
      insert into lead_letters (iri, community_id, writer_id, lead_id, words, reply_to, created)
      values (${iri}, ${community.id}, ${writer.id}, ${here ? (lead?.actorId ?? null) : null}, ${words}, ${letter.replyTo}, ${tx.now})
      returning id`;
    const letterId = row?.id ?? refuse("not-found");
    if (here) await noteArrival(tx, { letterId, writerId: writer.id, communityId: community.id }, origin);
    else await passOn(tx, { letterId, writer, community, lead }, origin);
    return here ? "done" : "sent";
  });
}

/** The lead is told, by a notice and by mail. */
export async function noteArrival(
  tx: WriteContext,
  about: { readonly letterId: string; readonly writerId: string; readonly communityId: string },
  origin: Origin,
): Promise<void> {
  await recordChange(tx, {
    kind: "lead.written",
    actorId: about.writerId,
    communityId: about.communityId,
    subjectId: about.letterId,
    origin,
  });
}

async function keepLimits(tx: WriteContext, { writerId, communityId }: LeadLetter): Promise<void> {
  const since = new Date(tx.now.getTime() - DAY_MS);
  // One after the other, so that many at once do not pass the limit.
  await tx.sql`select 1 from actors where id = ${writerId} for update`;
  const [count] = await tx.sql<{ own: number; all: number }[]>`
    select count(*) filter (where writer_id = ${writerId})::int as own,
      count(*) filter (where community_id = ${communityId})::int as all
    from lead_letters where created > ${since} and (writer_id = ${writerId} or community_id = ${communityId})`;
  const until = new Date(tx.now.getTime() + DAY_MS).toISOString();
  if ((count?.own ?? 0) >= MOST_OF_ONE) refuse("too-many", { field: "text", most: MOST_OF_ONE, until });
  if ((count?.all ?? 0) >= MOST_FOR_ONE) refuse("too-many", { field: "text", most: MOST_FOR_ONE, until });
}

interface Passing {
  readonly letterId: string;
  readonly writer: ActorRef;
  readonly community: CommunityHome;
  readonly lead: Lead | null;
}

/** To the Group, or by the Group to its lead: an Offer that stands in no log. */
async function passOn(
  tx: WriteContext,
  { letterId, writer, community, lead }: Passing,
  origin: Origin,
): Promise<void> {
  const next = community.local && lead !== null ? { id: lead.actorId, iri: lead.iri } : null;
  const inbox = await inboxOf(tx, next?.id ?? community.actorId);
  if (!inbox) refuse("not-connected", { home: community.name });
  // The other nodes read who writes from the writer's own address.
  await markActed(tx, writer.id);
  const base = { communityId: community.id, readers: "addressees" } as const;
  const iri = await insertActivity(tx, {
    ...base,
    type: "Offer",
    actorIri: writer.iri,
    objectIri: community.iri,
    addressees: next === null ? [community.iri] : [community.iri, next.iri],
    facts: { letterId },
    ...(origin.road === "letter"
      ? { received: { iri: origin.activity.iri, bytes: origin.activity.bytes } }
      : {}),
  });
  const activityIri =
    next !== null
      ? await insertActivity(tx, {
          ...base,
          type: "Announce",
          actorIri: community.iri,
          objectIri: iri,
          addressees: [next.iri],
          facts: { unlogged: true },
        })
      : iri;
  await layLetter(tx, { activityIri, inbox, communityId: community.id });
}
