import { findGroup } from "../../node/communities/group-rows.ts";
import { findInviteWords } from "../../node/invitations/read.ts";
import { inviteAnswerFor, inviteFor } from "../activities/invite.ts";
import type { JsonObject } from "../jcs.ts";
import type { Rendering } from "./rendering.ts";

/** An invitation of a facilitator of this node; null when it is gone. */
export async function renderInvite({ ctx, stored, act }: Rendering): Promise<JsonObject | null> {
  const { invitationId } = stored.facts;
  const group = await findGroup(ctx, { id: stored.communityId ?? "" });
  const invite = typeof invitationId === "string" ? await findInviteWords(ctx.sql, invitationId) : null;
  return group && invite && inviteFor(act, group.iri, invite);
}

/** What became of an invitation. */
export function renderInviteAnswer({ stored, act }: Rendering): JsonObject | null {
  const { error } = stored.facts;
  const [to] = stored.addressees;
  if (stored.objectIri === null || to === undefined) return null;
  const type = stored.type === "Accept" ? "Accept" : "Reject";
  return inviteAnswerFor(act, type, {
    inviteIri: stored.objectIri,
    to,
    ...(act.actorIri.endsWith("/ap/actor") ? { audience: to } : {}),
    error: typeof error === "string" ? error : null,
  });
}
