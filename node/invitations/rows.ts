import type { Reader } from "../db/open.ts";
import type { Invitation } from "./types.ts";

/** An invitation by its row id or the IRI of its Invite, or null. `lock`: held until the transaction ends. */
export async function findInvitation(
  sql: Reader,
  by: { readonly id: string } | { readonly iri: string },
  lock?: "update",
): Promise<Invitation | null> {
  const where = "id" in by ? sql`id = ${by.id}` : sql`iri = ${by.iri}`;
  const [row] = await sql<Invitation[]>`
    select id, iri, community_id as "communityId", inviter_id as "inviterId", invitee_id as "inviteeId", address,
      node_iri as "nodeIri", words, confirmed, state, why, created, ends, arrived
    from invitations where ${where} ${lock ? sql`for update` : sql``}`;
  return row ?? null;
}
