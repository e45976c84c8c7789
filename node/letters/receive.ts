import type { Origin } from "../changes/record.ts";
import { communityByIri } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { actorByIri } from "../people/actor.ts";
import { noteArrival } from "./write.ts";

export interface PassedLetter {
  readonly groupIri: string;
  readonly leadIri: string;
  readonly writerIri: string;
  readonly iri: string;
  readonly words: string;
  readonly replyTo: string;
}

/**
 * A community elsewhere passes on what somebody wrote to its lead, who is of this node. `ignored` unless that person
 * facilitates it now; the community keeps the limits.
 */
export async function takePassedLetter(
  tx: WriteContext,
  letter: PassedLetter,
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const community = await communityByIri(tx.sql, letter.groupIri);
  const [lead, writer] = [
    await actorByIri(tx.sql, letter.leadIri),
    await actorByIri(tx.sql, letter.writerIri),
  ];
  if (!community || community.local || !lead?.local || writer?.kind !== "person") return "ignored";
  if (!mayFacilitate(await membershipOf(tx.sql, lead.id, community.id)).ok) return "ignored";
  const [row] = await tx.sql<{ id: string }[]>`
    insert into lead_letters (iri, community_id, writer_id, lead_id, words, reply_to, created)
    values (${letter.iri}, ${community.id}, ${writer.id}, ${lead.id}, ${letter.words}, ${letter.replyTo}, ${tx.now})
    on conflict (iri) do nothing returning id`;
  if (row)
    await noteArrival(tx, { letterId: row.id, writerId: writer.id, communityId: community.id }, origin);
  return "taken";
}
