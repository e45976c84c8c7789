import { type Origin, recordChange } from "../changes/record.ts";
import { communityByIri } from "../communities/home.ts";
import type { WriteContext } from "../context.ts";
import { recordModeration } from "../modlog/record.ts";
import { actorByIri } from "../people/actor.ts";
import { isHeldHere } from "../visibility/holders.ts";

export interface ReceivedOpening {
  readonly groupIri: string;
  /** The administrator, of the community's own node. */
  readonly byIri: string;
  readonly reason: string;
  /** One of its facilitators took an archive of it; else an administrator opened it. */
  readonly exported: boolean;
}

/**
 * A community elsewhere says that an administrator of its node opened it: its facilitators here are told, and its members
 * here find it in the moderation log, as they find that a facilitator exported it. `ignored` where nobody here belongs to it.
 */
export async function takeOpening(
  tx: WriteContext,
  { groupIri, byIri, reason, exported }: ReceivedOpening,
  origin: Origin,
): Promise<"taken" | "ignored"> {
  const community = await communityByIri(tx.sql, groupIri);
  const by = await actorByIri(tx.sql, byIri);
  if (!community || community.local || community.level === "confidential") return "ignored";
  if (!exported && community.level !== "closed") return "ignored";
  if (by?.kind !== "person" || !(await isHeldHere(tx, community.id))) return "ignored";
  const post = { id: null, iri: community.iri };
  const about = { actorId: by.id, communityId: community.id };
  const kind = exported ? "community-exported" : "community-opened";
  await recordModeration(tx, { kind, ...about, post, reason, activityIri: null }, origin);
  if (!exported) await recordChange(tx, { kind: "community.opened", ...about, subjectId: null, origin });
  return "taken";
}
