import type { CommunityLabel } from "../communities/types.ts";
import type { PersonLabel } from "../people/types.ts";

export const NOTICE_KINDS = [
  "reply",
  "mention",
  "accepted",
  "request",
  "decided",
  "declined",
  "removed",
  "report",
  "report-closed",
  "new-post",
  "late-letter",
  "peer",
  "role",
  "held",
  "employer",
  "post-restored",
  "locked",
  "unlocked",
  "without-lead",
  "appeal",
  "appeal-closed",
  "lead-letter",
  "opened",
  "act-refused",
  "hidden",
  "invited",
  "released",
  "release-withdrawn",
  "release-changed",
  "moved",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** How a person wants to hear of new posts in a community. What concerns them in person comes at once, always. */
export const NOTICE_LEVELS = ["each", "daily", "weekly", "none"] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

export type NoticeFacts = Readonly<Record<string, string | boolean | null>>;

/** A line of the notification page; it always leads somewhere. */
export interface NoticeView {
  readonly id: string;
  readonly kind: NoticeKind;
  /** Who did it; null where that is not said. */
  readonly actor: PersonLabel | null;
  readonly community: CommunityLabel | null;
  /** Of the discussion; null where it is about none. */
  readonly title: string | null;
  /** `outcome` of decisions and reports, `home`, `peer`, `subject` (who asked), `given` of roles. */
  readonly facts: NoticeFacts;
  /** Path on this node. */
  readonly path: string;
  readonly created: Date;
  readonly read: boolean;
}

export interface NoticePage {
  readonly items: readonly NoticeView[];
  readonly unread: number;
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}
