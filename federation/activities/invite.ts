import type { JsonObject } from "../jcs.ts";
import { paragraphOf } from "../objects/escape.ts";
import { instantFor } from "../objects/instant.ts";
import { type Act, activityFor } from "./activity.ts";

/** What an invitation says beside who invites (profile B.3). */
export interface InviteFacts {
  /** The invited person; or the node of the council that finds them by `address`. */
  readonly targetIri: string;
  /** E-mail address, where the target is a node; else null. */
  readonly address: string | null;
  readonly words: string;
  /** The inviter knows that the target's node begins to hold copies (B-17). */
  readonly confirmed: boolean;
  readonly ends: Date;
}

/** A facilitator invites somebody to a community: sent to the Group alone, which brings it to the target (B-07). */
export function inviteFor(act: Act, groupIri: string, invite: InviteFacts): JsonObject {
  return {
    ...activityFor(
      "Invite",
      act,
      { to: [invite.targetIri, groupIri], cc: [] },
      { object: groupIri, target: invite.targetIri },
    ),
    attributedTo: groupIri,
    endTime: instantFor(invite.ends),
    ...(invite.address === null ? {} : { "cop:address": invite.address }),
    ...(invite.confirmed ? { "cop:confirmed": true } : {}),
    ...(invite.words === "" ? {} : { content: paragraphOf(invite.words) }),
  };
}

/**
 * What became of an invitation: the invited person declines, or the Group tells whoever invited. `error`: why it came back;
 * null in an Accept and where the person declined.
 */
export function inviteAnswerFor(
  act: Act,
  type: "Accept" | "Reject",
  answer: {
    readonly inviteIri: string;
    readonly to: string;
    readonly error: string | null;
    /** The Group, where a node gives back what it could not bring. */
    readonly audience?: string;
  },
): JsonObject {
  const { audience } = answer;
  return activityFor(
    type,
    act,
    { to: [answer.to], cc: [], ...(audience === undefined ? {} : { audience }) },
    { object: answer.inviteIri, ...(answer.error === null ? {} : { "cop:error": answer.error }) },
  );
}
