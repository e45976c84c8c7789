import type { Reader } from "../db/open.ts";
import { refuse } from "../refusal.ts";
import type { Level } from "../visibility/readable.ts";

/** A community as the verbs need it: what it is and where it lives. */
export interface CommunityHome {
  readonly id: string;
  readonly actorId: string;
  readonly iri: string;
  readonly name: string;
  readonly level: Level;
  readonly joinPolicy: "open" | "approval" | "invitation";
  readonly postPolicy: "anyone" | "members" | "facilitators";
  readonly local: boolean;
  readonly peerId: string | null;
  readonly archived: boolean;
  readonly firstPost: Date | null;
}

/** A community by row id; refuses `not-found`. Which person may know of it is for the caller to ask first. */
export async function communityHome(sql: Reader, id: string): Promise<CommunityHome> {
  const [row] = await sql<CommunityHome[]>`${select(sql)} where c.id = ${id}`;
  return row ?? refuse("not-found");
}

/** A community by the IRI of its Group, or null. */
export async function communityByIri(sql: Reader, iri: string): Promise<CommunityHome | null> {
  const [row] = await sql<CommunityHome[]>`${select(sql)} where a.iri = ${iri}`;
  return row ?? null;
}

function select(sql: Reader) {
  return sql`select c.id, c.actor_id as "actorId", a.iri, a.name, c.level, c.join_policy as "joinPolicy", c.post_policy as "postPolicy",
      a.peer_id is null as local, a.peer_id as "peerId", c.archived is not null as archived, c.first_post as "firstPost"
    from communities c join actors a on a.id = c.actor_id`;
}
