import type { AnyContext } from "../context.ts";
import type { Role } from "../memberships/types.ts";
import type { ActivityType } from "./emit.ts";

/** An activity this node sends or relays; `bytes` is null until it is first rendered, and again when it was erased. */
export interface StoredActivity {
  readonly iri: string;
  readonly actorIri: string;
  readonly type: ActivityType;
  readonly objectIri: string | null;
  readonly communityId: string | null;
  readonly readers: "anyone" | "peers" | "addressees" | "holders";
  readonly addressees: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array | null;
  readonly created: Date;
}

/** An activity by its id, or null. */
export async function findActivity(ctx: AnyContext, iri: string): Promise<StoredActivity | null> {
  const [row] = await ctx.sql<StoredActivity[]>`
    select iri, actor_iri as "actorIri", type, object_iri as "objectIri", community_id as "communityId", readers, addressees,
      facts, bytes, created from activities where iri = ${iri}`;
  return row ?? null;
}

/** Some by their ids, in one look; those that are unknown are missing. */
export async function findActivities(
  ctx: AnyContext,
  iris: readonly string[],
): Promise<ReadonlyMap<string, StoredActivity>> {
  if (iris.length === 0) return new Map();
  const rows = await ctx.sql<StoredActivity[]>`
    select iri, actor_iri as "actorIri", type, object_iri as "objectIri", community_id as "communityId", readers, addressees,
      facts, bytes, created from activities where iri = any(${iris})`;
  return new Map(rows.map((row) => [row.iri, row]));
}

/** Keeps the text of an activity for good (resolution 1); returns what is kept, which another worker may have written first. */
export async function keepBytes(ctx: AnyContext, iri: string, bytes: Uint8Array): Promise<Uint8Array> {
  const [row] = await ctx.sql<{ bytes: Buffer }[]>`
    update activities set bytes = coalesce(bytes, ${Buffer.from(bytes)}) where iri = ${iri} returning bytes`;
  return row?.bytes ?? bytes;
}

export interface MembershipRequest {
  readonly request: unknown;
  readonly requestIri: string | null;
  readonly grantIri: string | null;
  readonly role: Role;
  readonly personIri: string;
  readonly since: Date;
  readonly words: string;
  readonly state: string;
  /** What whoever decided last said. */
  readonly reason: string;
  /** When a suspension ends by itself. */
  readonly until: Date | null;
}

/** The request that an answer answers, whole as received, and the grant it carries. */
export async function findRequest(ctx: AnyContext, membershipId: string): Promise<MembershipRequest | null> {
  const [row] = await ctx.sql<MembershipRequest[]>`
    select m.request, m.request_iri as "requestIri", m.grant_iri as "grantIri", m.role, a.iri as "personIri", m.state,
      coalesce(m.decided, m.requested) as since, m.words, m.reason,
      m.paused_until as until from memberships m join actors a on a.id = m.actor_id where m.id = ${membershipId}`;
  return row ?? null;
}

/** The Follow of a reader, whole as received. */
export async function findFollow(
  ctx: AnyContext,
  followId: string,
): Promise<{ follow: unknown; actorIri: string } | null> {
  const [row] = await ctx.sql<{ follow: unknown; actorIri: string }[]>`
    select f.follow, a.iri as "actorIri" from follows f join actors a on a.id = f.actor_id where f.id = ${followId}`;
  return row ?? null;
}
