import { HERE, recordChange } from "../changes/record.ts";
import { inTransaction, type NodeContext } from "../context.ts";
import { SILENT_DAYS } from "./elsewhere.ts";

/**
 * Appeals in communities of this node that facilitators elsewhere have left open for seven days: the administrators, who may
 * decide them from now on, are told once. A job calls it every minute. Returns how many there were.
 */
export async function lapseAppeals(ctx: NodeContext): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const silent = new Date(tx.now.getTime() - SILENT_DAYS * 86_400_000);
    const rows = await tx.sql<{ id: string; communityId: string; postIri: string }[]>`
      update appeals ap set lapsed = ${tx.now} from communities c, actors g, posts p
      where c.id = ap.community_id and g.id = c.actor_id and g.peer_id is null and c.level <> 'confidential'
        and p.id = ap.post_id and ap.state = 'open' and ap.lapsed is null and ap.created < ${silent}
      returning ap.id, ap.community_id as "communityId", p.iri as "postIri"`;
    for (const { id, communityId, postIri } of rows)
      await recordChange(tx, {
        ...{ kind: "appeal.lapsed", actorId: null, communityId, subjectId: id, subjectIri: postIri },
        origin: HERE,
      });
    return rows.length;
  });
}
