import type { Reading } from "../reading.ts";
import type { Viewer } from "../visibility/viewer.ts";
import { topicRows } from "./rows.ts";
import type { TopicRow } from "./types.ts";

/** Questions with an accepted answer that a viewer may read, those of the latest activity first. */
export async function listAnsweredLately(
  r: Reading,
  viewer: Viewer,
  limit: number,
): Promise<readonly TopicRow[]> {
  const { rows } = await topicRows(r.sql, viewer, {
    where: r.sql`p.kind = 'question' and p.accepted_answer_id is not null and p.state = 'accepted'`,
    order: r.sql`p.last_reply desc nulls last, p.id`,
    limit,
    offset: 0,
  });
  return rows;
}
