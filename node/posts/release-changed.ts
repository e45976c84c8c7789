import { HERE, recordChange } from "../changes/record.ts";
import type { ReadContext, WriteContext } from "../context.ts";
import { readableCommunities } from "../visibility/readable.ts";
import type { Viewer } from "../visibility/viewer.ts";
import type { PostRow } from "./find.ts";

/**
 * What was released of a post stays as it was when its author changes the post: the facilitator who released it is told, once for
 * each item, unless it was they who changed it. Of items that were released at other nodes nothing is done here: their node does it.
 */
export async function tellOfChangedSource(
  tx: WriteContext,
  source: Pick<PostRow, "id" | "authorId">,
): Promise<void> {
  const items = await tx.sql<{ id: string; iri: string; communityId: string }[]>`
    select p.id, p.iri, p.community_id as "communityId" from release_sources s
    join posts p on p.iri = s.release_iri and p.state = 'accepted' join actors a on a.id = p.author_id and a.peer_id is null
    where s.source_id = ${source.id} and p.author_id <> ${source.authorId} order by p.id`;
  for (const { id, iri, communityId } of items)
    await recordChange(tx, {
      kind: "post.release-source-changed",
      actorId: null,
      ...{ communityId, subjectId: id, subjectIri: iri },
      origin: HERE,
    });
}

/**
 * For whoever released something: when what an item was made of was changed after it, and after their own last change of it. By
 * the id of the item; only of sources that they may still read.
 */
export async function listChangedSources(
  r: Pick<ReadContext, "sql">,
  viewer: Viewer,
  rootId: string,
): Promise<ReadonlyMap<string, Date>> {
  if (viewer.kind !== "person") return new Map();
  const { sql } = r;
  const rows = await sql<{ id: string; changed: Date }[]>`
    select p.id, max(source.updated) as changed from posts p join release_sources s on s.release_iri = p.iri
    join posts source on source.id = s.source_id and source.state = 'accepted'
      and source.community_id in ${readableCommunities(sql, viewer)}
    where p.root_id = ${rootId} and p.author_id = ${viewer.actorId} and source.updated > greatest(s.made, p.updated)
    group by p.id`;
  return new Map(rows.map(({ id, changed }) => [id, changed]));
}
