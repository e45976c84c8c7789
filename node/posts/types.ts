import type { Audience } from "../communities/audience.ts";
import type { CommunityLabel } from "../communities/types.ts";
import type { FileChoice, FileView, LinkView } from "../files/types.ts";
import type { PersonLabel } from "../people/types.ts";

export type PostKind = "topic" | "question" | "reply";

/** How far something written here has come, read from the lane and from the community, never guessed. */
export type Journey =
  | { readonly kind: "here" }
  /** Kept on this node; the community's home has not taken it yet. `late` in words when it does not answer. */
  | { readonly kind: "saved"; readonly since: Date; readonly late: Lateness | null }
  /** Handed over; not yet shown there. */
  | { readonly kind: "on-its-way"; readonly since: Date }
  /** In the community, seen by everyone. */
  | { readonly kind: "arrived" }
  /** `reason`: the community's own words, or empty; `code`: why, as a refusal, where it said no more than that. */
  | { readonly kind: "declined"; readonly reason: string; readonly code: string };

/** Why a node is late, for a sentence. */
export interface Lateness {
  readonly home: string;
  readonly since: Date;
  readonly cause:
    | "not-answering"
    | "certificate-expired"
    | "certificate"
    | "name-not-found"
    | "refusing"
    | "busy"
    | "error";
}

export interface PostView {
  readonly id: string;
  readonly iri: string;
  readonly kind: PostKind;
  readonly author: PersonLabel;
  /** Number in the thread: the first post is 1. */
  readonly number: number;
  readonly html: string;
  readonly lang: string;
  readonly published: Date;
  readonly edited: Date | null;
  readonly files: readonly FileView[];
  /** What is attached elsewhere to a post that came from there. */
  readonly links: readonly LinkView[];
  /** Why there is no text, when there is none. */
  readonly gone: { readonly kind: "deleted" | "removed"; readonly reason: string } | null;
  readonly journey: Journey;
  readonly useful: number;
  readonly usefulByMe: boolean;
  readonly accepted: boolean;
  readonly replyTo: { readonly number: number; readonly id: string; readonly name: string } | null;
  readonly isNew: boolean;
  /** A release of what others wrote elsewhere: why, in its author's words. */
  readonly release: { readonly reason: string } | null;
  /** When a facilitator released what is written here to others; null where nobody did. */
  readonly released: Date | null;
  /** For whoever released it: when what it was made of was changed since. */
  readonly sourceChanged: Date | null;
  readonly may: PostActs;
  /** Page of the post where it lives, for "Original at …"; null for posts written here. */
  readonly original: string | null;
}

export interface PostActs {
  readonly edit: boolean;
  readonly delete: boolean;
  readonly remove: boolean;
  readonly restore: boolean;
  /** Against its removal; once. */
  readonly appeal: boolean;
  readonly accept: boolean;
  readonly unaccept: boolean;
  readonly useful: boolean;
  readonly reply: boolean;
  readonly report: boolean;
}

export interface ThreadPage {
  readonly community: CommunityLabel;
  /** Who reads it, where that is members only. */
  readonly audience: Audience | null;
  readonly id: string;
  readonly iri: string;
  readonly kind: "topic" | "question";
  readonly title: string;
  readonly path: string;
  readonly themes: readonly string[];
  readonly hashtags: readonly string[];
  readonly pinned: boolean;
  readonly locked: { readonly reason: string } | null;
  /** The posts of this page, the first post of the thread always first. */
  readonly posts: readonly PostView[];
  /** The accepted answer, also when it stands on another page. */
  readonly acceptedAnswer: PostView | null;
  /** With those of the person looking that are still on their way. */
  readonly replies: number;
  /** How many of `replies` are one's own and still on their way. */
  readonly waiting: number;
  /** The person looking began it. */
  readonly mine: boolean;
  readonly page: number;
  readonly pages: number;
  /** Where a reader who comes back goes on; null when there is nothing new. */
  readonly firstNew: { readonly page: number; readonly postId: string } | null;
  /** Of those who replied. */
  readonly councils: number;
  readonly may: {
    readonly pin: boolean;
    readonly lock: boolean;
    readonly answerHere: "reply" | "reply-joins" | "ask-to-join" | "sign-in" | "locked" | "suspended";
  };
  /** Questions like it; found by `findRelated`, empty in what is read with the thread. */
  readonly related: readonly RelatedTopic[];
}

export interface RelatedTopic {
  readonly title: string;
  readonly path: string;
  readonly answered: boolean;
  readonly lang: string;
  /** Name of the community it is in. */
  readonly community: string;
}

/** A row of a list of threads. */
export interface TopicRow {
  readonly id: string;
  readonly kind: "topic" | "question";
  readonly title: string;
  readonly excerpt: string;
  readonly path: string;
  readonly community: CommunityLabel;
  readonly author: PersonLabel;
  readonly published: Date;
  readonly replies: number;
  readonly newReplies: number;
  readonly lastReply: { readonly by: string; readonly at: Date } | null;
  readonly answered: boolean;
  readonly pinned: boolean;
  readonly locked: boolean;
  readonly journey: Journey;
  readonly themes: readonly string[];
  readonly hashtags: readonly string[];
  readonly lang: string;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

/** What a person writes. Sizes: title ≤ 200 characters, text ≤ 50,000 characters and 64 KiB. */
export interface PostDraft {
  readonly kind: PostKind;
  readonly communityId: string;
  readonly title: string;
  readonly text: string;
  readonly parentId: string | null;
  /** Themes of the community; those the post had before (`themesBefore`) may stay. */
  readonly themes: readonly string[];
  readonly themesBefore?: readonly string[];
  /** Said by the author; null: found out from the text. */
  readonly lang: string | null;
  /** Taken where the text does not tell: the language of the page it was written on. */
  readonly langOtherwise?: "en" | "cy";
  /** Same for every try of one form, so that a second sending posts once. A UUID, or null. */
  readonly submission: string | null;
  /** Files uploaded before, in their order; an edit without them changes none. */
  readonly files?: readonly FileChoice[] | null;
}

/** A post from outside that waits for a facilitator. */
export interface HeldPostView {
  readonly id: string;
  readonly community: CommunityLabel;
  readonly author: PersonLabel;
  /** Empty for a reply. */
  readonly title: string;
  /** Sanitised when it came. */
  readonly html: string;
  readonly lang: string;
  readonly published: Date;
}
