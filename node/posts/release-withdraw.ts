import { HERE, recordChange } from "../changes/record.ts";
import type { WriteContext } from "../context.ts";

/**
 * What was released of a post goes when the post goes: deleted by its author, or removed by a facilitator. `remove` deletes a
 * released item in its author's name, everywhere; that facilitator is told, and may release the rest again. Of items that were
 * released at other nodes nothing is done here: their node does it.
 */
export async function withdrawReleasesOf(
  tx: WriteContext,
  sourceId: string,
  remove: (item: { actorId: string; postId: string }) => Promise<void>,
): Promise<void> {
  const items = await tx.sql<{ actorId: string; postId: string; iri: string; communityId: string }[]>`
    select p.author_id as "actorId", p.id as "postId", p.iri, p.community_id as "communityId"
    from release_sources s join posts p on p.iri = s.release_iri and p.state <> 'deleted'
      join actors a on a.id = p.author_id and a.peer_id is null
    where s.source_id = ${sourceId} order by p.id`;
  for (const { actorId, postId, iri, communityId } of items) {
    await remove({ actorId, postId });
    const about = { communityId, subjectId: postId, subjectIri: iri };
    await recordChange(tx, { kind: "post.release-withdrawn", actorId: null, ...about, origin: HERE });
  }
}
