import type { CommunityLabel } from "../communities/types.ts";
import type { PersonLabel } from "../people/types.ts";

/** `expired` is a pending one whose end is past; `returned` says why in `InvitationView.why`. */
export type InvitationState = "pending" | "accepted" | "declined" | "withdrawn" | "returned" | "expired";

/** An invitation as its verbs need it. */
export interface Invitation {
  readonly id: string;
  readonly iri: string;
  readonly communityId: string;
  readonly inviterId: string;
  /** Null while only an address is known here. */
  readonly inviteeId: string | null;
  readonly address: string | null;
  readonly nodeIri: string | null;
  readonly words: string;
  readonly confirmed: boolean;
  readonly state: Exclude<InvitationState, "expired">;
  readonly why: string | null;
  readonly created: Date;
  readonly ends: Date;
  readonly arrived: Date | null;
}

/** An invitation as the facilitators of the community see it. */
export interface SentInvitation {
  readonly id: string;
  readonly inviter: PersonLabel;
  /** Null where an address was invited whose person is not known here. */
  readonly person: PersonLabel | null;
  readonly address: string | null;
  readonly state: InvitationState;
  /** `member`, `opted-out`, `bounced`, or a code of a refusal; null where it did not come back. */
  readonly why: string | null;
  readonly created: Date;
  readonly ends: Date;
  readonly reminded: Date | null;
}

/** An invitation as the invited person sees it. */
export interface ReceivedInvitation {
  readonly id: string;
  readonly inviter: PersonLabel;
  readonly community: CommunityLabel;
  readonly purpose: string;
  readonly words: string;
  readonly state: InvitationState;
  readonly created: Date;
  readonly ends: Date;
}
