import type { WriteContext } from "../context.ts";
import { writeTellings } from "../notifications/tell.ts";

/**
 * Tells a person of this node that something waits for them in a hidden place: a notice, and by mail at most once a day,
 * that names neither the community nor anybody (profile D-09); or that they are a member of one no more, which leads nowhere.
 */
export async function tellOfPlace(
  tx: WriteContext,
  told:
    | {
        readonly actorId: string;
        readonly placeId: string;
        readonly state: "invited" | "waiting" | "answered";
      }
    | { readonly actorId: string; readonly placeId: null; readonly state: "ended"; readonly event: string },
): Promise<void> {
  const [account] = await tx.sql<
    { id: string }[]
  >`select acc.id from accounts acc join actors a on a.id = acc.actor_id
    where a.id = ${told.actorId} and acc.disabled is null and a.suspended is null and a.deleted is null`;
  if (!account) return;
  const day = tx.now.toISOString().slice(0, 10);
  const event = told.placeId === null ? told.event : `${told.placeId}:${told.state}:${day}`;
  await writeTellings(tx, [
    {
      accountId: account.id,
      kind: "hidden",
      event: `hidden:${event}`,
      actorId: null,
      communityId: null,
      postId: null,
      rootId: null,
      facts: { placeId: told.placeId, outcome: told.state },
      mail: true,
    },
  ]);
}
