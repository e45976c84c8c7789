import type { WriteContext } from "../context.ts";
import type { Fragment, Reader } from "../db/open.ts";
import type { AttachedLink } from "./types.ts";

/** What `linksColumn` brings; the host is that of `href`. */
export type LinkRow = Omit<AttachedLink, "host">;

/** What is attached elsewhere to the post whose id is `postId` (a column), as one JSON list. */
export function linksColumn(sql: Reader, postId: Fragment): Fragment {
  return sql`(select coalesce(jsonb_agg(jsonb_build_object('href', l.href, 'name', l.name, 'mediaType', l.media_type,
      'bytes', l.bytes, 'digest', l.digest) order by l.place), '[]') from attached_links l where l.post_id = ${postId})`;
}

/** A link as it is shown. */
export function linkViewOf(row: LinkRow): AttachedLink {
  return { ...row, host: new URL(row.href).host };
}

/** Keeps just these links with a post that came from elsewhere. Returns false where it has them already. */
export async function keepLinks(
  tx: WriteContext,
  postId: string,
  links: readonly AttachedLink[],
): Promise<boolean> {
  const [row] = await tx.sql<
    { before: LinkRow[] }[]
  >`select ${linksColumn(tx.sql, tx.sql`${postId}`)} as before`;
  const facts = (list: readonly LinkRow[]) =>
    JSON.stringify(
      list.map(({ href, name, mediaType, bytes, digest }) => [href, name, mediaType, bytes, digest]),
    );
  if (facts(row?.before ?? []) === facts(links)) return false;
  await tx.sql`delete from attached_links where post_id = ${postId}`;
  for (const [place, { href, name, mediaType, bytes, digest }] of links.entries()) {
    await tx.sql`insert into attached_links (post_id, place, href, name, media_type, bytes, digest)
      values (${postId}, ${place}, ${href}, ${name}, ${mediaType}, ${bytes}, ${digest})`;
  }
  return true;
}
