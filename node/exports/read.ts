import type { AnyContext, ReadContext } from "../context.ts";
import { mayFacilitate } from "../memberships/policy.ts";
import { membershipOf } from "../memberships/read.ts";
import { type LabelRow, labelColumn, labelOf } from "../people/label.ts";
import type { PersonLabel } from "../people/types.ts";
import type { PostKind } from "../posts/types.ts";
import { refuseUnless } from "../refusal.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";

/** Discussions that are read at a time. */
const AT_ONCE = 50;

export interface ExportedPost {
  readonly id: string;
  readonly iri: string;
  readonly kind: PostKind;
  readonly title: string;
  readonly author: PersonLabel;
  readonly published: Date;
  readonly updated: Date | null;
  /** What it answers; null for the first post. */
  readonly parentIri: string | null;
  readonly lang: string;
  readonly themes: readonly string[];
  readonly source: string;
  readonly html: string;
  /** The accepted answer of its discussion. */
  readonly accepted: boolean;
  readonly files: readonly ExportedFile[];
}

export interface ExportedFile {
  readonly id: string;
  readonly name: string;
  readonly alt: string;
  readonly mediaType: string;
  readonly bytes: number;
}

export interface ExportedMember {
  readonly person: PersonLabel;
  readonly role: string;
  readonly since: Date | null;
}

/** How much an archive would hold: parts of it, and bytes of files. */
export async function measureExport(
  { sql }: ReadContext,
  viewer: Viewer,
  communityId: string,
): Promise<{ readonly parts: number; readonly bytes: number }> {
  const [row] = await sql<{ parts: number; bytes: number }[]>`
    select (select 2 * count(*) from posts p where p.community_id = ${communityId} and p.kind <> 'reply'
        and p.community_id in ${readableCommunities(sql, viewer)})::int
      + count(f.id)::int as parts, coalesce(sum(f.bytes), 0)::float8 as bytes
    from files f join posts p on p.id = f.post_id where p.community_id = ${communityId}
      and p.community_id in ${readableCommunities(sql, viewer)}`;
  return row ?? { parts: 0, bytes: 0 };
}

/** Whoever exports may still do so: asked before each piece of a long export. Refuses `not-allowed`, `not-a-member`. */
export async function checkExporter(r: ReadContext, actorId: string, communityId: string): Promise<void> {
  refuseUnless(mayFacilitate(await membershipOf(r.sql, actorId, communityId)));
}

/** Before every id. */
const FIRST = "00000000-0000-0000-0000-000000000000";

/** Ids of the next discussions of a community, oldest first, after the last one that was read. */
export async function nextDiscussions(
  { sql }: ReadContext,
  viewer: Viewer,
  of: { readonly communityId: string; readonly after: string | null },
): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    select p.id from posts p where p.community_id = ${of.communityId} and p.kind <> 'reply' and p.state = 'accepted'
      and p.id > ${of.after ?? FIRST}
      and p.community_id in ${readableCommunities(sql, viewer)}
    order by p.id limit ${AT_ONCE}`;
  return rows.map(({ id }) => id);
}

/** A discussion whole: its first post and what was replied, in the order in which it was written. */
export async function exportDiscussion(
  { sql }: ReadContext,
  viewer: Viewer,
  rootId: string,
): Promise<readonly ExportedPost[]> {
  const rows = await sql<
    (Omit<ExportedPost, "author" | "files"> & { by: LabelRow; files: ExportedFile[] })[]
  >`
    select p.id, p.iri, p.kind, p.title, ${labelColumn(sql, sql`p.author_id`)} as by, p.published, p.updated,
      p.parent_iri as "parentIri", p.lang, p.themes, p.source, p.html, root.accepted_answer_id is not distinct from p.id as accepted,
      (select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'alt', f.alt, 'mediaType', f.media_type,
        'bytes', f.bytes) order by f.place), '[]') from files f where f.post_id = p.id and f.state = 'ready') as files
    from posts p join posts root on root.id = ${rootId}
    where (p.id = ${rootId} or p.root_id = ${rootId}) and p.state = 'accepted'
      and p.community_id in ${readableCommunities(sql, viewer)}
    order by p.id <> ${rootId}, p.published, p.id`;
  return rows.map(({ by, ...post }) => ({ ...post, author: labelOf(by) }));
}

/** Current members with role and council, for the archive. */
export async function exportMembers(
  { sql }: ReadContext,
  communityId: string,
): Promise<readonly ExportedMember[]> {
  const rows = await sql<{ person: LabelRow; role: string; since: Date | null }[]>`
    select ${labelColumn(sql, sql`m.actor_id`)} as person, m.role, m.decided as since from memberships m
    where m.community_id = ${communityId} and m.state in ('active', 'suspended') order by m.decided, m.id`;
  return rows.map(({ person, ...member }) => ({ ...member, person: labelOf(person) }));
}

/** What the letter about an export says: for the renderer only. */
export async function findExport(ctx: AnyContext, id: string) {
  const [row] = await ctx.sql<{ groupIri: string; byIri: string; reason: string; opened: Date }[]>`
    select g.iri as "groupIri", a.iri as "byIri", x.reason, x.made as opened from community_exports x
      join communities c on c.id = x.community_id join actors g on g.id = c.actor_id join actors a on a.id = x.actor_id
    where x.id = ${id}`;
  return row ? { ...row, until: null } : null;
}
