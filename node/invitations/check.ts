import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import { meantDomain, type PastedAddress, readPasted } from "./addresses.ts";
import { optedOut } from "./opt-outs.ts";
import { findPlaces, type InvitePlace, placeFor } from "./places.ts";

/** Addresses that are sent at once; twice as many are looked at. */
export const MOST_AT_ONCE = 200;

/** `ready` can be sent; every other one says why it is not. */
export type AddressState =
  | "ready"
  | "typo"
  | "duplicate"
  | "member"
  | "asked"
  | "invited"
  | "opted-out"
  | "no-holder"
  | "by-name";

export interface CheckedAddress {
  readonly typed: string;
  readonly address: string | null;
  readonly state: AddressState;
  /** The address that was probably meant. */
  readonly meant: string | null;
  /** Whose site finds the person; null where there is none. */
  readonly place: InvitePlace | null;
}

/**
 * Looks at pasted addresses before anything is sent: what is no address, stands twice, belongs to a member or to somebody who is
 * invited or has asked, wants no mail; and for each of the rest whose site finds the person. What other councils' sites know of
 * their people they do not tell: a member there is told after sending. Refuses `required`, `too-many` (more than 200).
 */
export async function checkAddresses(
  r: { readonly sql: Reader; readonly config: { readonly origin: string; readonly nodeName: string } },
  asked: { readonly communityId: string; readonly text: string; readonly now: Date },
): Promise<readonly CheckedAddress[]> {
  const pasted = readPasted(asked.text);
  if (pasted.length === 0) refuse("required", { field: "addresses" });
  const addresses = [...new Set(pasted.flatMap(({ address }) => address ?? []))];
  if (addresses.length > 2 * MOST_AT_ONCE) refuse("too-many", { field: "addresses", most: MOST_AT_ONCE });
  const places = await findPlaces(r, asked.communityId);
  const standing = await standingOf(r.sql, { ...asked, addresses });
  const silent = await optedOut(r.sql, addresses);
  const seen = new Set<string>();
  const judge = ({ typed, address }: PastedAddress): CheckedAddress => {
    if (address === null) return { typed, address, state: "typo", meant: null, place: null };
    const domain = address.slice(address.indexOf("@") + 1);
    const meant = standing.has(address) ? null : meantDomain(domain, places.domains);
    if (meant !== null)
      return { typed, address, state: "typo", meant: address.replace(domain, meant), place: null };
    const twice = seen.has(address);
    seen.add(address);
    const place = placeFor(places, domain, standing.has(address));
    const state = twice
      ? "duplicate"
      : (standing.get(address) ?? (silent.has(address) ? "opted-out" : place.state));
    return { typed, address, state: state === "account" ? place.state : state, meant: null, place: place.at };
  };
  const checked = pasted.slice(0, 3 * MOST_AT_ONCE).map(judge);
  const ready = checked.filter(({ state }) => state === "ready").length;
  if (ready > MOST_AT_ONCE) refuse("too-many", { field: "addresses", most: MOST_AT_ONCE });
  return checked;
}

/** What people with an account here are to the community, and whom it has invited by address. */
async function standingOf(
  sql: Reader,
  asked: { readonly communityId: string; readonly addresses: readonly string[]; readonly now: Date },
): Promise<ReadonlyMap<string, "member" | "asked" | "invited" | "account">> {
  const addresses = [...asked.addresses];
  const rows = await sql<{ address: string; standing: "member" | "asked" | "invited" | "account" }[]>`
    select acc.email as address, case when m.state in ('active', 'suspended') then 'member' when m.state = 'requested' then 'asked'
      when exists (select 1 from invitations i where i.community_id = ${asked.communityId} and i.invitee_id = acc.actor_id
        and i.state = 'pending' and i.ends > ${asked.now}) then 'invited' else 'account' end as standing
    from accounts acc left join memberships m on m.actor_id = acc.actor_id and m.community_id = ${asked.communityId}
    where acc.email = any(${addresses})
    union all
    select i.address, 'invited' from invitations i where i.community_id = ${asked.communityId} and i.state = 'pending'
      and i.ends > ${asked.now} and i.address = any(${addresses})`;
  return new Map(rows.map(({ address, standing }) => [address, standing]));
}
