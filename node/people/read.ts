import type { Reader } from "../db/open.ts";
import { idOf } from "../ids.ts";
import type { PageOf } from "../posts/types.ts";
import { PAGE_SIZE, type Reading } from "../reading.ts";
import { refuse } from "../refusal.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { type LabelRow, labelColumn, labelOf } from "./label.ts";
import type { PersonCard, ProfileView } from "./types.ts";

/**
 * Whose profile a viewer may open: their own, everyone's that is for everyone; signed-in people also those for the
 * network; people of one council those for "my council". Hidden ones are nobody's (resolution 22).
 */
function openProfiles(sql: Reader, viewer: Viewer) {
  const me = viewer.kind === "person" ? viewer.actorId : null;
  return sql`(a.profile_visibility = 'everyone' or a.id = ${me} or (${me}::uuid is not null and (a.profile_visibility = 'network'
    or (a.profile_visibility = 'council' and a.organisation_id = (select organisation_id from actors where id = ${me})))))`;
}

/**
 * A person by the handle in their path. Who has posted in public has a page with name and council; the rest of the
 * profile follows their choice. Refuses `not-found` for people this viewer may not know of.
 */
export async function findProfile(r: Reading, viewer: Viewer, handle: string): Promise<ProfileView> {
  const { sql } = r;
  const id = await personIdOf(sql, handle);
  const [row] = await sql<
    {
      label: LabelRow;
      open: boolean;
      posted: boolean;
      summary: string;
      topics: string[];
      areas: string[];
      spoken: string[];
    }[]
  >`
    select ${labelColumn(sql, sql`a.id`)} as label, ${openProfiles(sql, viewer)} as open, a.summary, a.topics, a.service_areas as areas, a.spoken,
      exists (select 1 from posts p where p.author_id = a.id and p.state = 'accepted' and p.community_id in ${readableCommunities(sql, viewer)})
        or exists (select 1 from memberships m where m.actor_id = a.id and m.role <> 'member' and m.state = 'active'
          and m.community_id in ${readableCommunities(sql, viewer)}) as posted
    from actors a where a.id = ${id} and a.kind = 'person'`;
  if (!row || (!row.open && !row.posted)) return refuse("not-found");
  return {
    ...labelOf(row.label),
    details: row.open
      ? { summary: row.summary, topics: row.topics, serviceAreas: row.areas, languages: row.spoken }
      : null,
    communities: row.open ? await communitiesOf(sql, viewer, id) : [],
    contributions: await contributionsOf(sql, viewer, id),
  };
}

/** People whose profile this viewer may open, by name; 25 a page. */
export async function listPeople(
  r: Reading,
  viewer: Viewer,
  query: { text?: string; council?: string | null; page: number },
): Promise<PageOf<PersonCard>> {
  const { sql } = r;
  const pattern = `%${(query.text ?? "").trim().replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await sql<{ person: LabelRow; topics: string[]; total: number }[]>`
    select ${labelColumn(sql, sql`a.id`)} as person, a.topics, count(*) over ()::int as total
    from actors a left join organisations o on o.id = a.organisation_id
    where a.kind = 'person' and a.deleted is null and a.suspended is null and ${openProfiles(sql, viewer)}
      and (a.name ilike ${pattern} or a.role_title ilike ${pattern} or array_to_string(a.topics, ' ') ilike ${pattern} or o.name ilike ${pattern})
      and (${query.council ?? null}::text is null or o.name = ${query.council ?? null})
    order by a.name, a.id limit ${PAGE_SIZE} offset ${(query.page - 1) * PAGE_SIZE}`;
  const total = rows[0]?.total ?? 0;
  const items = rows.map((row) => ({ person: labelOf(row.person), topics: row.topics }));
  return { items, total, page: query.page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

/** Cards of the given people that the viewer may open, in the order of `ids`. */
export async function peopleOf(
  r: Reading,
  viewer: Viewer,
  ids: readonly string[],
): Promise<readonly PersonCard[]> {
  const { sql } = r;
  const rows = await sql<{ person: LabelRow; topics: string[] }[]>`
    select ${labelColumn(sql, sql`a.id`)} as person, a.topics from actors a
    where a.id = any(${[...ids]}) and a.deleted is null and ${openProfiles(sql, viewer)}`;
  const cards = new Map(
    rows.map((row) => [row.person.id, { person: labelOf(row.person), topics: row.topics }]),
  );
  return ids.flatMap((id) => cards.get(id) ?? []);
}

/** Councils that people known here belong to, by name, for filters. */
export async function listKnownCouncils(r: Reading): Promise<readonly { id: string; name: string }[]> {
  return r.sql`select id, name from organisations where local or accepted order by name`;
}

async function personIdOf(sql: Reader, handle: string): Promise<string> {
  const [name = "", host] = handle.toLowerCase().split("@");
  const [row] =
    host === undefined
      ? await sql<
          { id: string }[]
        >`select a.id from handles h join actors a on a.id = h.actor_id where h.handle = ${name} and a.kind = 'person'`
      : await sql<
          { id: string }[]
        >`select id from actors where lower(handle) = ${name} and kind = 'person' and split_part(iri, '/', 3) = ${host}`;
  return row?.id ?? refuse("not-found");
}

async function communitiesOf(
  sql: Reader,
  viewer: Viewer,
  actorId: string,
): Promise<ProfileView["communities"]> {
  const rows = await sql<{ name: string; handle: string; iri: string; local: boolean; role: string }[]>`
    select g.name, g.handle, g.iri, g.peer_id is null as local, m.role from memberships m join communities c on c.id = m.community_id
    join actors g on g.id = c.actor_id
    where m.actor_id = ${actorId} and m.state = 'active' and c.id in ${readableCommunities(sql, viewer)} order by g.name limit 50`;
  return rows.map((row) => ({ name: row.name, path: pathOf(row), role: row.role }));
}

async function contributionsOf(
  sql: Reader,
  viewer: Viewer,
  actorId: string,
): Promise<ProfileView["contributions"]> {
  const rows = await sql<
    {
      id: string;
      root: string;
      title: string;
      kind: "topic" | "question" | "reply";
      published: Date;
      name: string;
      handle: string;
      iri: string;
      local: boolean;
    }[]
  >`
    select p.id, r.id as root, r.title, p.kind, p.published, g.name, g.handle, g.iri, g.peer_id is null as local
    from posts p join posts r on r.id = p.root_id join communities c on c.id = p.community_id join actors g on g.id = c.actor_id
    where p.author_id = ${actorId} and p.state = 'accepted' and r.state = 'accepted' and c.id in ${readableCommunities(sql, viewer)}
    order by p.published desc limit 20`;
  return rows.map((row) => ({
    postId: row.id,
    title: row.title,
    kind: row.kind,
    published: row.published,
    community: row.name,
    path: `${pathOf(row)}/t/${idOf(row.root)}${row.kind === "reply" ? `#post-${idOf(row.id)}` : ""}`,
  }));
}

function pathOf(row: { handle: string; iri: string; local: boolean }): string {
  return `/c/${row.local ? row.handle : `${row.handle}@${new URL(row.iri).host}`}`;
}
