import type { AnyContext, WriteContext } from "../context.ts";
import { newUuid } from "../ids.ts";

/** Where a person of this node is invited to or a member of a hidden community elsewhere: nothing that names it. */
export interface HiddenPlace {
  /** Of this node, in its addresses. */
  readonly id: string;
  readonly actorId: string;
  readonly personIri: string;
  readonly groupIri: string;
  /** The node that keeps it, in words: "Wiltshire". */
  readonly home: string;
  readonly homeOrigin: string;
  readonly state: "invited" | "member";
  /** Something waits there that the person has not looked at. */
  readonly unread: boolean;
  readonly since: Date;
}

/** The hidden places of one person, newest first. */
export async function listPlaces(ctx: AnyContext, actorId: string): Promise<readonly HiddenPlace[]> {
  const { sql } = ctx;
  return sql<HiddenPlace[]>`${select(ctx)} where h.actor_id = ${actorId} order by h.since desc, h.id`;
}

/** One of a person's own places, or null: another's is not there. */
export async function findPlace(
  ctx: AnyContext,
  by: { readonly actorId: string; readonly id: string },
): Promise<HiddenPlace | null> {
  const { sql } = ctx;
  const [row] = await sql<HiddenPlace[]>`${select(ctx)} where h.actor_id = ${by.actorId} and h.id = ${by.id}`;
  return row ?? null;
}

function select({ sql }: AnyContext) {
  return sql`select h.id, h.actor_id as "actorId", a.iri as "personIri", h.group_iri as "groupIri", h.state, h.unread, h.since,
      coalesce(nullif(p.name, ''), p.origin) as home, p.origin as "homeOrigin"
    from hidden_places h join actors a on a.id = h.actor_id join peers p on p.id = h.peer_id`;
}

export interface PlaceSaying {
  readonly actorId: string;
  readonly groupIri: string;
  readonly origin: string;
}

/**
 * The node of a hidden community says that a person of this one is invited, (`waiting`) that something new is there, or
 * (`answered`) that what they reported was decided.
 * Returns the place's id, or null where there is nothing to tell: no such place, or it says what is known.
 */
export async function notePlace(
  tx: WriteContext,
  saying: PlaceSaying,
  state: "invited" | "waiting" | "answered",
): Promise<string | null> {
  const { actorId, groupIri, origin } = saying;
  if (state !== "invited") {
    const [row] = await tx.sql<{ id: string }[]>`update hidden_places h set unread = true from peers p
      where h.actor_id = ${actorId} and h.group_iri = ${groupIri} and h.state = 'member'
        and (not h.unread or ${state === "answered"})
        and p.id = h.peer_id and p.origin = ${origin} returning h.id`;
    return row?.id ?? null;
  }
  const [row] = await tx.sql<{ id: string }[]>`
    insert into hidden_places (id, actor_id, group_iri, peer_id, state, unread, since)
    select ${newUuid(tx.now)}, ${actorId}, ${groupIri}, p.id, 'invited', true, ${tx.now} from peers p where p.origin = ${origin}
    on conflict (actor_id, group_iri) do nothing returning id`;
  return row?.id ?? null;
}

/** The person joined: they are a member there. */
export async function joinedPlace(ctx: AnyContext, id: string): Promise<void> {
  await ctx.sql`update hidden_places set state = 'member', unread = false where id = ${id}`;
}

/** The person has looked. */
export async function lookedAtPlace(ctx: AnyContext, id: string): Promise<void> {
  await ctx.sql`update hidden_places set unread = false where id = ${id} and unread`;
}

/**
 * It ended: left, declined, removed, or its node no longer knows the person. Nothing of it stays; notices that lead there are
 * gone with it. Returns what the person was there; null where they were nothing.
 */
export async function endPlace(
  ctx: AnyContext,
  by: { readonly actorId: string; readonly groupIri: string },
): Promise<HiddenPlace["state"] | null> {
  const [row] = await ctx.sql<{ state: HiddenPlace["state"] }[]>`
    delete from hidden_places where actor_id = ${by.actorId} and group_iri = ${by.groupIri} returning state`;
  return row?.state ?? null;
}

/** Somebody's account ends here: their places go. Returns the nodes that have to hear of it, each with its inbox. */
export async function endAllPlaces(
  tx: WriteContext,
  actorId: string,
): Promise<readonly { readonly nodeIri: string; readonly inbox: string }[]> {
  return tx.sql<{ nodeIri: string; inbox: string }[]>`
    with gone as (delete from hidden_places where actor_id = ${actorId} returning peer_id)
    select distinct p.node_iri as "nodeIri", n.inbox from gone join peers p on p.id = gone.peer_id
      join actors n on n.iri = p.node_iri where n.inbox is not null and p.state in ('accepted', 'paused')`;
}
