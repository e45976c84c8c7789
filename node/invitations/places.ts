import type { Reader } from "../db/open.ts";
import { mayHoldClosed } from "../visibility/holders.ts";
import type { AddressState } from "./check.ts";

/** The site that finds the person of an address. */
export interface InvitePlace {
  readonly name: string;
  readonly origin: string;
  readonly here: boolean;
  /** It begins to hold copies of the closed community with its first member (profile B-17). */
  readonly newHolder: boolean;
}

interface Place extends InvitePlace {
  readonly domains: readonly string[];
  /** Whether its people may be invited by address: a holder in a closed community, and not in a hidden one. */
  readonly state: Extract<AddressState, "ready" | "no-holder" | "by-name">;
}

/** Every site that says which mail domains are its councils', and this one, which takes in the rest as guests. */
export interface Places {
  readonly here: Place;
  readonly elsewhere: readonly Place[];
  readonly domains: readonly string[];
}

/** Domains of mail providers that everyone uses: no council's, whatever a node says. */
const ANYBODYS = new Set(
  "gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com yahoo.com yahoo.co.uk icloud.com me.com btinternet.com proton.me aol.com".split(
    " ",
  ),
);

/** The sites for a community, as connected nodes say of themselves; a domain that two of them claim is nobody's. */
export async function findPlaces(
  r: { readonly sql: Reader; readonly config: { readonly origin: string; readonly nodeName: string } },
  communityId: string,
): Promise<Places> {
  const { sql, config } = r;
  const peers = await sql<
    { name: string; origin: string; domains: string[]; holds: boolean; has: boolean }[]
  >`
    select coalesce(nullif(p.name, ''), p.origin) as name, p.origin, p.mail_domains as domains, ${mayHoldClosed(sql)} as holds,
      exists (select 1 from memberships m join actors a on a.id = m.actor_id where m.community_id = ${communityId}
        and m.state in ('active', 'suspended') and a.peer_id = p.id) as has
    from peers p where p.state = 'accepted' and p.delivery_class = 'profile' and p.node_iri is not null order by p.name, p.origin`;
  const [own] = await sql<{ level: string; home: string | null; domains: string[] }[]>`
    select c.level, p.origin as home, array(select d.domain from organisation_domains d join organisations o on o.id = d.organisation_id
      where o.local and o.ended is null order by d.domain) as domains
    from communities c join actors g on g.id = c.actor_id left join peers p on p.id = g.peer_id where c.id = ${communityId}`;
  const closed = own?.level === "closed";
  const home = own?.home ?? null;
  const claims = [...(own?.domains ?? []), ...peers.flatMap(({ domains }) => domains)];
  const sole = (domain: string) =>
    !ANYBODYS.has(domain) && claims.filter((one) => one === domain).length === 1;
  const elsewhere = peers.map(({ name, origin, domains, holds, has }): Place => {
    // What the community's own node allows, a facilitator elsewhere does not know: it says so after sending.
    const barred = closed && home === null && !holds;
    const newHolder = closed && (home === null ? !has : origin !== home);
    const state = own?.level === "confidential" ? "by-name" : barred ? "no-holder" : "ready";
    return { name, origin, here: false, domains: domains.filter(sole), newHolder, state };
  });
  const here: Place = {
    name: config.nodeName,
    origin: config.origin,
    here: true,
    domains: own?.domains ?? [],
    newHolder: closed && home !== null,
    state: own?.level === "confidential" && home !== null ? "by-name" : "ready",
  };
  return { here, elsewhere, domains: [here, ...elsewhere].flatMap(({ domains }) => domains) };
}

/** Whose site finds the person: where they have an account already, where their council's people have theirs, else here as a guest. */
export function placeFor(
  places: Places,
  domain: string,
  hasAccount: boolean,
): { readonly state: Place["state"]; readonly at: InvitePlace } {
  const found = hasAccount ? undefined : places.elsewhere.find(({ domains }) => domains.includes(domain));
  const { name, origin, here, newHolder, state } = found ?? places.here;
  return { state, at: { name, origin, here, newHolder } };
}
