import type { WriteContext } from "../context.ts";

/**
 * Takes over who facilitates a community elsewhere, as the community itself says (profile A-06): people of other nodes;
 * the roles of this node's own people come as grants and in the log. Who is none any more is not named here either.
 */
export async function replaceFacilitators(
  tx: WriteContext,
  communityId: string,
  personIris: readonly string[],
): Promise<void> {
  const listed = [...personIris];
  await tx.sql`
    update memberships m set role = 'member', state = 'ended', ended = ${tx.now} from actors a
    where m.community_id = ${communityId} and a.id = m.actor_id and a.peer_id is not null and m.role <> 'member'
      and a.iri <> all(${listed})`;
  await tx.sql`
    insert into memberships (community_id, actor_id, role, state, requested, decided)
    select ${communityId}, a.id, 'facilitator', 'active', ${tx.now}, ${tx.now} from actors a
    where a.iri = any(${listed}) and a.peer_id is not null and a.kind = 'person' and a.deleted is null
    on conflict (community_id, actor_id) do update set role = 'facilitator', state = 'active', ended = null
      where memberships.role = 'member' or memberships.state <> 'active'`;
}
