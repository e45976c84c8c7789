import { readEmail } from "../../node/councils/email.ts";
import type { Head, ReadActivity } from "./activity-types.ts";
import { ignored, refused } from "./outcome.ts";
import { instantOf, iriOf } from "./values.ts";
import { wordsOf } from "./words.ts";

/** A facilitator invites somebody to a community. */
export interface ReadInvite extends Head {
  readonly type: "Invite";
  /** The community. */
  readonly object: string;
  /** The invited person; or, with `address`, the node that finds them. */
  readonly target: string;
  /** E-mail address in lower case; null where a person is named. */
  readonly address: string | null;
  readonly words: string;
  readonly ends: Date | null;
  /** The inviter knows that the target's node becomes a holder of copies (profile B-17). */
  readonly confirmed: boolean;
}

/** An invitation to a community (profile B.3); without a target it is to something else, which is not acted on here. */
export function readInvite(head: Head): ReadActivity {
  const { document } = head;
  const object = iriOf(document.object);
  if (object === null) return refused("invalid", "object: no web address");
  const target = iriOf(document.target);
  if (target === null) return ignored("Invite", "not to a community");
  const typed = document["cop:address"];
  const address = typeof typed === "string" ? (readEmail(typed)?.address ?? null) : null;
  if (typed !== undefined && address === null) return refused("invalid", "cop:address: no e-mail address");
  return {
    ...head,
    type: "Invite",
    object,
    target,
    address,
    words: wordsOf(document.content).slice(0, 500),
    ends: instantOf(document.endTime),
    confirmed: document["cop:confirmed"] === true,
  };
}
