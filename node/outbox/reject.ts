import type { CommunityHome } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import type { RefusalCode } from "../refusal.ts";
import { inboxOf } from "../visibility/audience.ts";
import { insertActivity, layLetter } from "./emit.ts";

/** The community (local) refuses an authenticated activity, so that its author is told why (profile E.1, resolution 9). */
export async function rejectActivity(
  tx: WriteContext,
  rejecting: {
    community: CommunityHome;
    actorId: string;
    activityIri: string;
    code: RefusalCode;
    error: string;
    /** The community's own reason, where there is one. */
    words: string;
    /** Who had decided before, where the activity was a decision that came second. */
    deciderIri: string | null;
  },
): Promise<void> {
  const inbox = await inboxOf(tx, rejecting.actorId);
  if (!inbox) return;
  const [actor] = await tx.sql<{ iri: string }[]>`select iri from actors where id = ${rejecting.actorId}`;
  const iri = await insertActivity(tx, {
    type: "Reject",
    actorIri: rejecting.community.iri,
    objectIri: rejecting.activityIri,
    communityId: rejecting.community.id,
    readers: "addressees",
    addressees: actor ? [actor.iri] : [],
    facts: {
      error: rejecting.error,
      words: rejecting.words,
      code: rejecting.code,
      deciderIri: rejecting.deciderIri,
    },
  });
  await layLetter(tx, { activityIri: iri, inbox, communityId: rejecting.community.id });
}
