import type { AnyContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import { readableCommunities } from "../visibility/readable.ts";
import { asNode, type Viewer } from "../visibility/viewer.ts";

/** A file of a post written here, for its object on the wire. */
export interface WireFile {
  readonly secret: string;
  readonly name: string;
  readonly alt: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** The files of the post whose id is `postId` (a column), but those a virus check found something in, as one JSON list. */
export function wireFilesColumn(sql: Reader, postId: Fragment): Fragment {
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('secret', f.secret, 'name', f.name, 'alt', f.alt,
      'mediaType', f.media_type, 'bytes', f.bytes, 'sha256', encode(f.sha256, 'hex'), 'width', f.width, 'height', f.height)
      order by f.place, f.id), '[]') from files f where f.post_id = ${postId} and f.state <> 'infected')`;
}

/** A file as another node gets it: the bytes whose digest stands in the activity. */
export interface FileForNodes {
  /** In the store. */
  readonly storeName: string;
  readonly mediaType: string;
}

interface Row {
  readonly id: string;
  readonly exact: boolean;
  readonly mediaType: string;
}

/** The file with these bytes (SHA-256, hexadecimal) under a post that a community of this node has; null without one. */
export async function findMirrored(
  { sql }: Pick<AnyContext, "sql">,
  { communityId, sha256, viewer }: { communityId: string; sha256: string; viewer: Viewer },
): Promise<FileForNodes | null> {
  const [row] = await sql<Row[]>`
    select f.id, f.exact, f.media_type as "mediaType" from files f join posts p on p.id = f.post_id
    where f.community_id = ${communityId} and coalesce(f.digest, f.sha256) = decode(${sha256}, 'hex')
      and p.community_id in ${readableCommunities(sql, viewer)} and p.state = 'accepted' and f.state = 'ready' limit 1`;
  return row ? forNodes(row) : null;
}

/** A file of a post written here for a community elsewhere, by the secret in its address, with that community. */
export async function findOwnForHome(
  { sql }: Pick<AnyContext, "sql">,
  secret: string,
): Promise<(FileForNodes & { readonly groupIri: string }) | null> {
  const [row] = await sql<(Row & { groupIri: string })[]>`
    select f.id, f.exact, f.media_type as "mediaType", g.iri as "groupIri" from files f join posts p on p.id = f.post_id
    join communities c on c.id = p.community_id join actors g on g.id = c.actor_id join actors a on a.id = p.author_id
    where p.community_id in ${readableCommunities(sql, asNode("its community fetches it"))} and f.secret = ${secret} and f.state = 'ready' and f.digest is null and a.peer_id is null and g.peer_id is not null
      and p.state in ('pending', 'accepted', 'declined')`;
  return row ? { ...forNodes(row), groupIri: row.groupIri } : null;
}

function forNodes({ id, exact, mediaType }: Row): FileForNodes {
  return { storeName: exact ? `${id}.exact` : id, mediaType };
}
