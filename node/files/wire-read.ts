import type { Fragment, Reader } from "../db/open.ts";

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
