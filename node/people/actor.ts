import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";

/** An actor as the verbs need it. */
export interface ActorRef {
  readonly id: string;
  readonly iri: string;
  readonly kind: "person" | "group" | "node" | "service";
  readonly local: boolean;
  readonly peerId: string | null;
}

/** An actor by row id; refuses `not-found`. */
export async function actorById(sql: Reader, id: string): Promise<ActorRef> {
  const [row] = await sql<ActorRef[]>`
    select id, iri, kind, peer_id is null as local, peer_id as "peerId" from actors where id = ${id} and deleted is null`;
  return row ?? refuse("not-found");
}

/** An actor by IRI, or null. */
export async function actorByIri(sql: Reader, iri: string): Promise<ActorRef | null> {
  const [row] = await sql<ActorRef[]>`
    select id, iri, kind, peer_id is null as local, peer_id as "peerId" from actors where iri = ${iri} and deleted is null`;
  return row ?? null;
}
