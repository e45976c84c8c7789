import type { ReadContext } from "../context.ts";
import { listPeople } from "../people/read.ts";
import type { PersonLabel } from "../people/types.ts";
import type { Viewer } from "../visibility/viewer.ts";

/** Why somebody cannot be invited now; `free` is who can. */
export type Standing = "free" | "member" | "asked" | "invited" | "paused";

export interface Candidate {
  readonly person: PersonLabel;
  readonly standing: Standing;
  /**
   * Name of the node that begins to hold copies of a closed community with this member, or to show a hidden one; null where
   * none does (profile B-17).
   */
  readonly newHolder: string | null;
}

/** People whom a facilitator finds by these words, as they are to the community; at most 25, none for no words. */
export async function listCandidates(
  r: ReadContext,
  viewer: Viewer,
  find: { readonly communityId: string; readonly text: string },
): Promise<readonly Candidate[]> {
  if (find.text.trim() === "" || viewer.kind !== "person") return [];
  const { items } = await listPeople(r, viewer, { text: find.text, page: 1 });
  const people = items.map(({ person }) => person).filter(({ id }) => id !== viewer.actorId);
  const facts = await factsOf(
    r,
    find.communityId,
    people.map(({ id }) => id),
  );
  return people.map((person) => {
    const fact = facts.get(person.id);
    return { person, standing: fact?.standing ?? "free", newHolder: fact?.newHolder ?? null };
  });
}

interface Fact {
  readonly id: string;
  readonly standing: Standing;
  readonly newHolder: string | null;
}

/** As for a request (memberships/list.ts): a facilitator elsewhere is told of every node but the community's own. */
async function factsOf(
  { sql, clock, config }: ReadContext,
  communityId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Fact>> {
  const rows = await sql<Fact[]>`
    select a.id, case when m.paused is not null or m.state = 'suspended' then 'paused' when m.state = 'active' then 'member'
        when m.state = 'requested' then 'asked' when exists (select 1 from invitations i where i.community_id = c.id
          and i.invitee_id = a.id and i.state = 'pending' and i.ends > ${clock.now()}) or exists (select 1 from hidden_invitations n
          where n.community_id = c.id and n.actor_id = a.id and n.ends > ${clock.now()}) then 'invited' else 'free' end as standing,
      case when c.closed and p.id is distinct from g.peer_id and not (g.peer_id is null and exists (
          select 1 from memberships h join actors b on b.id = h.actor_id
          where h.community_id = c.id and h.state in ('active', 'suspended') and b.peer_id = p.id))
        then coalesce(p.name, ${config.nodeName}) end as "newHolder"
    from communities c join actors g on g.id = c.actor_id join actors a on a.id = any(${[...ids]}::uuid[])
      left join peers p on p.id = a.peer_id
      left join memberships m on m.community_id = c.id and m.actor_id = a.id
    where c.id = ${communityId}`;
  return new Map(rows.map((row) => [row.id, row]));
}
