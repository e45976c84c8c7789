import type { DemoDraft, DemoThread } from "./content/types.ts";
import type { Point } from "./moments.ts";

/** One thing that one person does on their own council's site. */
export type Act = { readonly at: Point; readonly person: string } & Deed;

export type Deed =
  | { readonly kind: "start"; readonly community: string }
  | { readonly kind: "join"; readonly community: string; readonly words: string }
  /** A facilitator accepts the request of `who`. */
  | { readonly kind: "accept-request"; readonly community: string; readonly who: string }
  | { readonly kind: "make-facilitator"; readonly community: string; readonly who: string }
  /** Wants a mail for each new topic or question. */
  | { readonly kind: "hear-of-each"; readonly community: string }
  | PostDeed
  | ThreadDeed
  | { readonly kind: "draft"; readonly community: string; readonly draft: DemoDraft }
  /** Comes by, has read everything up to now. */
  | { readonly kind: "visit" };

export type PostDeed = { readonly post: PostRef; readonly community: string } & (
  | { readonly kind: "post" }
  | { readonly kind: "useful" }
  | { readonly kind: "accept-answer" }
  | { readonly kind: "edit"; readonly text: string }
  | { readonly kind: "remove"; readonly reason: string }
  | { readonly kind: "report"; readonly reason: string }
);

export type ThreadDeed = { readonly post: PostRef; readonly community: string } & (
  | { readonly kind: "pin" }
  | { readonly kind: "lock"; readonly reason: string }
);

/** The opening post of a thread is number 0. */
export type PostRef = { readonly thread: DemoThread; readonly number: number };
