import { recordRefusedActivity } from "../audit/record.ts";
import { type CommunityHome, communityByIri } from "../communities/home.ts";
import { inTransaction, type NodeContext, type WriteContext } from "../context.ts";
import { insertActivity, layLetter } from "../outbox/emit.ts";
import { eraseHeld } from "../posts/erase-held.ts";
import { refuse } from "../refusal.ts";
import { lineOf } from "../text/visible.ts";
import { inboxOf } from "../visibility/audience.ts";

/** A community elsewhere asks this node to erase what it holds of it, as read; that the Group signed it is checked. */
export interface ReceivedErase {
  readonly iri: string;
  readonly groupIri: string;
  readonly until: Date | null;
}

const MOST_DAYS = 30;

/**
 * Erases at once what this node holds of a community elsewhere that others wrote, and confirms it; people of this node keep
 * what they wrote themselves (profile D.4, D-12). While the administrator holds it, nothing goes, and the Group is told why and
 * whom to ask. `ignored`: nothing of it is known here.
 */
export async function takeErase(tx: WriteContext, erase: ReceivedErase): Promise<"taken" | "ignored"> {
  const community = await communityByIri(tx.sql, erase.groupIri);
  if (!community || community.local) return "ignored";
  const latest = new Date(tx.now.getTime() + MOST_DAYS * 86_400_000);
  const until = erase.until && erase.until < latest ? erase.until : latest;
  await tx.sql`insert into erasures (iri, community_id, asked, until)
    values (${erase.iri}, ${community.id}, ${tx.now}, ${until}) on conflict do nothing`;
  const hold = await holdOf(tx, community.id);
  if (hold === "") await eraseHeld(tx, community.id);
  await answer(tx, community, { iri: erase.iri, hold });
  return "taken";
}

async function holdOf(tx: WriteContext, communityId: string): Promise<string> {
  const [row] = await tx.sql<
    { hold: string }[]
  >`select words as hold from legal_holds where community_id = ${communityId}`;
  return row?.hold ?? "";
}

async function answer(
  tx: WriteContext,
  community: CommunityHome,
  { iri: objectIri, hold }: { readonly iri: string; readonly hold: string },
): Promise<void> {
  const erased = hold === "" ? tx.now : null;
  await tx.sql`update erasures set answered = ${tx.now}, erased = ${erased}, legal_hold = ${hold} where iri = ${objectIri}`;
  const inbox = await inboxOf(tx, community.actorId);
  if (inbox === null) return;
  const iri = await insertActivity(tx, {
    type: erased ? "Accept" : "Reject",
    actorIri: tx.iris.node,
    objectIri,
    communityId: community.id,
    readers: "addressees",
    addressees: [community.iri],
    facts: { what: "erasure", hold, erased: erased?.toISOString() ?? null },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: community.id });
}

/** What a node says that was asked to erase, as read; that its node actor signed it is checked. */
export interface ErasureAnswer {
  readonly iri: string;
  readonly nodeIri: string;
  readonly eraseIri: string;
  /** Null where it does not. */
  readonly erased: Date | null;
  readonly legalHold: string;
}

/**
 * Takes in what a node says that was asked to erase: only of what was asked of this very node; what it confirmed once it
 * does not take back. Any other is `refused`, and stands in the audit record.
 */
export async function takeErasureAnswer(
  tx: WriteContext,
  said: ErasureAnswer,
): Promise<"taken" | "known" | "refused"> {
  const [row] = await tx.sql<{ erased: Date | null }[]>`
    select e.erased from erasures e join peers p on p.id = e.peer_id
    where e.iri = ${said.eraseIri} and p.node_iri = ${said.nodeIri} for update of e`;
  if (!row) {
    const { nodeIri: actorIri, iri } = said;
    await recordRefusedActivity(tx, { actorIri, iri, type: "Accept", code: "not-found" });
    return "refused";
  }
  if (row.erased !== null) return "known";
  const hold = said.erased ? "" : lineOf(said.legalHold, 500) || "-";
  await tx.sql`update erasures set answered = ${tx.now}, erased = ${said.erased}, legal_hold = ${hold}
    where iri = ${said.eraseIri}`;
  return "taken";
}

/**
 * The administrator says that nothing of a community elsewhere may be erased here, why and whom to ask, or with empty `words`
 * that it may again: then what its node asked for meanwhile is done and confirmed. Refuses `not-found` (no community elsewhere
 * of this name), `too-long` (500). Returns whether something was erased.
 */
export function holdCommunity(
  ctx: NodeContext,
  holding: { readonly groupIri: string; readonly words: string },
): Promise<{ readonly erased: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const community = await communityByIri(tx.sql, holding.groupIri);
    if (!community || community.local) return refuse("not-found");
    const words = lineOf(holding.words, 1_000);
    if (words.length > 500) refuse("too-long", { field: "words", most: 500 });
    await tx.sql`delete from legal_holds where community_id = ${community.id}`;
    if (words !== "") {
      await tx.sql`insert into legal_holds (community_id, words) values (${community.id}, ${words})`;
      return { erased: false };
    }
    const held = await tx.sql<{ iri: string }[]>`select iri from erasures
      where community_id = ${community.id} and peer_id is null and erased is null order by asked`;
    if (held.length > 0) await eraseHeld(tx, community.id);
    for (const { iri } of held) await answer(tx, community, { iri, hold: "" });
    return { erased: held.length > 0 };
  });
}
