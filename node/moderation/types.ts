import type { CommunityLabel } from "../communities/types.ts";
import type { PersonLabel } from "../people/types.ts";

/** What is wrong with a post; the words of the wire (profile F.1). */
export const REPORT_CATEGORIES = ["conduct", "spam", "confidential-leak", "safeguarding", "illegal"] as const;
export type ReportCategory = (typeof REPORT_CATEGORIES)[number];

export type ReportState = "open" | "removed" | "dismissed";

/** How a facilitator closes a report. */
export const REPORT_ACTS = ["remove", "dismiss"] as const;
export type ReportAct = (typeof REPORT_ACTS)[number];

/** The post that was reported, as far as this node holds it and the person looking may read it. */
export interface ReportedPost {
  readonly id: string;
  readonly kind: "topic" | "question" | "reply";
  /** Of the discussion. */
  readonly title: string;
  /** Sanitised when it was written or arrived; empty where the text is erased here. */
  readonly html: string;
  readonly lang: string;
  readonly author: PersonLabel;
  readonly published: Date;
  /** On the page of its discussion; null for a reply whose discussion is not here. */
  readonly path: string | null;
  /** Why it is no longer shown, when it is not. */
  readonly gone: "deleted" | "removed" | null;
}

/** A report as facilitators and administrators see it. Who made it is never said. */
export interface ReportView {
  readonly id: string;
  readonly community: CommunityLabel;
  readonly category: ReportCategory;
  /** Plain text of whoever reported. */
  readonly words: string;
  readonly created: Date;
  readonly state: ReportState;
  /** `member`: somebody with an account here; `visitor`: without one; else through another council's site. */
  readonly from:
    | { readonly kind: "member" | "visitor" }
    | { readonly kind: "elsewhere"; readonly home: string };
  readonly post: ReportedPost | null;
  /** Address of the post at its origin, for when it is not held here. */
  readonly postIri: string;
  /** Open reports of the same post besides this one. */
  readonly others: number;
  readonly decided: {
    readonly by: PersonLabel | null;
    readonly at: Date;
    readonly reason: string;
  } | null;
  /** A facilitator here has decided, and the community's home has not confirmed it yet. */
  readonly onItsWay: boolean;
  readonly mayDecide: boolean;
  /** The viewer facilitates the community; else they are an administrator. */
  readonly facilitates: boolean;
}

/** A report as whoever made it sees it. */
export interface OwnReport {
  readonly id: string;
  readonly community: CommunityLabel;
  readonly category: ReportCategory;
  readonly words: string;
  readonly created: Date;
  readonly state: ReportState;
  readonly decided: Date | null;
  /** Of the discussion; null where it is not held here. */
  readonly title: string | null;
  readonly path: string | null;
}
