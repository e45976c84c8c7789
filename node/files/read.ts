import type { Fragment, Reader } from "../db/open.ts";
import { idOf, uuidOf } from "../ids.ts";
import type { Reading } from "../reading.ts";
import { refuse } from "../refusal.ts";
import { isPublicLevel, type Level, readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { isPicture } from "./kinds.ts";
import type { FileState, FileView } from "./types.ts";

/** What `filesColumn` brings of each file; made into a FileView by `fileViewOf`. */
export interface FileRow {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly alt: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly small: boolean;
  readonly state: FileState;
}

/** The files of the post whose id is `postId` (a column), in their order, as one JSON list. */
export function filesColumn(sql: Reader, postId: Fragment): Fragment {
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'secret', f.secret, 'name', f.name, 'alt', f.alt,
      'mediaType', f.media_type, 'bytes', f.bytes, 'width', f.width, 'height', f.height, 'small', f.small, 'state', f.state)
      order by f.place, f.id), '[]') from files f where f.post_id = ${postId})`;
}

/** A file as it is shown. */
export function fileViewOf(row: FileRow): FileView {
  const { name, mediaType, bytes, alt, state, width, height } = row;
  const path = `/files/${idOf(row.secret)}`;
  const picture = isPicture(mediaType) && width !== null && height !== null ? { width, height } : null;
  const smallPath = row.small && state === "ready" ? `${path}?size=small` : null;
  return { id: idOf(row.id), name, mediaType, bytes, alt, picture, state, path, smallPath };
}

/**
 * One's own files by their ids, in this order, for a form that is shown again: those of no post, and those of `postId`.
 * What is not there any more is left out.
 */
export async function listOwnFiles(
  { sql }: Reading,
  asked: { readonly ownerId: string; readonly ids: readonly string[]; readonly postId?: string },
): Promise<readonly FileView[]> {
  const ids = asked.ids.flatMap((id) => uuidOf(id) ?? []);
  if (ids.length === 0) return [];
  const rows = await sql<
    FileRow[]
  >`${columns(sql)} from files f where f.id = any(${ids}) and f.owner_id = ${asked.ownerId}
    and (f.post_id is null or f.post_id = ${asked.postId ?? null})`;
  const views = new Map(rows.map((row) => [idOf(row.id), fileViewOf(row)]));
  return asked.ids.flatMap((id) => views.get(id) ?? []);
}

/** A file that somebody asks for by the secret in its address. */
export interface FoundFile {
  /** In the store. */
  readonly storeName: string;
  readonly file: FileView;
  readonly sha256: Buffer;
  /** Anyone may read what it stands under. */
  readonly public: boolean;
}

/**
 * The file behind an address, for whoever may read the post it is under now, or uploaded it and has not posted it.
 * `communityId`: of this one only. Refuses `not-found`, also while a virus check has not said yes, and for what was deleted or removed.
 */
export async function findFile(
  { sql }: Reading,
  viewer: Viewer,
  asked: { readonly secret: string | null; readonly small: boolean; readonly communityId?: string },
): Promise<FoundFile> {
  const me = viewer.kind === "person" ? viewer.actorId : null;
  const { communityId = null } = asked;
  const [row] = await sql<(FileRow & { sha256: Buffer; level: Level | null })[]>`
    ${columns(sql)}, f.sha256, c.level
    from files f left join posts p on p.id = f.post_id left join communities c on c.id = p.community_id
    where f.secret = ${asked.secret} and f.state = 'ready'
      and (${communityId}::uuid is null or p.community_id is null or p.community_id = ${communityId})
      and ((f.post_id is null and f.owner_id = ${me}) or (p.community_id in ${readableCommunities(sql, viewer)}
        and (p.state = 'accepted' or (p.state in ('pending', 'declined') and p.author_id = ${me}))))`;
  if (!row || (asked.small && !row.small)) return refuse("not-found");
  return {
    storeName: asked.small ? `${row.id}.small` : row.id,
    file: fileViewOf(row),
    sha256: Buffer.from(row.sha256),
    public: row.level !== null && isPublicLevel(row.level),
  };
}

function columns(sql: Reader): Fragment {
  return sql`select f.id, f.secret, f.name, f.alt, f.media_type as "mediaType", f.bytes, f.width, f.height, f.small, f.state`;
}
