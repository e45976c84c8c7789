import type { JsonObject } from "../jcs.ts";
import { paragraphOf } from "../objects/escape.ts";
import { type Act, activityFor } from "./activity.ts";

/**
 * Asks to be a member, with a line for the facilitators (profile B.2), accepts the Invite `inviteIri` (B.3), or presents
 * the Accept that the Group gave before its node was restored (B.6). `words` is plain
 * text.
 */
export function joinFor(
  act: Act,
  groupIri: string,
  words: string,
  brings: { readonly inviteIri?: string | null; readonly accept?: JsonObject | null } = {},
): JsonObject {
  const { inviteIri = null, accept = null } = brings;
  return activityFor(
    "Join",
    act,
    { to: [groupIri], cc: [] },
    {
      object: groupIri,
      ...(words === "" ? {} : { content: paragraphOf(words) }),
      ...(inviteIri === null ? {} : { "cop:invite": inviteIri }),
      ...(accept === null ? {} : { "cop:grant": accept }),
    },
  );
}

/** Ends a membership, or withdraws a request that nobody has answered (profile B.4). */
export function leaveFor(act: Act, groupIri: string): JsonObject {
  return activityFor("Leave", act, { to: [groupIri], cc: [] }, { object: groupIri });
}
