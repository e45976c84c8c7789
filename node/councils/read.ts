import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import type { Council, CouncilRow } from "./types.ts";

/** Councils served here now, the node's own first. Names of councils are public: no viewer is asked. */
export async function listServedCouncils(r: { readonly sql: Reader }): Promise<readonly Council[]> {
  return r.sql<Council[]>`
    select id, register_id as "registerId", name, name_cy as "nameCy", own
    from organisations where local and ended is null order by own desc, name`;
}

/** Every council this node serves or served, with domains and the number of its people; for administrators. */
export async function listCouncilRows(r: { readonly sql: Reader }): Promise<readonly CouncilRow[]> {
  return r.sql<CouncilRow[]>`
    select o.id, o.register_id as "registerId", o.name, o.name_cy as "nameCy", o.own, o.from_config as "fromConfig", o.ended,
      array(select domain from organisation_domains d where d.organisation_id = o.id order by domain) as domains,
      (select count(*) from actors a join accounts c on c.actor_id = a.id
        where a.organisation_id = o.id and c.disabled is null) as people
    from organisations o where o.local order by o.ended nulls first, o.own desc, o.name`;
}

/** One council served here; refuses `not-found`. */
export async function findCouncil(r: { readonly sql: Reader }, id: string): Promise<Council> {
  const [row] = await r.sql<Council[]>`
    select id, register_id as "registerId", name, name_cy as "nameCy", own
    from organisations where id = ${id} and local and ended is null`;
  return row ?? refuse("not-found");
}

/**
 * The councils that an e-mail domain belongs to, by exact match: none (no council here uses it), one (that is the
 * person's council), or several (the person says which, an administrator confirms). `domain` as of `readEmail`.
 */
export async function councilsForDomain(
  r: { readonly sql: Reader },
  domain: string,
): Promise<readonly Council[]> {
  return r.sql<Council[]>`
    select o.id, o.register_id as "registerId", o.name, o.name_cy as "nameCy", o.own
    from organisation_domains d join organisations o on o.id = d.organisation_id
    where d.domain = ${domain} and o.local and o.ended is null order by o.name`;
}
