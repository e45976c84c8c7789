import type { ReadContext } from "../context.ts";
import { listHolders } from "../visibility/holders.ts";
import type { Level } from "../visibility/readable.ts";

/** Who reads a community for members only, in numbers, and where copies of it are kept. For its members' eyes. */
export interface Audience {
  readonly members: number;
  readonly councils: number;
  /** Names of the nodes that keep copies, its home first. */
  readonly holders: readonly string[];
}

/**
 * The audience of a closed or hidden community, by row id: of one that lives here as it is now, of one elsewhere as its home
 * last said. Null for any other level. Whether the asker may know is for the caller: only who may read the community.
 */
export async function audienceOf(r: ReadContext, communityId: string): Promise<Audience | null> {
  const [row] = await r.sql<
    { members: number; councils: number; holders: string[] | null; local: boolean; level: Level }[]
  >`
    select c.members, c.councils, c.holders, c.level, g.peer_id is null as local from communities c join actors g on g.id = c.actor_id
    where c.id = ${communityId} and c.closed`;
  if (!row) return null;
  const { members, councils, local, level } = row;
  // Of a hidden one there are no copies.
  if (level === "confidential") return { members, councils, holders: [r.config.nodeName] };
  const holders = local ? (await listHolders(r, communityId)).map(({ name }) => name) : (row.holders ?? []);
  return { members, councils, holders };
}
