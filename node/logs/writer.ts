import type { Reader } from "../db/open.ts";
import { originOf } from "../iris.ts";
import { blockedAbove } from "../peers/blocked.ts";
import type { ActorRef } from "../people/actor.ts";

/** Who an activity says wrote it, before that is proved. */
export interface Writer {
  /** Null for somebody who is not known here, or gone. */
  readonly actor: ActorRef | null;
  /** Their server is blocked, or one whose name ends in its name (profile F-08). */
  readonly blocked: boolean;
}

/** Looks up the actor of this IRI and the standing of its origin, in one statement. */
export async function findWriter(sql: Reader, iri: string): Promise<Writer> {
  const [row] = await sql<({ [K in keyof ActorRef]: ActorRef[K] } & { blocked: boolean })[]>`
    select a.id, a.iri, a.kind, a.peer_id is null as local, a.peer_id as "peerId",
      ${blockedAbove(sql, originOf(iri) ?? "")} as blocked
    from (select 1) one left join actors a on a.iri = ${iri} and a.deleted is null`;
  if (!row) throw new Error("PostgreSQL gave no row.");
  const { blocked, ...actor } = row;
  return { actor: actor.id === null ? null : actor, blocked };
}
