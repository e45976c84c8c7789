import { recordChange } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";
import type { Role } from "./types.ts";

export interface GrantedMembership {
  readonly iri: string;
  readonly personIri: string;
  readonly role: Role;
  readonly state: "active" | "suspended" | "ended";
  readonly since: Date;
}

/**
 * Takes over the community's own set of memberships of this node's people: missing ones have ended, granted ones are
 * active. A request that still waits stays (profile B.6). The community's node is the authority.
 */
export async function replaceGrants(
  tx: WriteContext,
  communityId: string,
  grants: readonly GrantedMembership[],
): Promise<void> {
  const ended = await tx.sql<{ id: string; actor_id: string }[]>`
    update memberships m set state = 'ended', ended = ${tx.now} from actors a
    where m.community_id = ${communityId} and a.id = m.actor_id and a.peer_id is null and m.state in ('active', 'suspended')
      and a.iri <> all(${grants.map((grant) => grant.personIri)})
    returning m.id, m.actor_id`;
  for (const row of ended) {
    await recordChange(tx, {
      kind: "membership.ended",
      actorId: row.actor_id,
      communityId,
      subjectId: row.id,
      origin: { road: "here" },
    });
  }
  for (const grant of grants) {
    await tx.sql`
      insert into memberships (community_id, actor_id, role, state, grant_iri, requested, decided)
      select ${communityId}, a.id, ${grant.role}, ${grant.state}, ${grant.iri}, ${grant.since}, ${grant.since}
      from actors a where a.iri = ${grant.personIri} and a.peer_id is null
      on conflict (community_id, actor_id) do update set role = excluded.role, state = excluded.state, grant_iri = excluded.grant_iri,
        decided = coalesce(memberships.decided, excluded.decided), ended = null`;
  }
}
