import type { ReadContext } from "../context.ts";
import { listPeople } from "../people/read.ts";
import type { PersonLabel } from "../people/types.ts";
import { mayHoldClosed, mayReadHidden } from "../visibility/holders.ts";
import type { Viewer } from "../visibility/viewer.ts";

/** Why somebody cannot be invited now; `free` is who can. */
export const STANDINGS = ["free", "member", "asked", "invited", "paused", "no-holder"] as const;
export type Standing = (typeof STANDINGS)[number];

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
  return candidatesOf(people, await standingsOf(r, find.communityId, irisOf(people)));
}

/** How people stand to a community, each beside their label; free is of whom nothing is said. */
export function candidatesOf(
  people: readonly PersonLabel[],
  standings: readonly PersonStanding[],
): readonly Candidate[] {
  const facts = new Map(standings.map((fact) => [fact.iri, fact]));
  return people.map((person) => {
    const fact = facts.get(person.iri);
    return { person, standing: fact?.standing ?? "free", newHolder: fact?.newHolder ?? null };
  });
}

function irisOf(people: readonly PersonLabel[]): readonly string[] {
  return people.map(({ iri }) => iri);
}

/** How a person stands to a community, whether or not they are known here. */
export interface PersonStanding {
  readonly iri: string;
  readonly standing: Standing;
  readonly newHolder: string | null;
}

/**
 * How people stand to a community, by IRI; of somebody who is not known here their node says the most. As for a request
 * (memberships/list.ts): a facilitator elsewhere is told of every node but the community's own.
 */
export async function standingsOf(
  { sql, clock, config }: ReadContext,
  communityId: string,
  iris: readonly string[],
): Promise<readonly PersonStanding[]> {
  return sql<PersonStanding[]>`
    select w.iri, case when m.paused is not null or m.state = 'suspended' then 'paused' when m.state = 'active' then 'member'
        when m.state = 'requested' then 'asked' when exists (select 1 from invitations i where i.community_id = c.id
          and i.invitee_id = a.id and i.state = 'pending' and i.ends > ${clock.now()}) or exists (select 1 from hidden_invitations n
          where n.community_id = c.id and n.actor_id = a.id and n.ends > ${clock.now()}) then 'invited'
        when g.peer_id is null and c.closed and p.id is not null and not case c.level when 'confidential' then ${mayReadHidden(sql)}
          else ${mayHoldClosed(sql)} end then 'no-holder' else 'free' end as standing,
      case when c.closed and p.id is distinct from g.peer_id and not (g.peer_id is null and exists (
          select 1 from memberships h join actors b on b.id = h.actor_id
          where h.community_id = c.id and h.state in ('active', 'suspended') and b.peer_id = p.id))
        then coalesce(p.name, ${config.nodeName}) end as "newHolder"
    from communities c join actors g on g.id = c.actor_id cross join unnest(${[...iris]}::text[]) w (iri)
      left join actors a on a.iri = w.iri and a.deleted is null
      left join peers p on p.origin = substring(w.iri from '^https?://[^/]+')
      left join memberships m on m.community_id = c.id and m.actor_id = a.id
    where c.id = ${communityId}`;
}
