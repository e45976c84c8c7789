import { findMovedTo } from "../../node/posts/move-read.ts";
import { type Ask, type Asks, pretending, readingAs, viewing } from "./asks.ts";

/** Where the closed room's discussion is, asked at an address of an open community, as if it had been moved from there. */
const movedTo: Ask = (s, inside) =>
  pretending(s.home, async (tx) => {
    const { open, closed } = s.rooms;
    await tx.sql`insert into thread_moves (activity_iri, root_iri, root_id, from_iri, to_iri, moved)
      values (${`${s.home.origin}/ap/a/none`}, ${closed.topic.iri}, ${closed.topic.id}, ${open.iri}, ${closed.iri}, ${tx.now})`;
    const viewer = viewing(s, inside);
    const [group] = await tx.sql<{ handle: string }[]>`select handle from actors where iri = ${open.iri}`;
    const old = { handle: group?.handle ?? "", id: closed.topic.id };
    return (await findMovedTo(readingAs(tx, viewer), viewer, old)) !== null;
  });

/** What was moved. */
export const MOVES: Asks = {
  "node/posts/move-read.ts findMovedTo readableCommunities": movedTo,
};
