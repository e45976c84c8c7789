import type { AnyContext } from "../context.ts";
import { hasWritten } from "../posts/authors.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { ANYONE } from "../visibility/viewer.ts";
import { belongsInPublic } from "./in-public.ts";
import type { ProfileVisibility } from "./types.ts";

export interface PersonDocument {
  readonly id: string;
  readonly iri: string;
  readonly handle: string;
  readonly name: string;
  readonly roleTitle: string;
  readonly councilName: string | null;
  readonly registerId: string | null;
  readonly invitedBy: string | null;
  readonly topics: readonly string[];
  readonly serviceAreas: readonly string[];
  readonly languages: readonly string[];
  readonly visibility: ProfileVisibility;
  /** Has posted or moderated in a public community, so that the address answers at all (resolution 22). */
  readonly acted: boolean;
  /** Is, was, asked or is invited to be a member of a community that is not hidden: connected nodes meet them there. */
  readonly belongs: boolean;
  /** Origins of the nodes that keep a hidden community which they are in or invited to: these know them already. */
  readonly keptBy: readonly string[];
  readonly deleted: Date | null;
  /** Switched off here: belongs to no community any more. */
  readonly suspended: Date | null;
  readonly created: Date;
  readonly updated: Date;
}

/** A person of this node as their document says it, by IRI or handle; null when there is none. */
export async function findPersonDocument(
  ctx: AnyContext,
  by: { iri: string } | { handle: string },
): Promise<PersonDocument | null> {
  const where =
    "iri" in by
      ? ctx.sql`a.iri = ${by.iri}`
      : ctx.sql`a.id = (select actor_id from handles where handle = ${by.handle})`;
  const [row] = await ctx.sql<PersonDocument[]>`
    select a.id, a.iri, a.handle, a.name, a.role_title as "roleTitle", a.topics, a.service_areas as "serviceAreas", a.spoken as languages,
      a.profile_visibility as visibility, a.deleted, a.suspended, a.created, a.updated,
      case when k.employer = 'verified' then o.name end as "councilName", case when k.employer = 'verified' then o.register_id end as "registerId",
      case when k.employer <> 'verified' then (select ia.name from accounts ik join actors ia on ia.id = ik.actor_id where ik.id = k.invited_by) end as "invitedBy",
      a.acted or ${hasWritten(ctx.sql, ctx.sql`a.id`)} or ${belongsInPublic(ctx.sql, ctx.sql`a.id`)}
        or exists (select 1 from moderation_acts ma where ma.actor_id = a.id
          and ma.community_id in ${readableCommunities(ctx.sql, ANYONE)}) as acted,
      exists (select 1 from memberships bm join communities bc on bc.id = bm.community_id and bc.level <> 'confidential'
        where bm.actor_id = a.id) or exists (select 1 from invitations bi join communities bc on bc.id = bi.community_id
        and bc.level <> 'confidential' where bi.invitee_id = a.id) as belongs,
      array(select hp.origin from hidden_places h join peers hp on hp.id = h.peer_id where h.actor_id = a.id) as "keptBy"
    from actors a left join accounts k on k.actor_id = a.id left join organisations o on o.id = a.organisation_id
    where ${where} and a.kind = 'person' and a.peer_id is null`;
  return row ?? null;
}

/** Actor ids of the node's administrators (FEP-baf5). */
export async function listAdministrators(ctx: AnyContext): Promise<readonly string[]> {
  const rows = await ctx.sql<{ iri: string }[]>`
    select a.iri from accounts k join actors a on a.id = k.actor_id where k.administrator and k.disabled is null order by a.created`;
  return rows.map((row) => row.iri);
}
